namespace Zhike.Testing;

/// <summary>A temporary folder that is gone when the test process ends.</summary>
public static class TestFolder
{
    private static readonly Lazy<string> Root = new(MakeRoot);
    private static int _folders;

    public static string New() => Directory.CreateDirectory(
        Path.Combine(Root.Value, Interlocked.Increment(ref _folders).ToString(System.Globalization.CultureInfo.InvariantCulture))).FullName;

    private static string MakeRoot()
    {
        var root = Directory.CreateTempSubdirectory("zhike-test-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Remove(root);
        return root;
    }

    private static void Remove(string root)
    {
        try
        {
            Directory.Delete(root, recursive: true);
        }
        catch (IOException)
        {
            // The engine may still write at the last moment; the operating system clears its temporary folder.
        }
    }
}
