using Microsoft.EntityFrameworkCore;
using Zhike.Contracts.Http;
using Zhike.Intake.Import;
using Zhike.Intake.Mapping;
using Zhike.Kernel;
using Zhike.Storage;
using Zhike.Storage.Facts;
using Zhike.Storage.Facts.Rows;
using Zhike.Storage.Records;

namespace Zhike.Intake.Sources;

/// <summary>What people see of sources: which there are, what waits, what ran, and what a customer's rows came from.</summary>
internal sealed class SourceBoard(SourceFolder folder, SourceSchedules schedules, DropScan scan, IRecords records, IFacts facts, BankClock clock)
{
    public async Task<BatchSourceList> ListAsync(CancellationToken cancel)
    {
        var known = await schedules.AllAsync(cancel).ConfigureAwait(false);
        await using var context = records.Open();
        var marks = await context.Set<SourceMarkRecord>().AsNoTracking().ToListAsync(cancel).ConfigureAwait(false);
        return new BatchSourceList(folder.Path, clock.Zone.Id, [.. folder.Names().Select(n => View(n, known.GetValueOrDefault(n), marks))]);
    }

    public async Task<Page<BatchRun>> RunsAsync(string? source, PageRequest page, CancellationToken cancel)
    {
        await using var context = records.Open();
        var runs = context.Set<ImportRunRecord>().AsNoTracking();
        if (!string.IsNullOrEmpty(source))
        {
            var path = Path.GetFullPath(Path.Combine(folder.Path, source));
            runs = runs.Where(r => r.MappingFile == path);
        }

        var items = await runs.OrderByDescending(r => r.StartedAt).ThenByDescending(r => r.Id)
            .Skip((int)page.Offset).Take(page.Size).ToListAsync(cancel).ConfigureAwait(false);
        return new Page<BatchRun>([.. items.Select(View)], await runs.LongCountAsync(cancel).ConfigureAwait(false));
    }

    /// <summary>Null when there is no such run.</summary>
    public async Task<BatchRun?> RunAsync(string id, CancellationToken cancel)
    {
        await using var context = records.Open();
        return await context.Set<ImportRunRecord>().AsNoTracking().FirstOrDefaultAsync(r => r.Id == id, cancel).ConfigureAwait(false) is { } run ? View(run) : null;
    }

    public async Task<Page<DeliveredFile>> FilesAsync(string? source, PageRequest page, CancellationToken cancel)
    {
        await using var context = records.Open();
        var files = context.Set<SourceFileRecord>().AsNoTracking().Where(f => source == null || source == "" || f.MappingFile == source);
        var items = await files.OrderByDescending(f => f.TakenAt).ThenByDescending(f => f.Id)
            .Skip((int)page.Offset).Take(page.Size).ToListAsync(cancel).ConfigureAwait(false);
        return new Page<DeliveredFile>(
            [.. items.Select(f => new DeliveredFile(f.MappingFile, f.Name, f.Bytes, f.Checksum, f.State, f.Why, FaultsText.Read(f.Faults), f.TakenAt, f.EndedAt))],
            await files.LongCountAsync(cancel).ConfigureAwait(false));
    }

    /// <summary>Nothing for a customer outside the viewer's scope.</summary>
    public async Task<IReadOnlyList<CustomerOrigin>> LineageAsync(Viewer viewer, ulong customer, CancellationToken cancel)
    {
        var statement = new FactsStatement("sources: lineage of a customer", SqlFile.Beside<SourceBoard>("CustomerLineage.sql")).With("customer", customer);
        var found = await facts.ListAsync(
            viewer, statement, (ref RowReader row) => (Part: row.Text(), Run: row.Text(), Rows: checked((long)row.UInt64())), cancel).ConfigureAwait(false);
        var ids = found.Select(f => f.Run).Distinct().ToList();
        await using var context = records.Open();
        var runs = await context.Set<ImportRunRecord>().AsNoTracking().Where(r => ids.Contains(r.Id)).ToDictionaryAsync(r => r.Id, cancel).ConfigureAwait(false);
        return [.. found.Select(f => runs.GetValueOrDefault(f.Run) is { } run
            ? new CustomerOrigin(f.Part, f.Run, f.Rows, run.Mapping, run.File, run.StartedAt)
            : new CustomerOrigin(f.Part, f.Run, f.Rows, "", "", null))];
    }

    /// <summary>The next instants that a line of cron names.</summary>
    public Result<CronPreview> Preview(string cron, int count)
    {
        var parsed = Cron.Parse(cron);
        if (!parsed.Ok)
        {
            return parsed.Problem;
        }

        var next = new List<DateTimeOffset>();
        for (var at = parsed.Value.After(clock.GetUtcNow(), clock); at is not null && next.Count < count; at = parsed.Value.After(at.Value, clock))
        {
            next.Add(at.Value);
        }

        return new CronPreview(next);
    }

    private BatchSource View(string name, SourceScheduleRecord? schedule, List<SourceMarkRecord> marks)
    {
        var read = folder.Read(name);
        var mapping = read.Ok ? read.Value : null;
        var drop = mapping?.Source.Drop;
        return new BatchSource(
            name, mapping?.Name ?? "", mapping is null ? "" : KindOf(mapping), mapping is null ? "" : From(mapping),
            mapping is null ? [] : [.. mapping.Targets.Select(t => t.Table.Name)], read.Ok ? [] : read.Problem.Errors,
            string.Join(", ", marks.Where(m => mapping is { Source.Query.Incremental: not null } && m.Mapping == mapping.Name).Select(m => m.Value).Distinct()),
            schedule?.Cron ?? "", schedule?.Enabled ?? false, schedule?.NextAt, schedule?.LastAt, schedule?.LastOutcome ?? "", schedule?.Revision ?? 0,
            drop is not null, drop is null ? [] : [.. scan.Files(drop).Select(f => new WaitingFile(f.Name, f.Bytes, (long)f.Age.TotalSeconds, f.OkPath is not null))]);
    }

    private static string KindOf(ImportMapping mapping) => !mapping.Imports.IsEmpty ? "list" : mapping.Source.Kind switch
    {
        SourceKind.JsonLines => "jsonl",
        var kind => kind.ToString().ToLowerInvariant(),
    };

    private static string From(ImportMapping mapping) => mapping switch
    {
        { Imports.IsEmpty: false } => string.Join(", ", mapping.Imports.Select(Path.GetFileName)),
        { Source.Drop: { } drop } => Path.Combine(drop.Folder, drop.Pattern),
        _ => mapping.Source.Label,
    };

    private BatchRun View(ImportRunRecord run)
    {
        var missed = MissedRuns.FromNote(run.Note);
        return new BatchRun(
            run.Id, run.MappingFile.Length == 0 ? null : folder.NameOf(run.MappingFile), run.Mapping, run.Target, run.File, run.DryRun, run.State, run.Cause,
            missed?.Count ?? 0, missed?.Since, run.StartedAt, run.SecondsElapsed, run.Rows, run.Accepted, run.Unchanged, run.Refused, run.Conflicts, run.Message,
            FaultsText.Read(run.Faults), run.KeyFrom, run.KeyTo);
    }
}
