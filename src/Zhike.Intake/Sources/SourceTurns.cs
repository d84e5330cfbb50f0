using Zhike.Contracts.Intake;
using Zhike.Kernel;

namespace Zhike.Intake.Sources;

/// <summary>Finds the sources whose turn has come: by the clock, or because an announced file lies in their folder.</summary>
internal sealed class SourceTurns(SourceSchedules schedules, SourceFolder folder, DropScan scan, BankClock clock) : ISourceTurns
{
    /// <summary>A turn that begins no later than this after its time was not missed.</summary>
    private static readonly TimeSpan InTime = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan RestAfterFailure = TimeSpan.FromMinutes(1);

    public async Task<IReadOnlyList<SourceTurn>> DueAsync(CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var due = new List<SourceTurn>();
        var known = folder.Names().ToHashSet(StringComparer.Ordinal);
        foreach (var schedule in (await schedules.AllAsync(cancel).ConfigureAwait(false)).Values.Where(s => s.Enabled && known.Contains(s.MappingFile)))
        {
            if (schedule.NextAt is { } at ? at <= now : !Rests(schedule, now) && FilesWait(schedule))
            {
                due.Add(new SourceTurn(schedule.MappingFile, schedule.NextAt is null ? "Folder" : "Schedule", Missed(schedule, now)?.ToNote() ?? ""));
            }
        }

        return due;
    }

    public Task EndedAsync(SourceTurn turn, string outcome, CancellationToken cancel) => schedules.EndTurnAsync(turn.Source, outcome, cancel);

    /// <summary>What failed is not tried again at once.</summary>
    private static bool Rests(SourceScheduleRecord schedule, DateTimeOffset now) =>
        schedule.LastOutcome is not ("" or SourceTurn.Done) && now - schedule.LastAt < RestAfterFailure;

    private bool FilesWait(SourceScheduleRecord schedule) =>
        schedule.Cron.Length == 0 && folder.Read(schedule.MappingFile) is { Ok: true, Value.Source.Drop: { } drop } &&
            (scan.Files(drop).Any(f => f.OkPath is not null) || PutAway.LeftAnnouncements(drop).Count > 0);

    private MissedRuns? Missed(SourceScheduleRecord schedule, DateTimeOffset now)
    {
        if (schedule.NextAt is not { } first || now - first <= InTime)
        {
            return null;
        }

        var (cron, count) = (Cron.Parse(schedule.Cron).OrThrow(), 0);
        for (DateTimeOffset? at = first; at <= now && count < MissedRuns.CountMax; at = cron.After(at.Value, clock))
        {
            count++;
        }

        return new MissedRuns(count, first);
    }
}
