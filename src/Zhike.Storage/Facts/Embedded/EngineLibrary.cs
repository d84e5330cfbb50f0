using System.Runtime.InteropServices;

namespace Zhike.Storage.Facts.Embedded;

/// <summary>Knows where the engine's library may lie on this machine.</summary>
public static class EngineLibrary
{
    public static string PackageName
    {
        get
        {
            var arm = RuntimeInformation.ProcessArchitecture == Architecture.Arm64;
            return OperatingSystem.IsMacOS()
                ? arm ? "lib-darwin-arm64" : "lib-darwin-x64"
                : arm ? "lib-linux-arm64-gnu" : "lib-linux-x64-gnu";
        }
    }

    /// <summary>The configured place, beside the program, then native/ of this folder and every folder above the program.</summary>
    public static IEnumerable<string> Candidates(string? configured)
    {
        if (!string.IsNullOrEmpty(configured))
        {
            yield return configured;
            yield break;
        }

        yield return Path.Combine(AppContext.BaseDirectory, "libchdb.so");
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            yield return Path.Combine(folder.FullName, "native", "node_modules", "@chdb", PackageName, "libchdb.so");
        }
    }

    public static string? Find(string? configured) => Candidates(configured).FirstOrDefault(File.Exists);
}
