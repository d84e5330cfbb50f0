namespace Zhike.House.Tests;

/// <summary>The source tree as a reader sees it: without what building, running and installing leave behind.</summary>
internal static class Tree
{
    private static readonly HashSet<string> LeftBehind =
        new([".git", ".build", ".vs", "bin", "obj", "node_modules", "dist", "out", "data", "TestResults"], StringComparer.Ordinal);

    private static readonly HashSet<string> TextEndings =
        new([".cs", ".csproj", ".props", ".slnx", ".sql", ".md", ".yaml", ".yml", ".json", ".ts", ".tsx", ".css", ".html", ".txt", ".sh", ".mjs", ".js", ".editorconfig", ".gitignore", ""], StringComparer.Ordinal);

    public static string Root { get; } = FindRoot();

    /// <summary>Every file, as a path below the root with forward slashes, in order.</summary>
    public static IReadOnlyList<string> Files { get; } = [.. Walk(new DirectoryInfo(Root)).Select(Relative).Order(StringComparer.Ordinal)];

    public static IEnumerable<string> TextFiles => Files.Where(f => TextEndings.Contains(Path.GetExtension(f)));

    public static IEnumerable<string> With(params string[] endings) => Files.Where(f => endings.Any(e => f.EndsWith(e, StringComparison.Ordinal)));

    public static string Read(string file) => File.ReadAllText(Path.Combine(Root, file));

    public static string[] Lines(string file) => File.ReadAllLines(Path.Combine(Root, file));

    public static bool Exists(string path) => File.Exists(Path.Combine(Root, path)) || Directory.Exists(Path.Combine(Root, path));

    private static string Relative(FileInfo file) => Path.GetRelativePath(Root, file.FullName).Replace('\\', '/');

    private static IEnumerable<FileInfo> Walk(DirectoryInfo folder)
    {
        foreach (var file in folder.EnumerateFiles().Where(f => f.Name != ".git"))
        {
            yield return file;
        }

        foreach (var below in folder.EnumerateDirectories().Where(d => !LeftBehind.Contains(d.Name) && d.LinkTarget is null))
        {
            foreach (var file in Walk(below))
            {
                yield return file;
            }
        }
    }

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Zhike.slnx")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException("No folder above the tests holds Zhike.slnx.");
    }
}
