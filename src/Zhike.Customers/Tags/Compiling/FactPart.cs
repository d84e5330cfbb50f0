using System.Collections.Immutable;
using System.Globalization;
using Zhike.Customers.Conditions;
using Zhike.Customers.Documents;
using Zhike.Customers.Sources;
using Zhike.Customers.Tags.Definitions;

namespace Zhike.Customers.Tags.Compiling;

/// <summary>Every measure over one fact table as one SELECT with a row a customer: one pass over the table.</summary>
internal sealed class FactPart
{
    private readonly IReadOnlyList<TagDefinition> _tags;
    private readonly ImmutableArray<MeasurePart> _parts;
    private readonly DateOnly _asOf;
    private readonly ParameterBinder _binder;
    private readonly RowSource _rows;
    private readonly ImmutableArray<SlotPlan> _plans;
    private readonly ImmutableDictionary<string, string> _named;

    /// <param name="tags">Measures over <paramref name="table"/>.</param>
    public FactPart(FactTable table, IReadOnlyList<TagDefinition> tags, DateOnly asOf, string zone, ParameterBinder binder)
    {
        (_tags, _asOf, _binder) = (tags, asOf, binder);
        _rows = RowSource.Of(table, asOf, zone, binder);
        _parts = [.. tags.SelectMany(t => MeasurePart.Of(t))];
        _named = _parts.GroupBy(p => p.Signature).ToImmutableDictionary(g => g.Key, g => g.First().Name);
        _plans = SlotPlans.For([.. _parts.Where(p => Shares(p.Measure)).Select(p => (p.Name, p.Measure))], asOf, binder);
    }

    /// <param name="customers">A predicate over customer_id.</param>
    public string Sql(string customers)
    {
        var day = _binder.Add(_asOf);
        var aggregates = new List<string>();
        foreach (var (i, plan) in _plans.Index().Where(p => p.Item.Slots > 0))
        {
            var slot = plan.SlotSql($"({day} - {_rows.Day})");
            if (plan.Sums)
            {
                // Sums stay in 64 bits: they would wrap above 92 quadrillion, more than all the money of any currency.
                aggregates.Add(string.Create(CultureInfo.InvariantCulture, $"sumWithOverflowResample(0, {plan.Slots}, 1)(amount, {slot}) AS sums{i}"));
            }

            if (plan.Counts)
            {
                aggregates.Add(string.Create(CultureInfo.InvariantCulture, $"countResample(0, {plan.Slots}, 1)({slot}) AS counts{i}"));
            }
        }

        aggregates.AddRange(_parts.Where(p => !IsPlanned(p) && NameOf(p) == p.Name).Select(p => $"{Aggregated(p, day)} AS `a_{p.Name}`"));
        var values = _tags.Select(t => $"{MeasurePart.Combined(t, [.. MeasurePart.Of(t).Select(Value)])} AS `{t.Key}`");
        return $"""
            SELECT customer_id, {string.Join(",\n    ", values)}
            FROM (
                SELECT customer_id, {string.Join(",\n        ", aggregates.DefaultIfEmpty("count() AS nothing"))}
                FROM {_rows.From}
                WHERE {customers} AND {_rows.Alive}{Reach()}
                GROUP BY customer_id
            )
            """;
    }

    /// <summary>When every window ends somewhere, older rows need not be read.</summary>
    private string Reach() => _rows.Windowed && _parts.All(p => p.Measure.WindowDays is not null)
        ? $" AND {_rows.Day} > {_binder.Add(_asOf.AddDays(-_parts.Max(p => p.Measure.LagDays + p.Measure.WindowDays!.Value)))}"
        : "";

    /// <summary>Sums and counts of transactions share slots; anything else aggregates by itself.</summary>
    private bool IsPlanned(MeasurePart part) => _plans.Any(p => p.SlotsOf.ContainsKey(part.Name));

    private static bool Shares(Measure measure) => measure.Table == FactTables.Transactions && measure.Aggregate switch
    {
        Aggregate.Count or Aggregate.Exists => true,
        Aggregate.Sum or Aggregate.Average => measure.Value?.Name == "amount",
        _ => false,
    };

    private string Value(MeasurePart part) => IsPlanned(part)
        ? FromSlots(part)
        : part.Measure.Shape is null ? $"`a_{NameOf(part)}`" : Patterns.Value(part.Measure, $"`a_{NameOf(part)}`");

    /// <summary>Two tags that ask the same share one aggregate.</summary>
    private string NameOf(MeasurePart part) => _named[part.Signature];

    private PatternSql Patterns => new(_rows, _asOf, _binder);

    /// <summary>Slots added up from the left, so that windows of one condition share their beginnings.</summary>
    private string FromSlots(MeasurePart part)
    {
        var (number, plan) = _plans.Index().First(p => p.Item.SlotsOf.ContainsKey(part.Name));
        var slots = plan.SlotsOf[part.Name];
        string Total(string array, string none) => slots.Length == 0
            ? none
            : $"({string.Join(" + ", slots.Select(slot => string.Create(CultureInfo.InvariantCulture, $"{array}{number}[{slot + 1}]")))})";
        return part.Measure.Aggregate switch
        {
            Aggregate.Sum => $"CAST({Total("sums", "0")}, 'Decimal(18, 2)')",
            Aggregate.Count => $"toUInt32({Total("counts", "0")})",
            Aggregate.Exists => $"({Total("counts", "0")} > 0)",
            _ => $"if({Total("counts", "0")} = 0, NULL, CAST({Total("sums", "toDecimal64(0, 2)")} / {Total("counts", "1")}, 'Decimal(18, 2)'))",
        };
    }

    private string Aggregated(MeasurePart part, string day)
    {
        var measure = part.Measure;
        var value = measure.Value?.Sql ?? "";
        var condition = ConditionOf(measure);
        return measure.Aggregate switch
        {
            Aggregate.Sum => $"CAST(ifNull(sumIf({value}, {condition}), 0), '{part.EngineType}')",
            Aggregate.Count => $"toUInt32(countIf({condition}))",
            Aggregate.Exists => $"(countIf({condition}) > 0)",
            Aggregate.Average => $"CAST(avgOrNullIf({value}, {condition}), '{part.EngineType}')",
            Aggregate.Min => $"minOrNullIf({value}, {condition})",
            Aggregate.Max => $"maxOrNullIf({value}, {condition})",
            Aggregate.Distinct => $"toUInt32(uniqExactIf({value}, {condition}))",
            Aggregate.First => Text(measure, $"argMinOrNullIf({value}, {_rows.Order}, {condition})"),
            Aggregate.Last => Text(measure, $"argMaxOrNullIf({value}, {_rows.Order}, {condition})"),
            Aggregate.LastPerAccount => LastPerAccount(value, condition, part.EngineType),
            Aggregate.DaysSinceFirst => $"toInt32({day} - minOrNullIf({_rows.Day}, {condition}))",
            Aggregate.DaysSinceLast => $"toInt32({day} - maxOrNullIf({_rows.Day}, {condition}))",
            _ => Patterns.Collected(measure, condition),
        };
    }

    /// <summary>Over a row: in the window, passing "where", and with a value where one is needed.</summary>
    private string ConditionOf(Measure measure)
    {
        var value = measure.Value?.Sql ?? "";
        var conditions = new List<string>();
        if (measure.Where.Length > 0)
        {
            conditions.Add(TestSql.Of(measure.Where, _asOf, _binder));
        }

        if (measure.LagDays > 0)
        {
            conditions.Add($"{_rows.Day} <= {_binder.Add(_asOf.AddDays(-measure.LagDays))}");
        }

        if (measure.WindowDays is { } days)
        {
            conditions.Add($"{_rows.Day} > {_binder.Add(_asOf.AddDays(-measure.LagDays - days))}");
        }

        if (measure is { Value: { Type: FieldType.Text, IsEnumerable: false }, Aggregate: Aggregate.Distinct or Aggregate.Preference })
        {
            conditions.Add($"{value} != ''");
        }

        if (measure.Aggregate == Aggregate.LastPerAccount)
        {
            conditions.Add($"isNotNull({value})");
        }

        return conditions.Count == 0 ? "1" : $"({string.Join(" AND ", conditions)})";
    }

    /// <summary>The greatest (order, value) of each account, the value in the lowest 64 bits as cents above -2^62, so that one
    /// whole number says both which is newest and what it is.</summary>
    private static string LastPerAccount(string value, string condition, string type)
    {
        const string zero = "4611686018427387904";
        var packed = $"bitShiftLeft(toUInt256({RowSource.TransactionOrder}), 64) + toUInt64(reinterpretAsInt64(assumeNotNull({value})) + {zero})";
        return $"CAST(toDecimal128(arraySum(newest -> toInt64(toUInt64(newest)) - {zero}, mapValues(maxMapIf(map(account_id, {packed}), {condition}))), 2) / 100, '{type}')";
    }

    private static string Text(Measure measure, string sql) => measure.Value is { IsEnumerable: true } ? $"toString({sql})" : sql;
}
