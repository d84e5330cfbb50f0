using Microsoft.EntityFrameworkCore;
using Zhike.Intake.Mapping;
using Zhike.Kernel;
using Zhike.Storage.Audit;
using Zhike.Storage.Records;

namespace Zhike.Intake.Sources;

/// <summary>What people said about when sources run.</summary>
internal sealed class SourceSchedules(IRecords records, SourceFolder folder, IAudit audit, BankClock clock)
{
    public async Task<IReadOnlyDictionary<string, SourceScheduleRecord>> AllAsync(CancellationToken cancel)
    {
        await using var context = records.Open();
        return await context.Set<SourceScheduleRecord>().AsNoTracking().ToDictionaryAsync(s => s.MappingFile, cancel).ConfigureAwait(false);
    }

    /// <param name="revision">Of the schedule that was changed; 0 for a new one.</param>
    public async Task<Result<SourceScheduleRecord>> SaveAsync(string source, string cron, bool enabled, long revision, string staff, CancellationToken cancel)
    {
        var mapping = folder.Read(source);
        if (!mapping.Ok)
        {
            return mapping.Problem;
        }

        if (Wrong(mapping.Value, cron.Trim()) is { } wrong)
        {
            return wrong;
        }

        await using var context = records.Open();
        var schedule = await context.Set<SourceScheduleRecord>().FirstOrDefaultAsync(s => s.MappingFile == source, cancel).ConfigureAwait(false);
        if ((schedule?.Revision ?? 0) != revision)
        {
            return Problem.Conflict("changed_meanwhile", "Somebody else changed this meanwhile. Load it again and repeat your change.");
        }

        if (schedule is null)
        {
            schedule = new SourceScheduleRecord { MappingFile = source, Cron = "", Enabled = false, ChangedBy = staff, ChangedAt = clock.GetUtcNow() };
            context.Add(schedule);
        }

        (schedule.Cron, schedule.Enabled, schedule.ChangedBy, schedule.ChangedAt) = (cron.Trim(), enabled, staff, clock.GetUtcNow());
        schedule.NextAt = enabled ? Next(schedule.Cron) : null;
        await context.SaveChangesAsync(cancel).ConfigureAwait(false);
        await audit.RecordAsync(new AuditEntry(staff, "source_scheduled", $"source/{source}", enabled ? $"on, {(schedule.Cron.Length == 0 ? "as files come" : schedule.Cron)}" : "off"), cancel).ConfigureAwait(false);
        return schedule;
    }

    /// <summary>Its turn is over: the next one is the first after now, however many were missed.</summary>
    public async Task EndTurnAsync(string source, string outcome, CancellationToken cancel)
    {
        await using var context = records.Open();
        var schedule = await context.Set<SourceScheduleRecord>().FirstOrDefaultAsync(s => s.MappingFile == source, cancel).ConfigureAwait(false);
        if (schedule is not null)
        {
            (schedule.LastAt, schedule.LastOutcome) = (clock.GetUtcNow(), outcome);
            schedule.NextAt = schedule.Enabled ? Next(schedule.Cron) : null;
            await context.SaveChangesAsync(cancel).ConfigureAwait(false);
        }
    }

    private static Problem? Wrong(ImportMapping mapping, string cron)
    {
        if (cron.Length == 0)
        {
            return mapping.Source.Drop is null ? Problem.Invalid("cron", Said.Of("no_cron", $"must say when, such as \"30 2 * * *\" for every night at 02:30")) : null;
        }

        var parsed = Cron.Parse(cron);
        return parsed.Ok ? null : parsed.Problem;
    }

    private DateTimeOffset? Next(string cron) => cron.Length == 0 ? null : Cron.Parse(cron).OrThrow().After(clock.GetUtcNow(), clock);
}
