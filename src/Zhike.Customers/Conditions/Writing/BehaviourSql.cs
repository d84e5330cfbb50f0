using System.Globalization;
using Zhike.Contracts.Customers;
using Zhike.Customers.Documents;

namespace Zhike.Customers.Conditions.Writing;

/// <summary>Conditions over what customers did, as sets of customers: one pass over the rows of the act, grouped by customer.</summary>
internal sealed class BehaviourSql(ConditionScope scope, ParameterBinder binder)
{
    private readonly MomentSql _moment = new(scope, binder);

    /// <summary>A predicate over customer_id.</summary>
    public string Of(Behaviour behaviour) => behaviour switch
    {
        Did did => OfDid(did),
        FirstTime first => In(first.Act, [_moment.UpToNow(first.Act)], $"min({MomentSql.Column(first.Act)}) > {_moment.DaysBack(first.Act, first.WithinDays)}"),
        Regularly regularly => OfRegularly(regularly),
        Stopped stopped => In(
            stopped.Act,
            [_moment.UpToNow(stopped.Act), _moment.After(stopped.Act, stopped.ActiveDays + stopped.QuietDays)],
            $"countIf({_moment.UpTo(stopped.Act, stopped.QuietDays)}) >= {Times(stopped.AtLeast)} AND countIf({_moment.After(stopped.Act, stopped.QuietDays)}) = 0"),
        Restarted restarted => OfRestarted(restarted),
        Sequence sequence => new SequenceSql(_moment, binder).Of(sequence),
        _ => throw new InvalidOperationException(behaviour.GetType().Name),
    };

    private string OfDid(Did did)
    {
        List<string> rows = [_moment.UpToNow(did.Act)];
        if (did.WithinDays is { } days)
        {
            rows.Add(_moment.After(did.Act, days));
        }

        // Whoever did nothing has no row to group: where nothing passes, those who fail are looked for, and left out.
        var turned = did.Test.HoldsForNothing;
        var having = FigureSql(did.Test, turned);
        return $"customer_id {(did.Never == turned ? "IN" : "NOT IN")} ({Set(did.Act, rows, having, did.SinceEnrolment)})";
    }

    private string OfRegularly(Regularly regularly)
    {
        var edges = _moment.Edges(regularly);
        var column = MomentSql.Column(regularly.Act);
        return In(
            regularly.Act,
            [_moment.UpToNow(regularly.Act), $"{column} > {edges}[{regularly.OfLast.ToString(CultureInfo.InvariantCulture)}]"],
            $"uniqExact(arrayFirstIndex(edge -> {column} > edge, {edges})) >= {Times(regularly.AtLeast)}");
    }

    private string OfRestarted(Restarted restarted)
    {
        var (act, quietFrom) = (restarted.Act, restarted.ActiveDays + restarted.QuietDays);
        return In(
            act,
            [_moment.UpToNow(act)],
            $"countIf({_moment.After(act, restarted.ActiveDays)}) >= {Times(restarted.AtLeast)}"
            + $" AND countIf({_moment.After(act, quietFrom)} AND {_moment.UpTo(act, restarted.ActiveDays)}) = 0 AND countIf({_moment.UpTo(act, quietFrom)}) > 0");
    }

    private string In(Act act, IEnumerable<string> rows, string having) => $"customer_id IN ({Set(act, rows, having, sinceEnrolment: false)})";

    private string Set(Act act, IEnumerable<string> rows, string having, bool sinceEnrolment)
    {
        var from = _moment.Rows(act, act.Where.Length == 0 ? rows : rows.Append(_moment.Is(act)), sinceEnrolment);
        return $"SELECT f.customer_id FROM {from}{(having.Length == 0 ? "" : $" GROUP BY f.customer_id HAVING {having}")}";
    }

    /// <summary>Empty where one row is enough, so that nothing need be counted.</summary>
    private string FigureSql(FigureTest test, bool turned)
    {
        var bounds = test.Bounds;
        if (test.Figure == Figure.Count && !turned && bounds is { From: 1, FromIncluded: true, To: null })
        {
            return "";
        }

        if (test.Figure == Figure.Count && turned && bounds is { To: 0, ToIncluded: true })
        {
            return "";
        }

        var column = test.Column is null ? "" : $"{test.Column.Sql}";
        var (figure, times) = test.Figure switch
        {
            Figure.Count => ("count()", ""),
            Figure.Sum => ($"ifNull(sum({column}), 0)", ""),
            Figure.Min => ($"min({column})", ""),
            Figure.Max => ($"max({column})", ""),

            // Compared as sum with bound times count: exact for money, where a quotient would not be.
            Figure.Average => ($"sum({column})", $" * count({column})"),
            _ => throw new InvalidOperationException(test.Figure.ToString()),
        };
        var sides = new List<string>();
        Side(bounds.From, bounds.FromIncluded ? ">=" : ">");
        Side(bounds.To, bounds.ToIncluded ? "<=" : "<");
        var present = test.Figure == Figure.Average ? $" AND count({column}) > 0" : "";
        var holds = $"{string.Join(" AND ", sides)}{present}";
        return turned ? $"NOT ({holds})" : $"ifNull({holds}, 0)";

        void Side(decimal? edge, string compare)
        {
            if (edge is { } value)
            {
                sides.Add($"{figure} {compare} {Edge(test, value)}{times}");
            }
        }
    }

    private string Edge(FigureTest test, decimal value)
    {
        var text = value.ToString(CultureInfo.InvariantCulture);
        return test switch
        {
            { Figure: Figure.Count } => binder.Add("Int64", text),
            { IsMoney: true, Figure: Figure.Average } => binder.Add("Decimal(38, 4)", text),
            { IsMoney: true } => binder.Add(FieldType.Money.EngineType(), text),
            _ => binder.Add("Float64", text),
        };
    }

    private string Times(int times) => binder.Add("UInt64", times.ToString(CultureInfo.InvariantCulture));
}
