using System.IO.Enumeration;
using Zhike.Intake.Mapping;
using Zhike.Kernel;

namespace Zhike.Intake.Sources;

/// <summary>A file that lies in a watched folder.</summary>
/// <param name="OkPath">The file that announces it; null while there is none, and then it is left alone.</param>
internal sealed record DropFile(string Path, string Name, long Bytes, TimeSpan Age, string? OkPath);

/// <summary>Looks into watched folders.</summary>
internal sealed class DropScan(BankClock clock)
{
    /// <summary>The oldest names first.</summary>
    public IReadOnlyList<DropFile> Files(DropFolder drop)
    {
        if (!Directory.Exists(drop.Folder))
        {
            return [];
        }

        // Files carry the wall's time, also where the bank's clock stands in the past.
        var wall = clock.GetUtcNow() - clock.Offset;
        return [.. new DirectoryInfo(drop.Folder).EnumerateFiles()
            .Where(f => Watches(drop, f.Name))
            .OrderBy(f => f.Name, StringComparer.Ordinal)
            .Select(f => new DropFile(f.FullName, f.Name, f.Length, Max(wall - f.LastWriteTimeUtc), PutAway.AnnouncementOf(f.FullName, drop)))];
    }

    /// <summary>True for the plain name of a file that the folder is watched for.</summary>
    public static bool Watches(DropFolder drop, string name) =>
        Path.GetFileName(name) == name && FileSystemName.MatchesSimpleExpression(drop.Pattern, name, ignoreCase: false) && !name.EndsWith(drop.OkSuffix, StringComparison.Ordinal);

    private static TimeSpan Max(TimeSpan age) => age < TimeSpan.Zero ? TimeSpan.Zero : age;
}
