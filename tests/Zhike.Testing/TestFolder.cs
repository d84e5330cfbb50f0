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
        AfterProcess.Run("rm -rf -- \"$1\"", root);
        return root;
    }
}
