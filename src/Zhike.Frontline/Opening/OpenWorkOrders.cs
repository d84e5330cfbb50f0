using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Zhike.Contracts.Channels;
using Zhike.Frontline.WorkOrders;
using Zhike.Kernel;
using Zhike.Storage;
using Zhike.Storage.Facts;
using Zhike.Storage.Facts.Rows;
using Zhike.Storage.Records;

namespace Zhike.Frontline.Opening;

/// <summary>Makes work orders out of planned contacts. Two stores, so two steps, each safe to repeat: orders that are not there are
/// added with their events in one transaction, then the outcome 'opened' marks the contacts as taken.</summary>
internal sealed class OpenWorkOrders(IFacts facts, IRecords records, ITemplates templates, WorkOrderFacts told, BankClock clock)
{
    public const int RowsMax = 1000;

    /// <summary>Where neither the journey nor the template says.</summary>
    public const int DueDaysOtherwise = 3;

    private static readonly TimeSpan Overlap = TimeSpan.FromHours(2);
    private static readonly TimeSpan FullEvery = TimeSpan.FromMinutes(15);

    private static readonly Viewer Opening = Viewer.Bank("open work orders");

    private DateTimeOffset _since = DateTimeOffset.UnixEpoch;
    private long _lastFull;

    /// <summary>Called between the steps; tests throw here.</summary>
    internal Action<string> AtStep { get; set; } = _ => { };

    public async Task<int> RunAsync(CancellationToken cancel)
    {
        if (clock.GetElapsedTime(_lastFull) >= FullEvery)
        {
            _since = DateTimeOffset.UnixEpoch;
        }

        var opened = 0;
        while (true)
        {
            var planned = await FindAsync(cancel).ConfigureAwait(false);
            if (planned.Count > 0)
            {
                opened += await AddAsync(planned, cancel).ConfigureAwait(false);
                AtStep("added");
                await MarkAsync(planned, cancel).ConfigureAwait(false);
                AtStep("marked");
            }

            if (planned.Count < RowsMax)
            {
                _lastFull = _since == DateTimeOffset.UnixEpoch ? clock.GetTimestamp() : _lastFull;
                _since = clock.GetUtcNow() - Overlap;
                return opened;
            }
        }
    }

    private async Task<List<Planned>> FindAsync(CancellationToken cancel)
    {
        var statement = new FactsStatement("work orders to open", SqlFile.Beside<OpenWorkOrders>("WorkOrdersToOpen.sql"))
            .With("since", _since).With("rows_max", (long)RowsMax).Within(FactsLimits.Batch);
        return await facts.ListAsync(
            Opening,
            statement,
            (ref RowReader row) => new Planned(
                row.UInt64(), row.UInt64(), row.Text(), row.UInt32(), row.UInt64(), row.Text(), row.Text(), row.Instant(),
                row.Text(), row.Text(), row.UInt8(), row.UInt16(), row.Text(), row.Text()),
            cancel).ConfigureAwait(false);
    }

    private async Task<int> AddAsync(List<Planned> planned, CancellationToken cancel)
    {
        var dueDays = await DueDaysOfTemplatesAsync(planned, cancel).ConfigureAwait(false);
        using var unit = records.Open();
        using var transaction = await unit.Database.BeginTransactionAsync(cancel).ConfigureAwait(false);
        var ids = planned.Select(p => p.Id).ToList();
        var known = await unit.Set<WorkOrder>().Where(o => ids.Contains(o.Id)).Select(o => o.Id).ToListAsync(cancel).ConfigureAwait(false);
        var now = clock.GetUtcNow();
        var added = planned.ExceptBy(known, p => p.Id).Select(p => Open(p, dueDays.GetValueOrDefault((p.Template, p.CustomerId), DueDaysOtherwise), now)).ToList();
        foreach (var order in added)
        {
            unit.Add(order);
            told.AddEvent(unit, order, "opened", "system", now);
        }

        await unit.SaveChangesAsync(cancel).ConfigureAwait(false);
        await transaction.CommitAsync(cancel).ConfigureAwait(false);
        return added.Count;
    }

    private WorkOrder Open(Planned planned, int templateDueDays, DateTimeOffset now)
    {
        var day = clock.DayOf(planned.NotBefore > now ? planned.NotBefore : now);
        var due = day.AddDays(planned.DueDays > 0 ? planned.DueDays : templateDueDays);
        return new WorkOrder
        {
            Id = planned.Id,
            CustomerId = checked((long)planned.CustomerId),
            CustomerNo = planned.CustomerNo,
            JourneyId = planned.JourneyId,
            Version = checked((int)planned.Version),
            EnrolmentId = planned.EnrolmentId.ToString(CultureInfo.InvariantCulture),
            Node = planned.Node,
            Template = planned.Template,
            OrgPath = planned.OrgPath,
            OutletName = planned.OutletName,
            ManagerId = planned.ManagerId,
            Priority = planned.Priority == 0 ? 3 : planned.Priority,
            DueOn = due,
            DueAt = clock.InstantOf(due.AddDays(1), TimeOnly.MinValue),
            OpenedAt = now,
        };
    }

    private async Task<Dictionary<(string Template, ulong Customer), int>> DueDaysOfTemplatesAsync(List<Planned> planned, CancellationToken cancel)
    {
        var days = new Dictionary<(string, ulong), int>();
        foreach (var group in planned.Where(p => p.DueDays == 0).GroupBy(p => p.Template))
        {
            var rendered = await templates.RenderAsync(Opening, group.Key, [.. group.Select(p => p.CustomerId).Distinct()], cancel).ConfigureAwait(false);
            foreach (var (customer, template) in rendered)
            {
                days[(group.Key, customer)] = template.DueDays;
            }
        }

        return days;
    }

    private async Task MarkAsync(List<Planned> planned, CancellationToken cancel)
    {
        var statement = new FactsStatement(
            "mark work orders opened",
            """
            INSERT INTO outcomes (run, contact_id, customer_id, journey_id, outcome, label, happened_at)
            SELECT 'live', contact_id, any(customer_id), any(journey_id), 'opened', any(channel), min(decided_at)
            FROM contacts
            WHERE run = 'live' AND contact_id IN {ids:Array(UInt64)}
                AND contact_id NOT IN (SELECT contact_id FROM outcomes WHERE run = 'live' AND outcome = 'opened')
            GROUP BY contact_id
            """).With("ids", planned.Select(p => p.ContactId)).Within(FactsLimits.Batch);
        await facts.ExecuteAsync(Opening, statement, cancel).ConfigureAwait(false);
    }

    private sealed record Planned(
        ulong ContactId, ulong CustomerId, string JourneyId, uint Version, ulong EnrolmentId, string Node, string Template, DateTimeOffset NotBefore,
        string OrgPath, string ManagerId, byte Priority, ushort DueDays, string CustomerNo, string OutletName)
    {
        public string Id => ContactId.ToString(CultureInfo.InvariantCulture);
    }
}
