using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Zhike.Kernel;
using Zhike.Storage.Facts;
using Zhike.Storage.Facts.Embedded;
using Zhike.Storage.Records;

namespace Zhike.Storage.Backups;

/// <summary>Backup and restore of both stores, prepared beside the goal and put in place by one rename.</summary>
/// <param name="services">Asked for the facts only by a backup: a restore must not open them.</param>
public sealed class StoreBackups(StorageOptions options, RecordsConnection records, IIds ids, TimeProvider clock, IServiceProvider services) : IBackups
{
    private readonly RecordsCopy _records = new(records);

    public async Task<BackupManifest> WriteAsync(string file, CancellationToken cancel)
    {
        file = Path.GetFullPath(file);
        if (File.Exists(file))
        {
            throw new ProblemException(Problem.Conflict("file_exists", $"{file} exists already. Name another file."));
        }

        if (!Directory.Exists(Path.GetDirectoryName(file)))
        {
            throw new ProblemException(Problem.Invalid("file", $"must lie in a folder that exists, but {Path.GetDirectoryName(file)} does not"));
        }

        var facts = services.GetRequiredService<IFacts>();
        var folder = Directory.CreateDirectory($"{file}.{ids.Next():N}").FullName;
        try
        {
            // Records first: what is derived from facts that came between is derived again, and finds itself done or not done.
            await _records.WriteAsync(Path.Combine(folder, _records.Part), cancel).ConfigureAwait(false);
            await facts.BackupAsync(Path.Combine(folder, BackupManifest.FactsPart), cancel).ConfigureAwait(false);
            var parts = new SortedDictionary<string, string>(StringComparer.Ordinal);
            foreach (var part in new[] { BackupManifest.FactsPart, _records.Part })
            {
                parts[part] = await Archive.HashAsync(Path.Combine(folder, part), cancel).ConfigureAwait(false);
            }

            var manifest = new BackupManifest(BackupManifest.FormatRead, $"Zhike {typeof(StoreBackups).Assembly.GetName().Version}", clock.GetUtcNow(), facts.Database, _records.Kind, parts);
            await Archive.PackAsync(file, manifest, folder, cancel).ConfigureAwait(false);
            return manifest;
        }
        catch (IOException full) when (full.Message.Contains("No space left", StringComparison.Ordinal))
        {
            throw new ProblemException(new Problem(ProblemKind.Unavailable, "disk_full", $"{file} was not written: the disk is full. Nothing of it was kept."));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    public async Task<BackupManifest> RestoreAsync(string file, CancellationToken cancel)
    {
        if (!File.Exists(file))
        {
            throw new ProblemException(Problem.NotFound("archive", file));
        }

        var goal = Path.GetFullPath(options.DataFolder).TrimEnd(Path.DirectorySeparatorChar);
        if (Directory.Exists(goal) && Directory.EnumerateFileSystemEntries(goal).Any())
        {
            throw new ProblemException(Problem.Conflict("data_not_empty", $"The data folder {goal} is not empty. Name an empty one with --data; the folder keys/ is put back afterwards."));
        }

        Directory.CreateDirectory(Path.GetDirectoryName(goal)!);
        var beside = Directory.CreateDirectory($"{goal}.restoring-{ids.Next():N}").FullName;
        try
        {
            var manifest = await Archive.UnpackAsync(file, beside, cancel).ConfigureAwait(false);
            if (manifest.Records != _records.Kind)
            {
                throw new ProblemException(Problem.Conflict(
                    "other_records", $"The archive's records come from {manifest.Records}, but Records:Connection names {_records.Kind}. Restore into the kind of store it came from."));
            }

            await RestoreFactsAsync(beside, manifest, cancel).ConfigureAwait(false);
            if (records.IsPostgres)
            {
                var dump = Path.Combine(beside, BackupManifest.PostgresPart);
                await _records.ReadPostgresAsync(dump, cancel).ConfigureAwait(false);
                File.Delete(dump);
            }

            if (Directory.Exists(goal))
            {
                Directory.Delete(goal);
            }

            Directory.Move(beside, goal);
            return manifest;
        }
        finally
        {
            if (Directory.Exists(beside))
            {
                Directory.Delete(beside, recursive: true);
            }
        }
    }

    private async Task RestoreFactsAsync(string folder, BackupManifest manifest, CancellationToken cancel)
    {
        var archive = Path.Combine(folder, BackupManifest.FactsPart);
        using (var engine = EmbeddedEngine.Start(Path.Combine(folder, Path.GetFileName(options.FactsFolder)), options.LibraryPath))
        using (var facts = new EmbeddedFacts(engine, options.FactsDatabase, NullLogger<EmbeddedFacts>.Instance))
        {
            await facts.RestoreAsync(manifest.FactsDatabase, archive, cancel).ConfigureAwait(false);
        }

        File.Delete(archive);
    }
}
