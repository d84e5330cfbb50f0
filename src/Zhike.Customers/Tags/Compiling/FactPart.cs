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
    private readonly DateOnly _asOf;
    private readonly ParameterBinder _binder;
    private readonly RowSource _rows;
    private readonly SlotPlan? _plan;

    /// <param name="tags">Measures over <paramref name="table"/>.</param>
    public FactPart(FactTable table, IReadOnlyList<TagDefinition> tags, DateOnly asOf, string zone, ParameterBinder binder)
    {
        (_tags, _asOf, _binder) = (tags, asOf, binder);
        _rows = RowSource.Of(table, asOf, zone, binder);
        var shared = tags.Where(t => Shares(MeasureOf(t))).Select(t => (t.Key, MeasureOf(t))).ToList();
        // Trials that are given up must leave no parameters behind.
        var trial = SlotPlan.For(shared, asOf, () => new ParameterBinder("trial"));
        _plan = trial is null ? null : SlotPlan.For([.. shared.Where(s => trial.SlotsOf.ContainsKey(s.Key))], asOf, () => binder);
    }

    /// <summary>Sums and counts of transactions share slots; anything else aggregates by itself.</summary>
    public int Slots => _plan?.Slots ?? 0;

    /// <param name="customers">A predicate over customer_id.</param>
    public string Sql(string customers)
    {
        var day = _binder.Add(_asOf);
        var aggregates = new List<string>();
        if (_plan is not null)
        {
            var slots = _plan.Slots.ToString(CultureInfo.InvariantCulture);
            var slot = _plan.SlotSql($"({day} - {_rows.Day})");
            if (Planned().Any(t => MeasureOf(t).Aggregate is Aggregate.Sum or Aggregate.Average))
            {
                aggregates.Add($"sumResample(0, {slots}, 1)(amount, {slot}) AS sums");
            }

            if (Planned().Any(t => MeasureOf(t).Aggregate is not Aggregate.Sum))
            {
                aggregates.Add($"countResample(0, {slots}, 1)({slot}) AS counts");
            }
        }

        aggregates.AddRange(_tags.Where(t => !IsPlanned(t)).Select(t => $"{Aggregated(t, day)} AS `a_{t.Key}`"));
        var values = _tags.Select(t => $"{(IsPlanned(t) ? FromSlots(t) : $"`a_{t.Key}`")} AS `{t.Key}`");
        return $"""
            SELECT customer_id, {string.Join(",\n    ", values)}
            FROM (
                SELECT customer_id, {string.Join(",\n        ", aggregates)}
                FROM {_rows.From}
                WHERE {customers} AND {_rows.Alive}
                GROUP BY customer_id
            )
            """;
    }

    /// <summary>Ages in days at which a row enters or leaves some window: on that day its customer is recomputed.</summary>
    public IEnumerable<int> AgeEdges => _tags.SelectMany(t => SlotPlan.Edges(MeasureOf(t))).Append(0).Distinct().Order();

    private IEnumerable<TagDefinition> Planned() => _tags.Where(IsPlanned);

    private bool IsPlanned(TagDefinition tag) => _plan is not null && _plan.SlotsOf.ContainsKey(tag.Key);

    private static Measure MeasureOf(TagDefinition tag) => (Measure)tag.Source;

    private static bool Shares(Measure measure) => measure.Table == FactTables.Transactions && measure.Aggregate switch
    {
        Aggregate.Count or Aggregate.Exists => true,
        Aggregate.Sum or Aggregate.Average => measure.Value?.Name == "amount",
        _ => false,
    };

    /// <summary>Slots added up from the left, so that windows of one condition share their beginnings.</summary>
    private string FromSlots(TagDefinition tag)
    {
        var slots = _plan!.SlotsOf[tag.Key];
        string Total(string array, string none) => slots.Length == 0
            ? none
            : $"({string.Join(" + ", slots.Select(slot => string.Create(CultureInfo.InvariantCulture, $"{array}[{slot + 1}]")))})";
        return MeasureOf(tag).Aggregate switch
        {
            Aggregate.Sum => $"CAST({Total("sums", "0")}, 'Decimal(18, 2)')",
            Aggregate.Count => $"toUInt32({Total("counts", "0")})",
            Aggregate.Exists => $"({Total("counts", "0")} > 0)",
            _ => $"if({Total("counts", "0")} = 0, NULL, CAST({Total("sums", "toDecimal64(0, 2)")} / {Total("counts", "1")}, 'Decimal(18, 2)'))",
        };
    }

    private string Aggregated(TagDefinition tag, string day)
    {
        var measure = MeasureOf(tag);
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

        if (measure is { Value: { Type: FieldType.Text, IsEnumerable: false }, Aggregate: Aggregate.Distinct })
        {
            conditions.Add($"{value} != ''");
        }

        if (measure.Aggregate == Aggregate.LastPerAccount)
        {
            conditions.Add($"isNotNull({value})");
        }

        var condition = conditions.Count == 0 ? "1" : $"({string.Join(" AND ", conditions)})";
        return measure.Aggregate switch
        {
            Aggregate.Sum => $"CAST(ifNull(sumIf({value}, {condition}), 0), '{tag.EngineType}')",
            Aggregate.Count => $"toUInt32(countIf({condition}))",
            Aggregate.Exists => $"(countIf({condition}) > 0)",
            Aggregate.Average => $"CAST(avgOrNullIf({value}, {condition}), '{tag.EngineType}')",
            Aggregate.Min => $"minOrNullIf({value}, {condition})",
            Aggregate.Max => $"maxOrNullIf({value}, {condition})",
            Aggregate.Distinct => $"toUInt32(uniqExactIf({value}, {condition}))",
            Aggregate.First => Text(measure, $"argMinOrNullIf({value}, {_rows.Order}, {condition})"),
            Aggregate.Last => Text(measure, $"argMaxOrNullIf({value}, {_rows.Order}, {condition})"),
            Aggregate.LastPerAccount =>
                $"CAST(arraySum(newest -> newest.3, mapValues(maxMapIf(map(account_id, (booked_at, transaction_id, assumeNotNull({value}))), {condition}))), '{tag.EngineType}')",
            Aggregate.DaysSinceFirst => $"toInt32({day} - minOrNullIf({_rows.Day}, {condition}))",
            Aggregate.DaysSinceLast => $"toInt32({day} - maxOrNullIf({_rows.Day}, {condition}))",
            _ => throw new InvalidOperationException(measure.Aggregate.ToString()),
        };
    }

    private static string Text(Measure measure, string sql) => measure.Value is { IsEnumerable: true } ? $"toString({sql})" : sql;
}
