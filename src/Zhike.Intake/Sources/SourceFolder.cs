using Microsoft.Extensions.Configuration;
using Zhike.Intake.Mapping;
using Zhike.Kernel;
using Zhike.Storage;

namespace Zhike.Intake.Sources;

/// <summary>The folder of the bank's own mapping files: each is a source. What lies elsewhere is imported by the command line only, so
/// that nobody reads a file of the machine by naming it in a browser.</summary>
internal sealed class SourceFolder(IConfiguration? configuration = null, StorageOptions? storage = null)
{
    /// <summary>A bank has dozens.</summary>
    public const int SourcesMax = 1_000;

    public string Path { get; } = configuration?["Sources:Folder"] is { Length: > 0 } configured
        ? System.IO.Path.GetFullPath(configured)
        : System.IO.Path.Combine(storage?.DataFolder ?? System.IO.Path.GetFullPath("data"), "sources");

    /// <summary>Names of the mapping files, relative to the folder, with '/' between.</summary>
    public IReadOnlyList<string> Names() => !Directory.Exists(Path)
        ? []
        : [.. Directory.EnumerateFiles(Path, "*.yaml", SearchOption.AllDirectories)
            .Select(f => System.IO.Path.GetRelativePath(Path, f).Replace('\\', '/')).Order(StringComparer.Ordinal).Take(SourcesMax)];

    /// <summary>The absolute path of one of <see cref="Names"/>; anything else is refused.</summary>
    public Result<string> Find(string name) => Names().Contains(name)
        ? System.IO.Path.Combine(Path, name)
        : Problem.NotFound("source", name);

    /// <summary>The name of the source that a mapping file is; null for a file elsewhere.</summary>
    public string? NameOf(string mappingFile)
    {
        var relative = System.IO.Path.GetRelativePath(Path, mappingFile).Replace('\\', '/');
        return relative.StartsWith("../", StringComparison.Ordinal) || System.IO.Path.IsPathRooted(relative) ? null : relative;
    }

    public Result<ImportMapping> Read(string name)
    {
        var found = Find(name);
        return found.Ok ? MappingReader.ReadFile(found.Value) : found.Problem;
    }
}
