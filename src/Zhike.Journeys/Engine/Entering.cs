using System.Globalization;
using Zhike.Contracts.Customers;
using Zhike.Contracts.Journeys;
using Zhike.Journeys.Documents;
using Zhike.Storage;
using Zhike.Storage.Facts;

namespace Zhike.Journeys.Engine;

/// <summary>Enrols whoever has cause to enter since the last look.</summary>
/// <param name="last">The last tick, and when entries were last looked up.</param>
internal sealed class Entering(TickFrame frame, LastTick last)
{
    /// <summary>What happened so long before the last look is looked at again: it may have come in late.</summary>
    private static readonly TimeSpan Late = TimeSpan.FromHours(1);

    /// <summary>At the first look, and after a long sleep.</summary>
    private static readonly TimeSpan FirstLook = TimeSpan.FromDays(1);
    private static readonly TimeSpan LookBackMax = TimeSpan.FromDays(7);

    private static readonly string EntriesSql = SqlFile.Beside<Entering>("Entries.sql");

    private const string SetSql = "SELECT customer_id, {cause_at:DateTime64(3, 'UTC')} AS cause_at FROM (#set)";

    private DateTimeOffset CausesFrom => last.LookedUpAt is { } at ? Max(at - Late, frame.Now - LookBackMax) : frame.Now - FirstLook;

    /// <summary>How many entered, of whom nobody counts who is held out; and whether they may move on in this tick.</summary>
    public async Task<ulong> RunAsync(int version, CancellationToken cancel)
    {
        var (document, times) = (frame.Journey.Versions[version], frame.Room.Times);
        var (entry, first) = (document.Entry, document.Node(document.Start));
        var members = await MembersAsync(entry, cancel).ConfigureAwait(false);
        var (moments, bound) = await new OwnMoments(frame).OfAsync([first], cancel).ConfigureAwait(false);
        var sql = SqlSlot.Fill(SqlSlot.Fill(EntriesSql, "members", members.Sql), "moments", moments);
        var statement = frame.Statement("journey entries", members.Candidates.Length == 0 ? sql : SqlSlot.Fill(sql, "candidates", members.Candidates), version)
            .With("causes_from", CausesFrom)
            .WithBound(bound.Parameters)
            .WithBound(members.Bound.Parameters)
            .With("salt", document.Salt)
            .With("holdout", (ulong)decimal.Round(document.HoldoutPercent * 100))
            .With("again", entry.Again)
            .With("after_days", (ulong)(entry.ReenterAfterDays ?? 0))
            .With("first", first.Id)
            .With("first_due", times.DueAt(first, frame.Now, frame.Calendar))
            .With("starts", frame.Journey.Versions.Values.Select(d => d.Start).Append(EngineNodes.Holdout).Distinct())
            .With("since", times.EndOf(frame.BusinessDate))
            .With("ends_at", times.WindowEnd(times.WindowStart(frame.BusinessDate, frame.Now), document.Goal.WithinDays));
        return await frame.AppendInSlicesAsync(statement, members.Total, cancel).ConfigureAwait(false);
    }

    private async Task<Members> MembersAsync(JourneyEntry entry, CancellationToken cancel)
    {
        switch (entry.Kind)
        {
            case EntryKind.Members when entry.Segment is { } segment && frame.Journey.TagTable is null:
                var version = await frame.Room.Segments.MaterialiseAsync(segment, frame.BusinessDate, cancel).ConfigureAwait(false);
                var bound = new FactsStatement("", "").With("members_segment", segment).With("members_version", version.Version).With("cause_at", frame.Now);
                return new Members(SetSql.Replace("#set", SqlFile.Beside<Entering>("SegmentMembers.sql"), StringComparison.Ordinal), bound, (ulong)version.Customers);
            case EntryKind.Members:
                // A rehearsal keeps no members of past days: it asks for the segment as for any condition.
                return await OfSetAsync(await SetAsync(entry.Asked, frame.Scope("members_"), cancel).ConfigureAwait(false), frame.Now, cancel).ConfigureAwait(false);
            case EntryKind.SegmentEntered when frame.Journey.TagTable is null:
                await frame.Room.Segments.MaterialiseAsync(entry.Segment!, frame.BusinessDate, cancel).ConfigureAwait(false);
                return Caused("SegmentEntered.sql", new FactsStatement("", "").With("segment", entry.Segment!));
            case EntryKind.SegmentEntered or EntryKind.TagChanged:
                return await OfTurnAsync(entry, cancel).ConfigureAwait(false);
            case EntryKind.Event:
                return await OfEventAsync(entry, cancel).ConfigureAwait(false);
            case EntryKind.Date:
                var (sql, dates) = await new OwnMoments(frame).EveryDateAsync(entry.Date!, CausesFrom, cancel).ConfigureAwait(false);
                return new Members($"SELECT customer_id, moment AS cause_at FROM ({sql}) WHERE moment > {{causes_from:DateTime64(3, 'UTC')}} AND moment <= {{now:DateTime64(3, 'UTC')}}", dates, 0);
            case EntryKind.Api:
                return Caused("Requested.sql", new FactsStatement("", ""));
            case EntryKind.HandedOver:
                return Caused("HandedOver.sql", new FactsStatement("", "").With("handing", frame.Journey.HandedOverBy.Select(h => $"{h.Journey}/{h.Node}")));
            default:
                throw new InvalidOperationException(entry.Kind.ToString());
        }
    }

    private static Members Caused(string file, FactsStatement bound) => new(SqlFile.Beside<Entering>(file), bound, 0);

    /// <summary>Something holds of the newest batch that did not of the one before: known when the business day is over.</summary>
    private async Task<Members> OfTurnAsync(JourneyEntry entry, CancellationToken cancel)
    {
        var (now, before) = entry.Turn!.Value;
        var (day, causeAt) = (frame.BusinessDate.AddDays(-1), frame.Room.Times.EndOf(frame.BusinessDate));
        var isNow = await SetAsync(now, frame.Scope("now_"), cancel).ConfigureAwait(false);
        var was = await SetAsync(before, frame.Scope(day, frame.Now.AddDays(-1), "before_"), cancel).ConfigureAwait(false);
        var both = new CustomerSet($"SELECT customer_id FROM ({isNow.Sql}) WHERE customer_id IN ({was.Sql})", isNow.Parameters.AddRange(was.Parameters));
        return await OfSetAsync(both, causeAt < frame.Now ? causeAt : frame.Now, cancel).ConfigureAwait(false);
    }

    /// <summary>Whoever did it lately, since what they did counts: after the end of the last time inside.</summary>
    private async Task<Members> OfEventAsync(JourneyEntry entry, CancellationToken cancel)
    {
        var isBooking = entry.EventName == "transaction";
        var fromDay = (last.BusinessDate is { } seen && seen < frame.BusinessDate ? seen : frame.BusinessDate.AddDays(-1)).AddDays(isBooking ? 0 : -1);
        var from = isBooking ? frame.Room.Times.EndOf(fromDay) : CausesFrom;
        var set = await SetAsync(entry.Event!.Value, frame.Scope("event_", "candidates"), cancel).ConfigureAwait(false);
        var candidates = SqlFile.Beside<Entering>(isBooking ? "Booked.sql" : "Did.sql");
        var bound = new FactsStatement("", "").WithBound(set.Parameters).With("event", entry.EventName).With("causes_from", from)
            .With("from_day", fromDay).With("as_of", frame.BusinessDate).With("cause_at", frame.Now);
        return new Members(SetSql.Replace("#set", set.Sql, StringComparison.Ordinal), bound, 0) { Candidates = candidates };
    }

    private async Task<CustomerSet> SetAsync(System.Text.Json.JsonElement condition, ConditionScope scope, CancellationToken cancel) =>
        (await frame.Room.Conditions.CompileAsync(condition, scope, cancel).ConfigureAwait(false)).OrThrow();

    private async Task<Members> OfSetAsync(CustomerSet set, DateTimeOffset causeAt, CancellationToken cancel)
    {
        var customers = await frame.Room.Facts.CountAsync(
            TickFrame.Ticking, new FactsStatement("customers in all", "SELECT count() FROM customer_versions"), cancel).ConfigureAwait(false);
        return new Members(SetSql.Replace("#set", set.Sql, StringComparison.Ordinal), new FactsStatement("", "").WithBound(set.Parameters).With("cause_at", causeAt), customers);
    }

    private static DateTimeOffset Max(DateTimeOffset a, DateTimeOffset b) => a > b ? a : b;

    /// <param name="Sql">Customers and when their cause arose.</param>
    /// <param name="Total">About how many; 0: few enough for one statement.</param>
    private sealed record Members(string Sql, FactsStatement Bound, ulong Total)
    {
        /// <summary>With an event: who is asked at all, and since when what they did counts.</summary>
        public string Candidates { get; init; } = "";
    }
}
