namespace Zhike.Storage.Backups;

/// <summary>Both stores in one file, and back.</summary>
public interface IBackups
{
    /// <summary>Writes an archive while everything goes on. It holds the facts, the records as of one moment before them, and
    /// a manifest; not the keys/ folder, which is kept apart from what it opens.</summary>
    /// <exception cref="Kernel.ProblemException">The file exists, a store is one that cannot be copied from here, the disk is full.</exception>
    Task<BackupManifest> WriteAsync(string file, CancellationToken cancel);

    /// <summary>Reads an archive into a data folder that is empty or not there: wholly, or not at all. No store may be open yet.</summary>
    /// <exception cref="Kernel.ProblemException">The folder is not empty, or the archive is damaged, no archive of ours, or a newer program's.</exception>
    Task<BackupManifest> RestoreAsync(string file, CancellationToken cancel);
}

/// <summary>What an archive says of itself.</summary>
/// <param name="Format">Of the archive; this program reads 1.</param>
/// <param name="FactsDatabase">The engine's name of the facts inside.</param>
/// <param name="Records">"sqlite" or "postgresql": an archive goes back into the kind of store it came from.</param>
/// <param name="Parts">SHA-256 of each part, by its name.</param>
public sealed record BackupManifest(
    int Format, string Program, DateTimeOffset WrittenAt, string FactsDatabase, string Records, IReadOnlyDictionary<string, string> Parts)
{
    public const int FormatRead = 1;
    public const string ManifestPart = "manifest.json";
    public const string FactsPart = "facts.tar";
    public const string SqlitePart = "records.db";
    public const string PostgresPart = "records.pgdump";
}
