using System.Collections.Immutable;
using System.Globalization;
using Zhike.Journeys.Documents;
using Zhike.Storage.Facts;

namespace Zhike.Journeys.Engine;

/// <summary>At nodes where everybody has a moment of their own (a date of the customer's, a place in line), who arrives is joined
/// with these moments in the statement that moves them.</summary>
internal sealed class OwnMoments(TickFrame frame)
{
    private const string NoMoment = "SELECT arriving.*, CAST(NULL, 'Nullable(DateTime64(3, \\'UTC\\'))') AS moment FROM arriving";

    /// <summary>The place in line counts from the stretch that runs now: those who were let on in it, and those who have a
    /// place in it or later, come first.</summary>
    private const string LineSql =
        """
        SELECT customer_id, {#node:String} AS next_node,
            if(stretch = 0, {now:DateTime64(3, 'UTC')}, toDateTime64(#add(toTimeZone({#start:DateTime64(3, 'UTC')}, {zone:String}), stretch), 3, 'UTC')) AS moment
        FROM
        (
            SELECT customer_id, intDiv(toUInt64(row_number() OVER (ORDER BY enrolled_at, sipHash64({journey:String}, customer_id))) - 1 + assumeNotNull(
                (
                    SELECT count() FROM journey_steps
                    WHERE run = {run:String} AND journey_id = {journey:String} AND node = {#node:String} AND due_at >= {#start:DateTime64(3, 'UTC')}
                )), {#most:UInt64}) AS stretch
            FROM arriving WHERE next_node = {#node:String}
        )
        """;

    private const string DateSql =
        """
        SELECT customer_id, {#node:String} AS next_node, toDateTime64(#moment, 3, 'UTC') AS moment
        FROM (SELECT customer_id, assumeNotNull(found) AS day FROM (#dates) WHERE found IS NOT NULL)
        """;

    private const string Arriving = "(SELECT customer_id FROM arriving WHERE next_node = {#node:String})";

    /// <summary>What stands in the slot "moments", and what it binds.</summary>
    public async Task<(string Sql, FactsStatement Bound)> OfAsync(IEnumerable<JourneyNode> targets, CancellationToken cancel)
    {
        var parts = new List<string>();
        var bound = new FactsStatement("", "").With("zone", frame.Room.Times.Zone);
        foreach (var node in targets)
        {
            var prefix = string.Create(CultureInfo.InvariantCulture, $"t{parts.Count}_");
            switch (node)
            {
                case LimitNode limit:
                    parts.Add(Named(LineSql.Replace("#add", limit.PerDay ? "addDays" : "addHours", StringComparison.Ordinal), prefix));
                    bound = bound.With($"{prefix}node", node.Id).With($"{prefix}most", (ulong)limit.AtMost)
                        .With($"{prefix}start", limit.PerDay ? frame.Room.Times.DayStart(frame.Now) : frame.Room.Times.HourStart(frame.Now));
                    break;
                case DateWaitNode wait:
                    (var sql, bound) = await OfDateAsync(wait.Date, Arriving, prefix, bound, cancel).ConfigureAwait(false);
                    parts.Add(Named(sql, prefix));
                    bound = bound.With($"{prefix}node", node.Id);
                    break;
            }
        }

        return parts.Count == 0
            ? (NoMoment, bound)
            : ($"SELECT * FROM arriving LEFT JOIN ({string.Join(" UNION ALL ", parts)}) AS own USING (customer_id, next_node)", bound);
    }

    /// <summary>A date of everybody's: the first that lies after an instant, or the only one.</summary>
    public async Task<(string Sql, FactsStatement Bound)> EveryDateAsync(CustomerDate date, DateTimeOffset after, CancellationToken cancel)
    {
        var (sql, bound) = await OfDateAsync(date, "(SELECT customer_id FROM customer_versions)", "e_", new FactsStatement("", "").With("zone", frame.Room.Times.Zone), cancel).ConfigureAwait(false);
        return (Named(sql, "e_"), bound.With("e_node", "").With("e_after", after));
    }

    /// <param name="people">A set of customers to look at.</param>
    private async Task<(string Sql, FactsStatement Bound)> OfDateAsync(CustomerDate date, string people, string prefix, FactsStatement bound, CancellationToken cancel)
    {
        var today = frame.Room.Times.DayOf(frame.Now);
        bound = bound.With($"{prefix}offset", (long)date.OffsetDays).With($"{prefix}at", date.At.ToString("HH:mm:ss", CultureInfo.InvariantCulture))
            .With($"{prefix}after", frame.Now).With($"{prefix}as_of", frame.BusinessDate).With($"{prefix}name", date.Name)
            .With($"{prefix}year", (ulong)(today.Year - 2)).With($"{prefix}month", new DateOnly(today.Year, today.Month, 1).AddMonths(-1));
        var (dates, tagDate) = await DatesAsync(date, cancel).ConfigureAwait(false);
        if (tagDate is { } day)
        {
            bound = bound.With($"{prefix}tagged", day);
        }

        var sql = DateSql.Replace("#moment", MomentOf(date.Every), StringComparison.Ordinal).Replace("#dates", dates, StringComparison.Ordinal);
        return (sql.Replace("#people", people, StringComparison.Ordinal), bound);
    }

    private async Task<(string Sql, DateOnly? TagDate)> DatesAsync(CustomerDate date, CancellationToken cancel)
    {
        switch (date.Source)
        {
            case DateSource.Attribute when date.Name.StartsWith("attributes.", StringComparison.Ordinal):
                return ("SELECT customer_id, toDate32OrNull(attributes[substring({#name:String}, 12)]) AS found FROM customers WHERE customer_id IN #people", null);
            case DateSource.Attribute:
                return ($"SELECT customer_id, toDate32({(date.Name == "birth_date" ? "birth_date" : "opened_on")}) AS found FROM customers WHERE customer_id IN #people", null);
            case DateSource.Maturity:
                return ($"SELECT customer_id, toDate32(min(matures_on)) AS found FROM holdings WHERE kind = {{#name:String}} AND customer_id IN #people AND matures_on IS NOT NULL AND {MomentAt("toDate32(assumeNotNull(matures_on))")} > {{#after:DateTime64(3, 'UTC')}} AND ifNull(opened_on, toDate(0)) <= {{#as_of:Date}} AND (closed_on IS NULL OR closed_on > {{#as_of:Date}}) GROUP BY customer_id", null);
            default:
                var asOf = frame.Journey.TagTable is null ? await frame.Room.Tags.DateAsync(frame.BusinessDate, cancel).ConfigureAwait(false) : frame.BusinessDate;
                var tag = (await frame.Room.Tags.AllAsync(cancel).ConfigureAwait(false)).FirstOrDefault(t => t.Key == date.Name);
                if (asOf is null || tag is null)
                {
                    return ("SELECT toUInt64(0) AS customer_id, CAST(NULL, 'Nullable(Date32)') AS found WHERE false", null);
                }

                // A number is a day of the month: as a day of a month that has them all.
                var day = tag.Type == "date" ? $"toDate32(`{tag.Column}`)" : $"if(`{tag.Column}` BETWEEN 1 AND 31, addDays(toDate32('2000-01-01'), toInt32(`{tag.Column}`) - 1), NULL)";
                return ($"SELECT customer_id, {day} AS found FROM {frame.Journey.TagTable ?? "tag_values"} WHERE as_of = {{#tagged:Date}} AND customer_id IN #people", asOf);
        }
    }

    private static string MomentAt(string day) => $"toDateTime64(concat(toString(addDays({day}, {{#offset:Int32}})), ' ', {{#at:String}}), 3, {{zone:String}})";

    /// <summary>Of what comes again, the first that lies ahead; a day that a month has not falls on its last.</summary>
    private static string MomentOf(DateEvery every)
    {
        const string InYear = "makeDate32(y, toMonth(day), least(toDayOfMonth(day), toDayOfMonth(toLastDayOfMonth(makeDate32(y, toMonth(day), 1)))))";
        const string InMonth = "addDays(toDate32(addMonths({#month:Date}, k)), least(toDayOfMonth(day), toDayOfMonth(toLastDayOfMonth(addMonths({#month:Date}, k)))) - 1)";
        return every switch
        {
            DateEvery.Year => $"arrayFirst(m -> m > {{#after:DateTime64(3, 'UTC')}}, arrayMap(y -> {MomentAt(InYear)}, range({{#year:UInt16}}, toUInt16({{#year:UInt16}} + 5))))",
            DateEvery.Month => $"arrayFirst(m -> m > {{#after:DateTime64(3, 'UTC')}}, arrayMap(k -> {MomentAt(InMonth)}, range(4)))",
            _ => MomentAt("day"),
        };
    }

    private static string Named(string sql, string prefix) => sql.Replace("#people", Arriving, StringComparison.Ordinal).Replace("{#", $"{{{prefix}", StringComparison.Ordinal).ReplaceLineEndings(" ");
}
