using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Zhike.Contracts.Http;
using Zhike.Intake.Mapping;
using Zhike.Kernel;
using Zhike.Storage.Records;

namespace Zhike.Intake.Import;

/// <summary>One of the first refused rows of a run.</summary>
/// <param name="Why">In English; other languages say it from the code and the values.</param>
internal sealed record RefusedRow(long Number, long Row, string ColumnName, string Why, string Code, IReadOnlyList<string> Values);

/// <summary>Keeps what imports did.</summary>
internal sealed class ImportLog(IRecords records, BankClock clock)
{
    public async Task BeginAsync(string runId, ImportMapping mapping, ImportTarget target, ImportRequest request, string? since, CancellationToken cancel)
    {
        await using var context = records.Open();
        context.Add(new ImportRunRecord
        {
            Id = runId,
            Mapping = mapping.Name,
            Target = target.Table.Name,
            File = mapping.Source.Label,
            DryRun = request.DryRun,
            State = ImportState.Running,
            StartedAt = clock.GetUtcNow(),
            MappingFile = Path.GetFullPath(request.MappingPath),
            Cause = request.Cause,
            Note = request.Note,
            KeyFrom = since ?? "",
        });
        await context.SaveChangesAsync(cancel).ConfigureAwait(false);
    }

    public async Task FinishAsync(ImportReport report, string? lastKey, CancellationToken cancel)
    {
        await using var context = records.Open();
        var run = await context.Set<ImportRunRecord>().FirstAsync(r => r.Id == report.RunId, cancel).ConfigureAwait(false);
        run.State = report.Stopped is null ? ImportState.Done : ImportState.Stopped;
        run.KeyTo = lastKey ?? "";
        run.SecondsElapsed = (decimal)Math.Round(report.SecondsElapsed, 3);
        (run.Rows, run.Accepted, run.Refused) = (report.Rows, report.Accepted, report.RefusedRows);
        (run.Unchanged, run.Conflicts, run.Message) = (report.Unchanged, report.Conflicts, report.Stopped ?? "");
        run.Faults = FaultsText.Of(report.Why is { } why ? [FieldError.Of(FaultsText.Whole, why)] : []);
        context.AddRange(report.Refused.Select((r, i) => new ImportRefusalRecord
        {
            RunId = report.RunId, Number = i, Row = r.Row, ColumnName = r.Column, Why = r.Why, Code = r.Code, ValuesJson = JsonSerializer.Serialize(r.Values),
        }));
        await context.SaveChangesAsync(cancel).ConfigureAwait(false);
    }

    public async Task FailAsync(string runId, Problem refused, CancellationToken cancel)
    {
        await using var context = records.Open();
        var run = await context.Set<ImportRunRecord>().FirstAsync(r => r.Id == runId, cancel).ConfigureAwait(false);
        (run.State, run.Message, run.Faults) = (ImportState.Failed, refused.Message, FaultsText.Of(refused.Errors));
        await context.SaveChangesAsync(cancel).ConfigureAwait(false);
    }

    public async Task<Page<ImportRunRecord>> ListAsync(PageRequest page, CancellationToken cancel)
    {
        await using var context = records.Open();
        var runs = context.Set<ImportRunRecord>().AsNoTracking();
        var items = await runs.OrderByDescending(r => r.StartedAt).ThenByDescending(r => r.Id)
            .Skip((int)page.Offset).Take(page.Size).ToListAsync(cancel).ConfigureAwait(false);
        return new Page<ImportRunRecord>(items, await runs.LongCountAsync(cancel).ConfigureAwait(false));
    }

    public async Task<IReadOnlyList<RefusedRow>> RefusalsAsync(string runId, CancellationToken cancel)
    {
        await using var context = records.Open();
        var rows = await context.Set<ImportRefusalRecord>().AsNoTracking().Where(r => r.RunId == runId)
            .OrderBy(r => r.Number).ToListAsync(cancel).ConfigureAwait(false);
        return [.. rows.Select(r => new RefusedRow(r.Number, r.Row, r.ColumnName, r.Why, r.Code, JsonSerializer.Deserialize<List<string>>(r.ValuesJson)!))];
    }
}
