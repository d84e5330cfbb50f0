using System.Collections.Concurrent;
using System.Reflection;

namespace Zhike.Storage;

/// <summary>Reads a .sql file that lies beside its reader and travels inside the reader's assembly.</summary>
public static class SqlFile
{
    private static readonly ConcurrentDictionary<(Assembly, string), string> Texts = new();

    /// <summary>SqlFile.Beside&lt;FunnelQuery&gt;("Funnel.sql").</summary>
    public static string Beside<TReader>(string fileName) => Beside(typeof(TReader), fileName);

    public static string Beside(Type reader, string fileName) =>
        Texts.GetOrAdd((reader.Assembly, $"{reader.Namespace}.{fileName}"), key => ReadText(key.Item1, key.Item2));

    private static string ReadText(Assembly assembly, string resource)
    {
        using var stream = assembly.GetManifestResourceStream(resource)
            ?? throw new InvalidOperationException($"{resource} is not embedded in {assembly.GetName().Name}: is the file beside its reader?");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
