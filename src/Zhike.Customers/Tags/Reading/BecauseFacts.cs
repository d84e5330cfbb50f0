using System.Collections.Immutable;
using System.Globalization;
using Zhike.Contracts.Customers;
using Zhike.Customers.Conditions;
using Zhike.Customers.Documents;
using Zhike.Customers.Sources;
using Zhike.Customers.Tags.Compiling;
using Zhike.Customers.Tags.Definitions;
using Zhike.Kernel;
using Zhike.Storage.Facts;
using Zhike.Storage.Facts.Rows;

namespace Zhike.Customers.Tags.Reading;

/// <summary>The rows of a fact table that a measure counted for one customer, in its window.</summary>
/// <param name="zone">The bank's time zone.</param>
internal sealed class BecauseFacts(IFacts facts, string zone)
{
    public const int RowsMax = 50;

    private const string NoAmount = "CAST(NULL, 'Nullable(Decimal(18, 2))')";
    private const string NoInstant = "CAST(NULL, 'Nullable(DateTime64(3, \\'UTC\\'))')";

    /// <summary>Null for a table whose rows nobody can show.</summary>
    public async Task<BecauseRows?> ReadAsync(Viewer viewer, ulong customer, TagDefinition tag, object? value, DateOnly asOf, CancellationToken cancel)
    {
        var measure = (Measure)tag.Source;
        if (Columns(measure.Table) is not { } columns)
        {
            return null;
        }

        var parts = Parts(tag, measure, value);
        var binder = new ParameterBinder("b");
        var sql = Sql(measure, parts, columns, asOf, binder);
        var statement = new FactsStatement("facts behind a tag", sql).WithBound(binder.Parameters).With("customer", customer).Within(FactsLimits.Point);
        var rows = await facts.ListAsync(viewer, statement, (ref RowReader row) => Read(ref row, measure.Table, parts.Count), cancel).ConfigureAwait(false);
        var column = measure.Value is { } aggregated ? FactWords.Column(aggregated.Name) : null;
        return new BecauseRows(
            measure.Table.Name, Snake(measure.Aggregate.ToString()), column?.Value ?? "", column?.Zh ?? "", column?.En ?? "",
            [.. parts.Select((p, i) => PartOf(p, measure, asOf, rows.Count == 0 ? 0 : rows[0].Counts[i], rows.Count == 0 ? 0 : rows[0].Sums[i]))],
            rows.Count == 0 ? 0 : rows[0].Total, [.. rows.Select(r => r.Row)]);
    }

    /// <summary>A shape of two parts names them; a preference shows what was preferred beside all.</summary>
    private static List<(string Name, RowUse Use)> Parts(TagDefinition tag, Measure measure, object? value)
    {
        var uses = MeasurePart.UsesOf(tag).ToList();
        if (measure is { Shape: PreferenceShape, Value: { } column } && value is string preferred)
        {
            var chosen = uses[0] with { Where = [.. uses[0].Where, new ColumnTest(column, new Comparison(Operator.Eq, [preferred]))] };
            return [("part", chosen), ("whole", uses[0])];
        }

        string[] names = measure.Shape switch
        {
            ShareShape => ["part", "whole"],
            TrendShape => ["now", "before"],
            SequenceShape => ["earlier", "later"],
            _ => ["rows"],
        };
        return [.. uses.Take(names.Length).Select((use, i) => (names[i], use))];
    }

    private string Sql(Measure measure, List<(string Name, RowUse Use)> parts, string columns, DateOnly asOf, ParameterBinder binder)
    {
        var source = RowSource.Of(measure.Table, asOf, zone, binder);
        var value = measure.Value?.Sql;
        var flags = parts.Select((p, i) => string.Create(CultureInfo.InvariantCulture, $"toUInt8({Passes(p.Use, measure, source, asOf, binder)}) AS u{i}")).ToList();
        var any = string.Join(" OR ", parts.Select((_, i) => string.Create(CultureInfo.InvariantCulture, $"u{i} = 1")));
        var money = measure.Value?.Type == FieldType.Money;
        var totals = parts.Select((_, i) => string.Create(
            CultureInfo.InvariantCulture,
            $"countIf(u{i} = 1) OVER (), toDecimal64(sum(if(u{i} = 1, money, toDecimal128(0, 2))) OVER (), 2)"));
        var perAccount = measure.Aggregate == Aggregate.LastPerAccount ? "ORDER BY place DESC LIMIT 1 BY account_id" : "";
        return $"""
            SELECT id, day, at, kind, purpose, direction, channel, product, amount, value, detail, {string.Join(", ", parts.Select((_, i) => string.Create(CultureInfo.InvariantCulture, $"u{i}")))},
                count() OVER (), {string.Join(", ", totals)}
            FROM (
                SELECT {columns.Replace("/*DAY*/", source.Day, StringComparison.Ordinal)},
                    {(value is null ? "''" : $"ifNull(toString({value}), '')")} AS value,
                    {(money ? $"ifNull(toDecimal128({value}, 2), toDecimal128(0, 2))" : "toDecimal128(0, 2)")} AS money,
                    {source.Order} AS place, {string.Join(", ", flags)}
                FROM {source.From}
                WHERE customer_id = {"{customer:UInt64}"} AND {source.Alive} AND ({any})
                  AND customer_id IN (SELECT customer_id FROM customers WHERE customer_id = {"{customer:UInt64}"} AND {CompiledCondition.InScope})
                {perAccount}
            )
            ORDER BY {Order(measure)}
            LIMIT {RowsMax.ToString(CultureInfo.InvariantCulture)}
            """;
    }

    /// <summary>In the window, passing the tests, and with a value where one is needed: as the measure itself is compiled.</summary>
    private static string Passes(RowUse use, Measure measure, RowSource source, DateOnly asOf, ParameterBinder binder)
    {
        var value = measure.Value?.Sql ?? "";
        var conditions = new List<string>();
        if (use.Where.Length > 0)
        {
            conditions.Add(TestSql.Of(use.Where, asOf, binder));
        }

        if (use.Measure.LagDays > 0)
        {
            conditions.Add($"{source.Day} <= {binder.Add(asOf.AddDays(-use.Measure.LagDays))}");
        }

        if (use.Measure.WindowDays is { } days)
        {
            conditions.Add($"{source.Day} > {binder.Add(asOf.AddDays(-use.Measure.LagDays - days))}");
        }

        if (measure is { Value: { Type: FieldType.Text, IsEnumerable: false }, Aggregate: Aggregate.Distinct or Aggregate.Preference })
        {
            conditions.Add($"{value} != ''");
        }

        if (measure.Aggregate is Aggregate.LastPerAccount && value.Length > 0)
        {
            conditions.Add($"isNotNull({value})");
        }

        return conditions.Count == 0 ? "1" : $"({string.Join(" AND ", conditions)})";
    }

    /// <summary>The row that decides comes first.</summary>
    private static string Order(Measure measure) => measure.Aggregate switch
    {
        Aggregate.First or Aggregate.DaysSinceFirst => "place",
        Aggregate.Min when measure.Value?.Type == FieldType.Money => "money, place DESC",
        Aggregate.Max when measure.Value?.Type == FieldType.Money => "money DESC, place DESC",
        _ => "place DESC",
    };

    private static string? Columns(FactTable table) => table.Name switch
    {
        "transactions" => $"toString(transaction_id) AS id, toNullable(booked_on) AS day, {NoInstant} AS at, toString(kind) AS kind, toString(purpose) AS purpose, "
            + "toString(direction) AS direction, toString(channel) AS channel, '' AS product, toNullable(amount) AS amount, account_id, '' AS detail",
        "events" => "toString(event_id) AS id, toNullable(/*DAY*/) AS day, toNullable(ts) AS at, toString(name) AS kind, '' AS purpose, '' AS direction, "
            + $"toString(channel) AS channel, '' AS product, {NoAmount} AS amount, substring(toString(properties), 1, 500) AS detail",
        "holdings" => $"holding_no AS id, opened_on AS day, {NoInstant} AS at, toString(kind) AS kind, '' AS purpose, '' AS direction, '' AS channel, "
            + "toString(product_id) AS product, toNullable(amount) AS amount, toJSONString(attributes) AS detail",
        _ => null,
    };

    private static Found Read(ref RowReader row, FactTable table, int parts)
    {
        var (id, day, at, kind) = (row.Text(), row.DateOrNull(), row.InstantOrNull(), row.Text());
        var name = table == FactTables.Transactions ? FactWords.Code("kind", kind) : table == FactTables.Events ? FactWords.Event(kind) : NamedValue.Nameless(kind);
        var found = new BecauseRow(
            id, day, at, kind, name.Zh, name.En, row.Text(), row.Text(), row.Text(), row.Text(), row.DecimalOrNull(), row.Text(), row.Text(), []);
        var flags = new bool[parts];
        for (var i = 0; i < parts; i++)
        {
            flags[i] = row.Bool();
        }

        var total = checked((long)row.UInt64());
        var (counts, sums) = (new long[parts], new decimal[parts]);
        for (var i = 0; i < parts; i++)
        {
            (counts[i], sums[i]) = (checked((long)row.UInt64()), row.Decimal());
        }

        return new Found(found with { Parts = [.. flags.Index().Where(f => f.Item).Select(f => f.Index)] }, total, counts, sums);
    }

    private static BecausePart PartOf((string Name, RowUse Use) part, Measure measure, DateOnly asOf, long rows, decimal sum)
    {
        var to = asOf.AddDays(-part.Use.Measure.LagDays);
        return new BecausePart(
            part.Name, part.Use.Measure.WindowDays is { } days ? to.AddDays(1 - days) : null, to, [.. part.Use.Where.Select(Test)], rows,
            measure.Value?.Type == FieldType.Money ? sum : null);
    }

    private static BecauseTest Test(ColumnTest test)
    {
        var column = FactWords.Column(test.Column.Name);
        var named = test.Test.Operands.Select(o => test.Column.IsEnumerable ? FactWords.Code(test.Column.Name, o) : Nameless(test.Column, o)).ToList();
        return new BecauseTest(
            test.Column.Name, column.Zh, column.En, Comparison.NameOf(test.Test.Op), test.Test.Operands, [.. named.Select(n => n.Zh)], [.. named.Select(n => n.En)]);
    }

    private static NamedValue Nameless(FactColumn column, string operand) => column.Name == "name" ? FactWords.Event(operand) : FactWords.Code(column.Name, operand);

    private static string Snake(string name) => System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(name);

    private sealed record Found(BecauseRow Row, long Total, long[] Counts, decimal[] Sums);
}
