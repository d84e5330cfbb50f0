using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Zhike.Contracts.Http;
using Zhike.Intake.Plan;
using Zhike.Kernel;
using Zhike.Storage.Audit;
using Zhike.Storage.Records;

namespace Zhike.Intake.Quality.Days;

/// <summary>Keeps the alerts of the days: opened when a measure goes beyond its limit, closed when it comes back or a person says so.
/// What a person closed stays closed for its day.</summary>
internal sealed class QualityAlerts(IRecords records, QualityQuery quality, LivePlans plans, BankClock clock, IAudit audit)
{
    public static readonly TimeSpan Every = TimeSpan.FromMinutes(1);

    private const string System = "system";
    private const int NoteMax = 500;
    private long _evaluated;
    private DateOnly _finished;

    public async Task EvaluateAsync(CancellationToken cancel)
    {
        if (_evaluated != 0 && clock.GetElapsedTime(_evaluated) < Every)
        {
            return;
        }

        var today = clock.Today();
        if (_finished != today.AddDays(-1))
        {
            await EvaluateAsync(today.AddDays(-1), cancel).ConfigureAwait(false);
            _finished = today.AddDays(-1);
        }

        await EvaluateAsync(today, cancel).ConfigureAwait(false);
        _evaluated = clock.GetTimestamp();
    }

    public async Task EvaluateAsync(DateOnly day, CancellationToken cancel)
    {
        var breaches = Breaches.Of(await quality.DayAsync(day, cancel).ConfigureAwait(false), LimitsOf).ToDictionary(b => IdOf(day, b));
        await using var context = records.Open();
        var known = await context.Set<QualityAlertRecord>().Where(a => a.Day == day).ToListAsync(cancel).ConfigureAwait(false);
        foreach (var alert in known)
        {
            if (!breaches.Remove(alert.Id, out var breach))
            {
                Turn(alert, AlertState.Closed, "", alert.State != AlertState.Closed);
            }
            else if (alert.State == AlertState.Closed)
            {
                Turn(alert, AlertState.Open, "", alert.ChangedBy == System);
            }
            else
            {
                (alert.Value, alert.Expected, alert.Events) = (Number(breach.Value), breach.Expected is { } expected ? Number(expected) : null, breach.Events);
            }
        }

        context.AddRange(breaches.Select(b => Opened(b.Key, day, b.Value)));
        await context.SaveChangesAsync(cancel).ConfigureAwait(false);
    }

    /// <param name="state">Null is every one that is not closed.</param>
    public async Task<Page<QualityAlertRecord>> ListAsync(AlertState? state, PageRequest page, CancellationToken cancel)
    {
        await using var context = records.Open();
        var alerts = context.Set<QualityAlertRecord>().AsNoTracking().Where(a => state == null ? a.State != AlertState.Closed : a.State == state);
        var items = await alerts.OrderByDescending(a => a.OpenedAt).ThenBy(a => a.Id).Skip((int)page.Offset).Take(page.Size).ToListAsync(cancel).ConfigureAwait(false);
        return new Page<QualityAlertRecord>(items, await alerts.LongCountAsync(cancel).ConfigureAwait(false));
    }

    public async Task<Result<QualityAlertRecord>> DecideAsync(string id, AlertState to, string? note, string staff, CancellationToken cancel)
    {
        note = note?.Trim() ?? "";
        if (note.Length > NoteMax)
        {
            return Problem.Invalid("note", $"must have at most {NoteMax} characters");
        }

        await using var context = records.Open();
        var alert = await context.Set<QualityAlertRecord>().FirstOrDefaultAsync(a => a.Id == id, cancel).ConfigureAwait(false);
        if (alert is null)
        {
            return Problem.NotFound("alert", id);
        }

        if (alert.State == AlertState.Closed)
        {
            return Problem.Conflict("alert_closed", "The alert is closed already.");
        }

        Turn(alert, to, staff, true);
        alert.Note = note;
        await context.SaveChangesAsync(cancel).ConfigureAwait(false);
        await audit.RecordAsync(new AuditEntry(staff, to == AlertState.Closed ? "quality_alert_closed" : "quality_alert_acknowledged", $"quality_alert/{id}", note), cancel).ConfigureAwait(false);
        return alert;
    }

    private AlertLimits LimitsOf(string source) => plans.Current.Plans.FirstOrDefault(p => p.Covers(source))?.Alerts ?? AlertLimits.Default;

    private void Turn(QualityAlertRecord alert, AlertState state, string staff, bool wanted)
    {
        if (wanted)
        {
            (alert.State, alert.ChangedAt, alert.ChangedBy) = (state, clock.GetUtcNow(), staff.Length > 0 ? staff : System);
        }
    }

    private QualityAlertRecord Opened(string id, DateOnly day, Breach breach) => new()
    {
        Id = id,
        Day = day,
        Source = breach.Source,
        Event = breach.Event,
        Measure = breach.Measure,
        Value = Number(breach.Value),
        LimitAt = Number(breach.Limit),
        Expected = breach.Expected is { } expected ? Number(expected) : null,
        Events = breach.Events,
        State = AlertState.Open,
        OpenedAt = clock.GetUtcNow(),
        ChangedAt = clock.GetUtcNow(),
        ChangedBy = System,
        Note = "",
    };

    private static decimal Number(double value) => Math.Round((decimal)value, 4);

    private static string IdOf(DateOnly day, Breach breach) =>
        StableHash.Word(day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), breach.Source, breach.Event, breach.Measure.ToString());
}
