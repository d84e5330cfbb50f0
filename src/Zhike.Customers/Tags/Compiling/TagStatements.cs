using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using Zhike.Customers.Conditions;
using Zhike.Customers.Documents;
using Zhike.Customers.Sources;
using Zhike.Customers.Tags.Definitions;
using Zhike.Storage;

namespace Zhike.Customers.Tags.Compiling;

/// <summary>SQL with its bound parameters.</summary>
internal sealed record CompiledSql(string Sql, ImmutableSortedDictionary<string, string> Parameters);

/// <summary>All live tags as statements for one business date. Each works on a range of customer ids ({after:UInt64},
/// {upto:UInt64}], so that a run can be split to fit its memory.</summary>
/// <param name="into">The table that the values go to.</param>
internal sealed partial class TagStatements(TagSet tags, DateOnly asOf, string zone, string into = TagStatements.Staging)
{
    public const string Staging = "tag_values_next";

    public const string Due = "tag_due_next";

    public const string Range = "customer_id > {after:UInt64} AND customer_id <= {upto:UInt64}";

    public const string DueInRange = $"{Range} AND customer_id IN (SELECT customer_id FROM {Due} WHERE {Range})";

    /// <summary>Writing so many columns costs as much as computing them.</summary>
    private static readonly string OnAllCores = string.Create(CultureInfo.InvariantCulture, $"SETTINGS max_insert_threads = {Environment.ProcessorCount}");

    /// <summary>Where the ranks of this date lie, customer by customer.</summary>
    public string Ranks { get; } = $"{into}_ranks";

    /// <summary>Where the values of an expert's SQL lie, customer by customer.</summary>
    public string Expert { get; } = $"{into}_expert";

    private string Listed => string.Join(", ", Columns.Select(c => $"`{c}`"));

    private IReadOnlyList<string> Columns { get; } = ["as_of", "customer_id", "org_path", "manager_id", .. tags.InOrder.Select(t => t.Key)];

    /// <summary>Computes from the facts.</summary>
    /// <param name="onlyDue">Only the customers in the table of those whose facts or windows changed.</param>
    public CompiledSql Compute(bool onlyDue) => Compute(onlyDue ? DueInRange : Range, Range, "", "", OnAllCores);

    /// <summary>Computes some customers. Reads none of the ranks and experts' values.</summary>
    /// <param name="customers">A predicate over customer_id.</param>
    /// <param name="columns">Further columns of the table, and their values: "a, b" and "1, 2".</param>
    public CompiledSql ComputeOf(string customers, string columns, string values) => Compute(customers, customers, $", {columns}", $", {values}", "");

    private CompiledSql Compute(string customers, string joined, string columns, string with, string settings)
    {
        var binder = new ParameterBinder("t");
        var parts = Parts(binder).ToList();
        var day = binder.Add(asOf);
        var values = Base().Select(t => $"{BaseValue(t, day)} AS `{t.Key}`");
        var from = $"(SELECT {CustomerColumns()} FROM customer_versions FINAL WHERE {customers} AND opened_on <= {day}) AS c";
        foreach (var (table, part) in parts)
        {
            // The facts stream through; the customers, who are few columns wide, are held in memory.
            from = table == FactTables.Transactions
                ? $"(\n{part.Sql(customers)}\n) AS transactions_part RIGHT JOIN {from} ON transactions_part.customer_id = c.customer_id"
                : $"{from} LEFT JOIN (\n{part.Sql(customers)}\n) AS {table.Name}_part ON {table.Name}_part.customer_id = c.customer_id";
        }

        from += Joins("c", joined, binder);
        if (Base().Any(t => t.Source is FromAttribute { Attribute.NeedsOutlet: true }))
        {
            from += " LEFT JOIN outlets AS o ON c.outlet_id = o.outlet_id";
        }

        var inner = $"SELECT {day} AS as_of, c.customer_id AS customer_id, c.org_path AS org_path, c.manager_id AS manager_id,\n    {string.Join(",\n    ", values.Append("1 AS one"))}\nFROM {from}";
        return new CompiledSql($"INSERT INTO {into} ({Listed}{columns}) {settings}\nSELECT {Listed}{with}\nFROM (\n{Leveled(inner, tags.InOrder, binder)}\n)", binder.Parameters);
    }

    /// <summary>Copies everybody who is not due from the date before: numbers of days grow, all else is as it was.</summary>
    public CompiledSql CarryOver(DateOnly before)
    {
        var binder = new ParameterBinder("t");
        var moves = new DayMoves(tags, before, asOf, zone);
        var others = $"WHERE as_of = {binder.Add(before)} AND {Range} AND customer_id NOT IN (SELECT customer_id FROM {Due} WHERE {Range})";
        if (tags.Late.IsEmpty)
        {
            // TRICKY: no aliases here: an alias that is a column's name would stand for the grown value in the other expressions.
            return new CompiledSql(
                $"""
                INSERT INTO {into} ({Listed}) {OnAllCores}
                SELECT {binder.Add(asOf)}, customer_id, org_path, manager_id, {string.Join(", ", tags.InOrder.Select(moves.Grown))}
                FROM tag_values
                {others}
                """,
                binder.Parameters);
        }

        return CarryLate(moves, others, binder);
    }

    /// <summary>As above, with the late tags found anew: the joined ones beside the old row, what reads them on top of it.</summary>
    private CompiledSql CarryLate(DayMoves moves, string others, ParameterBinder binder)
    {
        var early = tags.InOrder.Where(t => !tags.Late.Contains(t.Key)).ToList();
        var joined = tags.InOrder.Where(t => t.IsJoined).ToList();
        var grown = early.Select(t => $"{moves.Grown(t)} AS `new_{t.Key}`").Concat(joined.Select(t => $"{JoinedValue(t)} AS `new_{t.Key}`"));
        var inner =
            $"""
            SELECT {binder.Add(asOf)} AS as_of, customer_id, org_path, manager_id, {string.Join(", ", early.Concat(joined).Select(t => $"`new_{t.Key}` AS `{t.Key}`"))}
            FROM (
                SELECT old.customer_id AS customer_id, old.org_path AS org_path, old.manager_id AS manager_id,
                    {string.Join(",\n        ", grown)}
                FROM (SELECT {string.Join(", ", (string[])["customer_id", "org_path", "manager_id", .. early.Select(t => $"`{t.Key}`")])} FROM tag_values {others}) AS old{Joins("old", Range, binder)}
            )
            """;
        var leveled = Leveled(inner, tags.InOrder.Where(t => tags.Late.Contains(t.Key)), binder);
        return new CompiledSql($"INSERT INTO {into} ({Listed}) {OnAllCores}\nSELECT {Listed}\nFROM (\n{leveled}\n)", binder.Parameters);
    }

    /// <summary>Everybody whose values may be others than those of the date before, into <see cref="Due"/>. Late tags are found anew anyway.</summary>
    /// <param name="sql">Due.sql, with its slots.</param>
    public CompiledSql FindDue(string sql, DateOnly before)
    {
        var early = new TagSet([.. tags.InOrder.Where(t => !tags.Late.Contains(t.Key))], tags.Errors);
        var due = new TagStatements(early, asOf, zone, into).DueSince(sql, before);
        return due with { Sql = $"INSERT INTO {Due}\n{due.Sql}" };
    }

    /// <summary>The same as a SELECT of customer_id, with every tag's days minded.</summary>
    public CompiledSql DueSince(string sql, DateOnly before)
    {
        var binder = new ParameterBinder("m");
        var moves = new DayMoves(tags, before, asOf, zone);
        foreach (var table in FactTables.All)
        {
            sql = SqlSlot.Fill(sql, table.Name, moves.RowsOf(table, binder));
        }

        sql = SqlSlot.Fill(sql, "outlets", moves.BirthdaysOfOutlets ? "LEFT JOIN outlets AS o ON c.outlet_id = o.outlet_id" : "");
        sql = SqlSlot.Fill(SqlSlot.Fill(sql, "birthdays", moves.Birthdays(binder)), "tags", moves.Turnings(binder));
        return new CompiledSql(sql, binder.Parameters);
    }

    /// <summary>The measures of each fact table that any tag reads; transactions first.</summary>
    public IEnumerable<(FactTable Table, FactPart Part)> Parts(ParameterBinder binder) => FactTables.All
        .Select(table => (table, Tags: tags.InOrder.Where(t => t.Source is Measure m && m.Table == table).ToList()))
        .Where(p => p.Tags.Count > 0)
        .Select(p => (p.table, new FactPart(p.table, p.Tags, asOf, zone, binder)));

    /// <summary>No more than the tags need: the free attributes are most of a customer's row.</summary>
    private string CustomerColumns() => string.Join(", ", Base().Select(t => t.Source).OfType<FromAttribute>()
        .SelectMany(a => ColumnOfCustomer().Matches(a.Attribute.Sql).Select(m => m.Groups[1].Value).Append(a.Attribute.NeedsOutlet ? "outlet_id" : "customer_id"))
        .Concat(["customer_id", "org_path", "manager_id"]).Distinct().Order(StringComparer.Ordinal));

    [GeneratedRegex(@"\bc\.(\w+)")]
    private static partial Regex ColumnOfCustomer();

    private IEnumerable<TagDefinition> Base() => tags.InOrder.Where(t => t.Source is Measure or FromAttribute || t.IsJoined);

    private string Joins(string customers, string only, ParameterBinder binder)
    {
        var ranks = tags.InOrder.Any(t => t.Source is Rank)
            ? $" LEFT JOIN (SELECT * FROM {Ranks} WHERE {only}) AS ranks_part ON ranks_part.customer_id = {customers}.customer_id"
            : "";
        var expert = tags.InOrder.Any(t => t.Source is ExpertSql)
            ? $" LEFT JOIN ({ExpertStatements.Of(tags, Expert, only)}) AS expert_part ON expert_part.customer_id = {customers}.customer_id"
            : "";
        var given = tags.InOrder.Where(t => t.Source is Given).ToList();
        return given.Count == 0
            ? ranks + expert
            : $"{ranks}{expert} LEFT JOIN (\n{GivenSql.Of(given, only, asOf, binder)}\n) AS given_part ON given_part.customer_id = {customers}.customer_id";
    }

    private static string JoinedValue(TagDefinition tag) => tag.Source switch
    {
        Rank => $"ranks_part.`{tag.Key}`",
        ExpertSql => $"expert_part.`{tag.Key}`",
        Ended => $"defaultValueOfTypeName('{tag.EngineType}')",
        _ => $"given_part.`{tag.Key}`",
    };

    private static string BaseValue(TagDefinition tag, string day)
    {
        if (tag.Source is Measure measure)
        {
            var column = $"{measure.Table.Name}_part.`{tag.Key}`";
            return tag.Nullable ? column : $"ifNull({column}, {(tag.EngineType.StartsWith("Decimal", StringComparison.Ordinal) ? "toDecimal64(0, 2)" : "0")})";
        }

        return tag.Source is FromAttribute attribute ? AttributeSql.Of(attribute, day) : JoinedValue(tag);
    }

    /// <summary>Derived tags, each level over the one below it.</summary>
    private string Leveled(string inner, IEnumerable<TagDefinition> wanted, ParameterBinder binder)
    {
        var levels = new Dictionary<string, int>();
        foreach (var tag in wanted.Where(t => t.Source is Rule or Ratio))
        {
            levels[tag.Key] = 1 + tag.Reads.Select(r => levels.GetValueOrDefault(r)).DefaultIfEmpty(0).Max();
        }

        foreach (var level in levels.Values.Distinct().Order())
        {
            var derived = tags.InOrder.Where(t => levels.GetValueOrDefault(t.Key) == level).Select(t => $"{Derived(t, binder)} AS `{t.Key}`");
            inner = $"SELECT *, {string.Join(",\n    ", derived)}\nFROM (\n{inner}\n)";
        }

        return inner;
    }

    private string Derived(TagDefinition tag, ParameterBinder binder)
    {
        if (tag.Source is Ratio ratio)
        {
            return DayMoves.RatioSql($"`{ratio.Of.Key}`", $"`{ratio.To.Key}`");
        }

        var rule = (Rule)tag.Source;
        string Value(string text) => binder.Add(tag.Type.EngineType(), text);
        var cases = rule.Cases.Select(c => $"{new RuleSql(asOf, binder).Of(c.When)}, {Value(c.Value)}");
        return $"CAST(multiIf({string.Join(", ", cases)}, {(rule.Otherwise is { } otherwise ? Value(otherwise) : "NULL")}), '{tag.EngineType}')";
    }
}
