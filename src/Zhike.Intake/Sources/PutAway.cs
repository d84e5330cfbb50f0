using System.Text.Json;
using System.Text.Json.Serialization;
using Zhike.Intake.Mapping;
using Zhike.Kernel;

namespace Zhike.Intake.Sources;

/// <summary>Where delivered files go: done/ or refused/ below the watched folder, each with its announcement and its report beside it.</summary>
internal static class PutAway
{
    public const string Done = "done";

    public const string Refused = "refused";

    private const string ReportEnding = ".report.json";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter() },
    };

    /// <summary>The report first, then the file, then its announcement: a kill between leaves no file that looks unannounced, and an
    /// announcement without its file is brought after it by <see cref="BringAnnouncements"/>.</summary>
    public static void Move(DropFile file, DropFolder drop, TakenFile result, SourceFileRecord record)
    {
        var folder = FolderOf(drop, result.State == SourceFileState.Done ? Done : Refused);
        var name = File.Exists(Path.Combine(folder, file.Name)) ? $"{Path.GetFileNameWithoutExtension(file.Name)}-{record.Checksum[..8]}{Path.GetExtension(file.Name)}" : file.Name;
        var report = new { file = record.Name, bytes = record.Bytes, sha256 = record.Checksum, state = result.State, why = result.Why, takenAt = record.TakenAt, runs = result.Reports };
        File.WriteAllText(Path.Combine(folder, name + ReportEnding), JsonSerializer.Serialize(report, Json));
        File.Move(file.Path, Path.Combine(folder, name), overwrite: true);
        if (file.OkPath is { } announcement)
        {
            File.Move(announcement, Path.Combine(folder, Path.GetFileName(announcement)), overwrite: true);
        }
    }

    /// <summary>A file that was refused and is imported now leaves for done/; its old report goes with the refusal.</summary>
    public static void FromRefused(DropFile file, DropFolder drop, TakenFile result, SourceFileRecord record)
    {
        Move(file, drop, result, record);
        File.Delete(file.Path + ReportEnding);
    }

    /// <summary>A file that came before, where it was put; a name that the folder does not watch is refused.</summary>
    public static string Find(DropFolder drop, string name) =>
        new[] { Done, Refused }.Select(f => Path.Combine(drop.Folder, f, name)).FirstOrDefault(p => DropScan.Watches(drop, name) && File.Exists(p))
            ?? throw new ProblemException(Problem.Invalid("file", Said.Of("no_delivered_file", $"must be a file that lies in {Done}/ or {Refused}/ of the watched folder, but is \"{name}\"")));

    /// <summary>Beside the file: "movements.csv.ok", or "movements.ok"; null when there is none.</summary>
    public static string? AnnouncementOf(string path, DropFolder drop) =>
        new[] { path + drop.OkSuffix, Path.ChangeExtension(path, null) + drop.OkSuffix }.FirstOrDefault(File.Exists);

    public static bool IsRefused(string path) => Path.GetFileName(Path.GetDirectoryName(path)) == Refused;

    /// <summary>Announcements that a killed process left behind, and where each belongs.</summary>
    public static IReadOnlyList<(string Announcement, string Folder)> LeftAnnouncements(DropFolder drop)
    {
        if (!Directory.Exists(drop.Folder))
        {
            return [];
        }

        var left = new List<(string, string)>();
        foreach (var announcement in new DirectoryInfo(drop.Folder).EnumerateFiles($"*{drop.OkSuffix}"))
        {
            // "movements.csv.ok" announces movements.csv, "movements.ok" every movements.*
            var announced = announcement.Name[..^drop.OkSuffix.Length];
            if (!Lies(drop, announced) && Reported(drop, announced, announcement.LastWriteTimeUtc) is { } folder)
            {
                left.Add((announcement.FullName, folder));
            }
        }

        return left;
    }

    public static void BringAnnouncements(DropFolder drop)
    {
        foreach (var (announcement, folder) in LeftAnnouncements(drop))
        {
            File.Move(announcement, Path.Combine(folder, Path.GetFileName(announcement)), overwrite: true);
        }
    }

    private static bool Lies(DropFolder drop, string announced) =>
        File.Exists(Path.Combine(drop.Folder, announced))
            || Directory.EnumerateFiles(drop.Folder, $"{announced}.*").Any(f => DropScan.Watches(drop, Path.GetFileName(f)) && Path.ChangeExtension(Path.GetFileName(f), null) == announced);

    /// <summary>Where a report speaks of what was announced. An announcement that is younger than the report is of a file that is still to come.</summary>
    private static string? Reported(DropFolder drop, string announced, DateTime since)
    {
        var stem = Path.GetFileNameWithoutExtension(announced);
        return new[] { Done, Refused }.Select(f => Path.Combine(drop.Folder, f)).Where(Directory.Exists)
            .SelectMany(f => new DirectoryInfo(f).EnumerateFiles($"{stem}*{ReportEnding}"))
            .Where(r => r.LastWriteTimeUtc >= since && FileOf(r.FullName) is { } file && (file == announced || Path.ChangeExtension(file, null) == announced))
            .OrderByDescending(r => r.LastWriteTimeUtc).FirstOrDefault()?.DirectoryName;
    }

    /// <summary>Null for a report that was cut by the kill: the file is taken again then, and reported whole.</summary>
    private static string? FileOf(string report)
    {
        try
        {
            using var read = JsonDocument.Parse(File.ReadAllBytes(report));
            return read.RootElement.TryGetProperty("file", out var file) ? file.GetString() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string FolderOf(DropFolder drop, string name) => Directory.CreateDirectory(Path.Combine(drop.Folder, name)).FullName;
}
