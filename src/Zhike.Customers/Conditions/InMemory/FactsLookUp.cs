using System.Globalization;
using Zhike.Customers.Sources;
using Zhike.Customers.Tags.Realtime;
using Zhike.Kernel;
using Zhike.Storage.Facts;
using Zhike.Storage.Facts.Rows;

namespace Zhike.Customers.Conditions.InMemory;

/// <summary>Fetches what a plan asks for, of some customers, in one statement by key.</summary>
internal sealed class FactsLookUp(FactsPlan plan, DateOnly asOf, DateTimeOffset now, DateOnly? tagDate, CurrentRows? current)
{
    /// <summary>Customers in one look-up; more than these are a set, and sets are the engine's work.</summary>
    public const int CustomersMax = 10_000;

    private const string Wanted = "{ids:Array(UInt64)}";

    private readonly ParameterBinder _binder = new("o");

    public async Task<Dictionary<ulong, CustomerFacts>> ReadAsync(
        IFacts facts, IReadOnlyCollection<ulong> customers, IReadOnlyDictionary<ulong, DateTimeOffset>? since, CancellationToken cancel)
    {
        if (customers.Count > CustomersMax)
        {
            throw new ArgumentException($"At most {CustomersMax} customers are looked up at once, not {customers.Count}.", nameof(customers));
        }

        var found = customers.ToDictionary(id => id, id => new CustomerFacts(id, since is not null && since.TryGetValue(id, out var at) ? at : null));
        var selects = plan.Parts.Select((key, part) => (Part: part, Sql: Of(key))).ToList();
        var sql = string.Join("\nUNION ALL\n", selects.Select(s => string.Create(
            CultureInfo.InvariantCulture, $"SELECT customer_id, toUInt16({s.Part}) AS part, at, day, CAST(vals, 'Array(Nullable(String))') AS vals FROM ({s.Sql})")));
        var statement = new FactsStatement("facts of customers", sql).WithBound(_binder.Parameters).With("ids", customers);
        await foreach (var row in facts.StreamAsync(Viewer.Bank("condition in memory"), statement, Read, cancel).ConfigureAwait(false))
        {
            found[row.Customer].Add(row.Part, row.Row);
        }

        return found;
    }

    private static (ulong Customer, int Part, FactRow Row) Read(ref RowReader row) =>
        (row.UInt64(), row.UInt16(), new FactRow(row.Int64(), row.Date(), [.. ((object?[])row.Any()!).Select(v => (string?)v)]));

    private string Of(object key) => key switch
    {
        CustomerKey => Customers(),
        TagsKey { Day: null } when current is not null => Tags(plan.Tags, current.From(plan.Tags.Select(t => t.Key), $"customer_id IN {Wanted}", tagDate!.Value, _binder), "1"),
        TagsKey { Day: null } => Tags(plan.Tags, "tag_values", $"as_of = {_binder.Add(tagDate!.Value)}"),
        TagsKey { Day: { } day } => Tags(plan.PastTags[day], "tag_values", $"as_of = (SELECT max(as_of) FROM tag_values WHERE as_of <= {_binder.Add(day.From(asOf))})"),
        RowsKey { Table: var table } => Rows(table, plan.Tables[table]),
        ChangesKey => Changes(),
        ListKey list => Members($"customer_lists WHERE list_key = {_binder.Add("String", list.List)} ORDER BY version DESC"),
        SegmentKey segment => Members(
            $"segment_members WHERE segment_id = {_binder.Add("String", segment.Segment)} AND as_of <= {_binder.Add(asOf)} ORDER BY as_of DESC, version DESC"),
        ModelKey model => Score(model),
        _ => throw new InvalidOperationException(key.GetType().Name),
    };

    private string Customers()
    {
        var columns = plan.CustomerColumns.Select(c => c.Sql.Replace("{as_of:Date}", _binder.Add(asOf), StringComparison.Ordinal));
        return $"SELECT c.customer_id AS customer_id, toInt64(0) AS at, c.opened_on AS day, {Texts(columns)} AS vals"
            + $" FROM customers AS c LEFT JOIN outlets AS o ON c.outlet_id = o.outlet_id WHERE c.customer_id IN {Wanted}";
    }

    private static string Tags(IEnumerable<TagColumn> tags, string from, string rows) =>
        $"SELECT customer_id, toInt64(0) AS at, as_of AS day, {Texts(tags.Select(t => $"`{t.Key}`"))} AS vals FROM {from} WHERE {rows} AND customer_id IN {Wanted}";

    private string Rows(FactTable table, TableNeeds needs)
    {
        var byDay = table == FactTables.Transactions;
        var rows = new List<string> { $"f.customer_id IN {Wanted}", byDay ? $"f.booked_on <= {_binder.Add(asOf)}" : $"f.ts <= {_binder.Add(now)}" };
        if (needs.BackDays is { } days)
        {
            rows.Add(byDay ? $"f.booked_on > {_binder.Add(asOf.AddDays(-days))}" : $"f.ts > {_binder.Add(now.AddDays(-days))}");
        }

        if (needs.ByName)
        {
            rows.Add($"f.name IN {_binder.AddMany("String", needs.Names)}");
        }

        var (at, day) = byDay ? ("f.booked_at", "f.booked_on") : ("f.ts", "toDate(f.ts)");
        return $"SELECT f.customer_id AS customer_id, toUnixTimestamp64Milli({at}) AS at, {day} AS day, {Texts(needs.Columns.Select(c => c.Sql))} AS vals"
            + $" FROM {table.From} AS f WHERE {string.Join(" AND ", rows)}";
    }

    private string Changes()
    {
        var first = asOf.AddDays(-plan.Changes.Max(c => c.WithinDays));
        return $"SELECT customer_id, toInt64(0) AS at, as_of AS day, {Texts(["tag", "old_value", "new_value"])} AS vals FROM tag_changes"
            + $" WHERE tag IN {_binder.AddMany("String", plan.Changes.Select(c => c.Tag.Key).Distinct())} AND as_of > {_binder.Add(first)} AND as_of <= {_binder.Add(asOf)} AND customer_id IN {Wanted}";
    }

    private static string Members(string newest) =>
        $"SELECT arrayJoin(arrayFilter(id -> bitmapContains(members, id), {Wanted})) AS customer_id, toInt64(0) AS at, toDate(0) AS day, [] AS vals FROM (SELECT members FROM {newest} LIMIT 1)";

    private string Score(ModelKey key)
    {
        var fresh = key.ValidDays is { } days ? $" AND as_of > {_binder.Add(asOf.AddDays(-days))}" : "";
        return $"SELECT customer_id, toInt64(0) AS at, max(as_of) AS day, {Texts(["argMax(score, (as_of, computed_at, model_version))"])} AS vals FROM scores"
            + $" WHERE model = {_binder.Add("String", key.Model)} AND as_of <= {_binder.Add(asOf)}{fresh} AND customer_id IN {Wanted} GROUP BY customer_id";
    }

    private static string Texts(IEnumerable<string> columns) => $"[{string.Join(", ", columns.Select(c => $"CAST(toString({c}), 'Nullable(String)')"))}]";
}
