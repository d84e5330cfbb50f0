using Zhike.Contracts.Customers;
using Zhike.Contracts.Jobs;
using Zhike.Customers.Conditions;
using Zhike.Customers.Tags.Definitions;
using Zhike.Customers.Tags.Realtime;
using Zhike.Customers.Tags.Running;
using Zhike.Kernel;
using Zhike.Storage.Facts;
using Zhike.Storage.Facts.Rows;
using Zhike.Customers.Documents;

namespace Zhike.Customers.Tags.Reading;

/// <summary>The door to tags.</summary>
internal sealed class TagReader(IFacts facts, LiveTags live, LiveCatalogue catalogue, CurrentValues current, TagRun run) : ITags
{
    public async Task<IReadOnlyList<TagInfo>> AllAsync(CancellationToken cancel)
    {
        var documents = await live.ReadAsync(cancel).ConfigureAwait(false);
        return [.. documents.InOrder.Select(t => new TagInfo(t.Key, t.Name.Zh, t.Name.En, t.Dimension, KindOf(t), t.Type.Name(), t.Key, t.Owner)
        {
            Values = t.Type == FieldType.Text ? t.Named : [],
            Bands = [.. t.Bands.Select(b => new TagBand(b.From, b.To, b.Named))],
            Unit = t.Unit is { } unit ? new NamedValue(t.Key, unit.Zh, unit.En) : null,
        })];
    }

    public Task RunAsync(DateOnly asOf, bool full, IProgressSink progress, CancellationToken cancel) => run.RunAsync(asOf, full, progress, cancel);

    public Task<DateOnly?> DateAsync(DateOnly asOf, CancellationToken cancel) => catalogue.TagDateAsync(asOf, cancel);

    public async Task<IReadOnlyDictionary<ulong, IReadOnlyDictionary<string, object?>>> ValuesAsync(
        Viewer viewer, IReadOnlyCollection<ulong> customerIds, DateOnly asOf, CancellationToken cancel)
    {
        var tags = (await live.ReadAsync(cancel).ConfigureAwait(false)).InOrder;
        var date = await DateAsync(asOf, cancel).ConfigureAwait(false);
        if (date is null || customerIds.Count == 0 || tags.Length == 0)
        {
            return new Dictionary<ulong, IReadOnlyDictionary<string, object?>>();
        }

        const string wanted = "customer_id IN {customers:Array(UInt64)}";
        var binder = new ParameterBinder("v");
        var from = await current.AtAsync(asOf, cancel).ConfigureAwait(false) is { } now
            ? now.From(tags.Select(t => t.Key), wanted, date.Value, binder)
            : "tag_values";
        var statement = new FactsStatement(
            "tags of customers",
            $"""
            SELECT customer_id, {string.Join(", ", tags.Select(t => $"`{t.Key}`"))}
            FROM {from}
            WHERE as_of = {"{as_of:Date}"} AND {wanted} AND {CompiledCondition.InScope}
            """).WithBound(binder.Parameters).With("as_of", date.Value).With("customers", customerIds);
        var rows = await facts.ListAsync(viewer, statement, (ref RowReader row) => Row(ref row, tags), cancel).ConfigureAwait(false);
        return rows.ToDictionary(r => r.Key, r => r.Value);
    }

    public static string KindOf(TagDefinition tag) => tag.Source switch
    {
        Measure => "measure",
        FromAttribute => "attribute",
        Rule => "rule",
        Rank => "rank",
        ExpertSql => "sql",
        Listed => "list",
        Manual => "manual",
        Scored => "score",
        _ => "ratio",
    };

    private static KeyValuePair<ulong, IReadOnlyDictionary<string, object?>> Row(ref RowReader row, IReadOnlyList<TagDefinition> tags)
    {
        var customer = row.UInt64();
        var values = new Dictionary<string, object?>(tags.Count, StringComparer.Ordinal);
        foreach (var tag in tags)
        {
            values[tag.Key] = row.Any();
        }

        return new(customer, values);
    }
}
