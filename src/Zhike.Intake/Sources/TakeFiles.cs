using System.Globalization;
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Zhike.Contracts.Jobs;
using Zhike.Intake.Import;
using Zhike.Intake.Import.Reading;
using Zhike.Intake.Mapping;
using Zhike.Kernel;
using Zhike.Storage.Records;

namespace Zhike.Intake.Sources;

/// <summary>What became of one delivered file.</summary>
/// <param name="Faults">Why it was refused, or was not imported again.</param>
internal sealed record TakenFile(string Name, SourceFileState State, IReadOnlyList<FieldError> Faults, IReadOnlyList<ImportReport> Reports)
{
    public TakenFile(string name, SourceFileState state, Said why)
        : this(name, state, [FieldError.Of(FaultsText.Whole, why)], [])
    {
    }

    public string Why => FaultsText.Sentence(Faults);
}

/// <summary>Takes announced files out of a watched folder, each once: checks what its announcement says, imports it, and moves it to
/// done/ or refused/ with its report beside it. Killed anywhere, the next turn goes on: what was imported is only moved.</summary>
internal sealed class TakeFiles(Importer importer, RowSources sources, DropScan scan, IRecords records, BankClock clock, IIds ids)
{
    /// <param name="request">Of the mapping, without a file.</param>
    public async Task<IReadOnlyList<TakenFile>> RunAsync(string source, ImportMapping mapping, ImportRequest request, IProgressSink progress, CancellationToken cancel)
    {
        var drop = mapping.Source.Drop!;
        var taken = new List<TakenFile>();
        if (!request.DryRun)
        {
            PutAway.BringAnnouncements(drop);
        }

        foreach (var file in scan.Files(drop).Where(f => f.OkPath is not null))
        {
            taken.Add(request.DryRun
                ? new TakenFile(file.Name, SourceFileState.Taken, [], await importer.RunAsync(request with { File = file.Path }, progress, cancel).ConfigureAwait(false))
                : await TakeAsync(source, mapping, file, request, progress, cancel).ConfigureAwait(false));
        }

        return taken;
    }

    /// <summary>Imports a file again that came before, where it was put. One that lay in refused/ and is taken now goes to done/.</summary>
    public async Task<IReadOnlyList<ImportReport>> AgainAsync(string source, DropFolder drop, string name, ImportRequest request, IProgressSink progress, CancellationToken cancel)
    {
        var path = PutAway.Find(drop, name);
        var reports = await importer.RunAsync(request with { File = path }, progress, cancel).ConfigureAwait(false);
        if (!request.DryRun && PutAway.IsRefused(path) && reports.All(r => r.Stopped is null))
        {
            var (sha256, _) = await ChecksumsAsync(path, cancel).ConfigureAwait(false);
            var file = new DropFile(path, name, new FileInfo(path).Length, TimeSpan.Zero, PutAway.AnnouncementOf(path, drop));
            var record = await BeginAsync(source, file, sha256, cancel).ConfigureAwait(false);
            var result = new TakenFile(record.Name, SourceFileState.Done, [], reports);
            await EndAsync(record, result, cancel).ConfigureAwait(false);
            PutAway.FromRefused(file, drop, result, record);
        }

        return reports;
    }

    private async Task<TakenFile> TakeAsync(string source, ImportMapping mapping, DropFile file, ImportRequest request, IProgressSink progress, CancellationToken cancel)
    {
        progress.Report($"check {file.Name}", 0, 0);
        var (sha256, md5) = await ChecksumsAsync(file.Path, cancel).ConfigureAwait(false);
        var record = await BeginAsync(source, file, sha256, cancel).ConfigureAwait(false);
        if (record.State == SourceFileState.Done)
        {
            // Delivered a second time, or imported just before the process was killed.
            var known = new TakenFile(file.Name, SourceFileState.Done, Said.Of("imported_already", $"was imported already, in run {record.RunIds}"));
            PutAway.Move(file, mapping.Source.Drop!, known, record);
            return known;
        }

        var result = await WrongAsync(mapping, file, sha256, md5, cancel).ConfigureAwait(false) is { } wrong
            ? new TakenFile(file.Name, SourceFileState.Refused, wrong)
            : await ImportAsync(file, request, progress, cancel).ConfigureAwait(false);
        await EndAsync(record, result, cancel).ConfigureAwait(false);
        PutAway.Move(file, mapping.Source.Drop!, result, record);
        return result;
    }

    /// <summary>Why the file is not what its announcement says, or null.</summary>
    private async Task<Said?> WrongAsync(ImportMapping mapping, DropFile file, string sha256, string md5, CancellationToken cancel)
    {
        if (new FileInfo(file.OkPath!).Length > Announcement.BytesMax)
        {
            return Said.Of("announcement_too_large", $"The file beside it is larger than {Announcement.BytesMax} bytes.");
        }

        var announced = Announcement.Parse(await File.ReadAllTextAsync(file.OkPath!, cancel).ConfigureAwait(false));
        if (announced.Sha256 is { } sha && sha != sha256)
        {
            return Said.Of("other_sha256", $"Its SHA-256 is {sha256}, but {sha} was announced: it did not arrive whole.");
        }

        if (announced.Md5 is { } sum && sum != md5)
        {
            return Said.Of("other_md5", $"Its MD5 is {md5}, but {sum} was announced: it did not arrive whole.");
        }

        if (announced.Rows is { } rows)
        {
            var counted = await CountAsync(mapping.Source with { Path = file.Path }, cancel).ConfigureAwait(false);
            if (counted != rows)
            {
                return Said.Of("other_row_count", $"It has {counted} rows, but {rows} were announced.");
            }
        }

        return null;
    }

    private async Task<long> CountAsync(SourceFile source, CancellationToken cancel)
    {
        var rows = sources.Open(source, null);
        await using var closed = rows.ConfigureAwait(false);
        await rows.OpenAsync([], cancel).ConfigureAwait(false);
        var (block, refused) = (new StagedBlock(0), new List<RowRefusal>());
        while (await rows.FillAsync(block, 65_536, refused, cancel).ConfigureAwait(false))
        {
            refused.Clear();
        }

        return rows.RowNumber;
    }

    /// <summary>A file that cannot be read is refused; a store that cannot be reached is no fault of the file, which waits for the next turn.</summary>
    private async Task<TakenFile> ImportAsync(DropFile file, ImportRequest request, IProgressSink progress, CancellationToken cancel)
    {
        try
        {
            var reports = await importer.RunAsync(request with { File = file.Path }, progress, cancel).ConfigureAwait(false);
            var stopped = reports.FirstOrDefault(r => r.Why is not null)?.Why;
            return stopped is null
                ? new TakenFile(file.Name, SourceFileState.Done, [], reports)
                : new TakenFile(file.Name, SourceFileState.Refused, stopped) { Reports = reports };
        }
        catch (ProblemException refused) when (refused.Problem.Kind == ProblemKind.Invalid)
        {
            return new TakenFile(file.Name, SourceFileState.Refused, refused.Problem.Errors.IsEmpty ? [new FieldError(FaultsText.Whole, refused.Problem.Message)] : refused.Problem.Errors, []);
        }
    }

    private static async Task<(string Sha256, string Md5)> ChecksumsAsync(string path, CancellationToken cancel)
    {
        using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var md5 = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
        var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.SequentialScan);
        await using var closed = file.ConfigureAwait(false);
        var buffer = new byte[1 << 20];
        int read;
        while ((read = await file.ReadAsync(buffer, cancel).ConfigureAwait(false)) > 0)
        {
            sha.AppendData(buffer.AsSpan(0, read));
            md5.AppendData(buffer.AsSpan(0, read));
        }

        return (Convert.ToHexStringLower(sha.GetHashAndReset()), Convert.ToHexStringLower(md5.GetHashAndReset()));
    }

    /// <summary>The file's line. One that was refused before is tried again: its mapping may have been mended.</summary>
    private async Task<SourceFileRecord> BeginAsync(string source, DropFile file, string checksum, CancellationToken cancel)
    {
        // A second file of a name was put away under the name and the beginning of its checksum.
        string[] names = [file.Name, file.Name.Replace($"-{checksum[..8]}", "", StringComparison.Ordinal)];
        await using var context = records.Open();
        var record = await context.Set<SourceFileRecord>().FirstOrDefaultAsync(
            f => f.MappingFile == source && names.Contains(f.Name) && f.Bytes == file.Bytes && f.Checksum == checksum, cancel).ConfigureAwait(false);
        if (record is null)
        {
            record = new SourceFileRecord
            {
                Id = ids.Next().ToString("N"),
                MappingFile = source,
                Name = file.Name,
                Bytes = file.Bytes,
                Checksum = checksum,
                State = SourceFileState.Taken,
                TakenAt = clock.GetUtcNow(),
            };
            context.Add(record);
        }
        else if (record.State != SourceFileState.Done)
        {
            (record.State, record.Why, record.Faults, record.TakenAt, record.EndedAt) = (SourceFileState.Taken, "", "", clock.GetUtcNow(), null);
        }

        await context.SaveChangesAsync(cancel).ConfigureAwait(false);
        return record;
    }

    private async Task EndAsync(SourceFileRecord record, TakenFile result, CancellationToken cancel)
    {
        await using var context = records.Open();
        context.Update(record);
        (record.State, record.Why, record.Faults, record.EndedAt) = (result.State, result.Why, FaultsText.Of(result.Faults), clock.GetUtcNow());
        record.RunIds = string.Join(' ', result.Reports.Select(r => r.RunId));
        await context.SaveChangesAsync(cancel).ConfigureAwait(false);
    }
}
