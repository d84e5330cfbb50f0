using Zhike.Customers.Conditions;
using Zhike.Customers.Tags.Compiling;
using Zhike.Customers.Tags.Definitions;
using Zhike.Customers.Tags.Running;

namespace Zhike.Customers.Tags.Realtime;

/// <summary>What became of a value since it was last recorded, as a row of tag_changes. What was recorded is itself the memory: computed again
/// after a crash, a change is found again where it was not written, and not where it was.</summary>
internal static class RealtimeChanges
{
    /// <summary>Binds {touched:Array(UInt64)}, {epoch:UInt64} and {at:DateTime64(3, 'UTC')}. Null where no tag records its changes.</summary>
    public static CompiledSql? Record(TagSet tags, RealtimeEpoch epoch)
    {
        var recorded = tags.InOrder.Where(t => t.RecordsChanges).ToList();
        if (recorded.Count == 0)
        {
            return null;
        }

        var binder = new ParameterBinder("c");
        var coded = string.Join(", ", recorded.Select(t => $"{BandCode.Of(t, $"`{t.Key}`")} AS `~{t.Key}`"));
        var pairs = recorded.Select(t => $"('{t.Key}', {TagChanges.Shown(t, $"o.`~{t.Key}`")}, {TagChanges.Shown(t, $"n.`~{t.Key}`")})");
        const string touched = "customer_id IN {touched:Array(UInt64)}";
        return new CompiledSql(
            $"""
            INSERT INTO tag_changes (as_of, tag, customer_id, old_value, new_value, changed_at, source)
            SELECT {binder.Add(epoch.AsOf)}, tag, customer_id, old, new, {"{at:DateTime64(3, 'UTC')}"}, 'live'
            FROM (
                SELECT v.customer_id AS customer_id, v.tag AS tag, v.new AS new, if(r.recorded = 1, r.last.1, v.old) AS old
                FROM (
                    SELECT customer_id, pair.1 AS tag, pair.2 AS old, pair.3 AS new
                    FROM (
                        SELECT n.customer_id AS customer_id, arrayJoin([{string.Join(",\n                ", pairs)}]) AS pair
                        FROM (SELECT customer_id, {coded} FROM tag_values_live FINAL WHERE epoch = {"{epoch:UInt64}"} AND computed_at = {"{at:DateTime64(3, 'UTC')}"} AND {touched}) AS n
                        LEFT JOIN (SELECT customer_id, {coded} FROM tag_values WHERE as_of = {binder.Add(epoch.BaseAsOf)} AND {touched}) AS o ON n.customer_id = o.customer_id
                    )
                ) AS v
                LEFT JOIN (
                    SELECT customer_id, toString(tag) AS tag, argMax(tuple(new_value), changed_at) AS last, toUInt8(1) AS recorded
                    FROM tag_changes
                    WHERE tag IN {binder.AddMany("String", recorded.Select(t => t.Key))} AND {touched}
                        AND (as_of > {binder.Add(epoch.BaseAsOf)} OR (as_of = {binder.Add(epoch.BaseAsOf)} AND source = 'live' AND changed_at > {binder.Add(epoch.BaseFinishedAt)}))
                    GROUP BY customer_id, tag
                ) AS r ON r.customer_id = v.customer_id AND r.tag = v.tag
            )
            WHERE ifNull(old != new, isNull(old) != isNull(new))
            """,
            binder.Parameters);
    }
}
