using Zhike.Customers.Conditions;
using Zhike.Customers.Tags.Compiling;
using Zhike.Customers.Tags.Definitions;
using Zhike.Kernel;
using Zhike.Storage.Facts;
using Zhike.Storage.Facts.Rows;

namespace Zhike.Customers.Tags.Running;

/// <summary>What real time had already recorded when a date's nightly run comes, since the run of the date before it. Of a customer and tag with such rows the date's rows stay as
/// they are, and one more says what real time missed. Rows of the day after, written before the run, have told the story to a later end: then
/// nothing is added at all.</summary>
/// <param name="Since">The date before, whose values the run compares with.</param>
/// <param name="SinceFinished">When that date's run was made; its own rows count when they were recorded later.</param>
/// <param name="First">Rows of later dates count when they were recorded before this.</param>
/// <param name="Tags">The tags that have such rows.</param>
internal sealed record LiveChanges(
    DateOnly AsOf, DateOnly Since, DateTimeOffset SinceFinished, DateTimeOffset First, IReadOnlyCollection<string> Tags)
{
    private static readonly Viewer Running = Viewer.Bank("tag run");

    private static readonly DateTimeOffset Never = new(2200, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static async Task<LiveChanges> OfAsync(IFacts facts, DateOnly before, DateOnly asOf, CancellationToken cancel)
    {
        var first = await facts.ListAsync(
            Running, new FactsStatement("first run of a date", "SELECT minOrNull(finished_at) FROM tag_runs WHERE as_of >= {as_of:Date}").With("as_of", asOf),
            (ref RowReader row) => row.InstantOrNull(), cancel).ConfigureAwait(false);
        var run = await new RunLog(facts).LatestAsync(before, cancel).ConfigureAwait(false);
        var live = new LiveChanges(asOf, before, run?.FinishedAt ?? DateTimeOffset.UnixEpoch, first[0] ?? Never, []);
        var binder = new ParameterBinder("l");
        var tags = new FactsStatement("tags changed in real time", $"SELECT DISTINCT toString(tag) FROM tag_changes WHERE {live.Rows(binder)}").WithBound(binder.Parameters);
        return live with { Tags = await facts.ListAsync(Running, tags, (ref RowReader row) => row.Text(), cancel).ConfigureAwait(false) };
    }

    /// <summary>A predicate over tag_changes.</summary>
    public string Rows(ParameterBinder binder) => $"source = 'live' AND {Beyond(binder)} AND (as_of <= {binder.Add(AsOf)} OR {Later(binder)})";

    /// <summary>Into <see cref="TagChanges.Staging"/>: the rows of the date that stay.</summary>
    public CompiledSql Keep()
    {
        var binder = new ParameterBinder("l");
        return new CompiledSql(
            $"INSERT INTO {TagChanges.Staging} SELECT * FROM tag_changes WHERE {Day(binder)} AND (tag, customer_id) IN (SELECT tag, customer_id FROM tag_changes WHERE {Rows(binder)})",
            binder.Parameters);
    }

    /// <summary>From the last row up to the date to the value of the date, where they are not the same.</summary>
    public CompiledSql End(TagDefinition tag, DateTimeOffset at)
    {
        var binder = new ParameterBinder("l");
        var key = binder.Add("String", tag.Key);
        return new CompiledSql(
            $"""
            INSERT INTO {TagChanges.Staging} (as_of, tag, customer_id, old_value, new_value, changed_at)
            SELECT {binder.Add(AsOf)}, {key}, l.customer_id, l.last.1 AS old, {TagChanges.Shown(tag, "n.coded")} AS new, {binder.Add(at)}
            FROM (
                SELECT customer_id, argMax(tuple(new_value), changed_at) AS last
                FROM tag_changes WHERE {Beyond(binder)} AND as_of <= {binder.Add(AsOf)} AND tag = {key} AND {TagStatements.Range}
                    AND customer_id NOT IN (SELECT customer_id FROM tag_changes WHERE tag = {key} AND source = 'live' AND {Later(binder)})
                GROUP BY customer_id
                HAVING max(source = 'live')
            ) AS l
            INNER JOIN (SELECT customer_id, {BandCode.Of(tag, $"`{tag.Key}`")} AS coded FROM tag_values WHERE as_of = {binder.Add(AsOf)} AND {TagStatements.Range}) AS n ON n.customer_id = l.customer_id
            WHERE ifNull(old != new, isNull(old) != isNull(new))
            """,
            binder.Parameters);
    }

    private string Day(ParameterBinder binder) => $"as_of = {binder.Add(AsOf)}";

    private string Beyond(ParameterBinder binder) =>
        $"(as_of > {binder.Add(Since)} OR (as_of = {binder.Add(Since)} AND changed_at > {binder.Add(SinceFinished)}))";

    private string Later(ParameterBinder binder) => $"(as_of > {binder.Add(AsOf)} AND changed_at < {binder.Add(First)})";
}
