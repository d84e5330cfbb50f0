using Zhike.Contracts.Customers;
using Zhike.Journeys.Documents;
using Zhike.Kernel;
using Zhike.Storage;
using Zhike.Storage.Facts;

namespace Zhike.Journeys.Engine;

/// <summary>Decides contacts at send and work-order nodes: the arbitration between journeys is the order in which they decide
/// and the one cap that counts messages and customer managers' calls together.</summary>
internal sealed class ContactDecisions(TickRoom room, JourneyDocument document, int version, string run, DateTimeOffset from, DateTimeOffset now)
{
    private static readonly string DecisionsSql = SqlFile.Beside<ContactDecisions>("Decisions.sql");

    private static readonly string MessagesSql = SqlSlot.Fill(DecisionsSql, "work_order", ", decided AS (SELECT *, permission AS decision FROM permitted)");

    /// <summary>How many contacts were decided, planned or refused; nothing at other nodes.</summary>
    public async Task<ulong> DecideAsync(JourneyNode node, ulong people, CancellationToken cancel)
    {
        switch (node)
        {
            case SendNode send:
                var message = (await StatementAsync(MessagesSql, node.Id, send.Channel, send.Template, cancel).ConfigureAwait(false))
                    .With("priority", 0ul).With("due_days", 0ul);
                return await Slices.AppendAsync(room.Facts, message, people, cancel).ConfigureAwait(false);
            case WorkOrderNode order:
                var work = (await StatementAsync(DecisionsSql, node.Id, "work_order", order.Template, cancel).ConfigureAwait(false))
                    .With("priority", (ulong)order.Priority).With("due_days", (ulong)order.DueDays);
                return await Slices.AppendAsync(room.Facts, work, people, cancel).ConfigureAwait(false);
            default:
                return 0;
        }
    }

    private async Task<FactsStatement> StatementAsync(string sql, string node, string channel, string template, CancellationToken cancel)
    {
        var about = await room.Templates.ClassOfAsync(template, cancel).ConfigureAwait(false);
        var gate = room.Gate.Verdicts(new ContactQuestion(channel, about, now), "people");
        return Statement(SqlSlot.Fill(sql, "verdicts", gate.Sql), node, channel, template).WithBound(gate.Parameters);
    }

    private FactsStatement Statement(string sql, string node, string channel, string template) => new FactsStatement("journey contacts", sql)
        .Within(FactsLimits.Batch)
        .With("run", run)
        .With("journey", document.Key)
        .With("version", (ulong)version)
        .With("node", node)
        .With("from", from)
        .With("now", now)
        .With("channel", channel)
        .With("template", template)
        .With("not_before", room.Times.NotBefore(channel, now))
        .With("cap", (ulong)room.Bank.CapContacts)
        .With("cap_since", now.AddDays(-room.Bank.CapDays))
        .With("own_cap", (ulong)(document.Cap?.Contacts ?? int.MaxValue))
        .With("own_cap_since", now.AddDays(-(document.Cap?.Days ?? 0)))
        .With("capacity", (ulong)room.Bank.ManagerDailyCapacity)
        .With("day_start", room.Times.DayStart(now));
}
