using System.Collections.Immutable;
using System.Text.Json;
using Zhike.Customers.Documents;
using Zhike.Customers.Sources;
using Zhike.Customers.Tags.Definitions;
using Zhike.Kernel;

namespace Zhike.Customers.Conditions.Reading;

/// <summary>Reads the forms over what customers did.</summary>
internal sealed class BehaviourReader(List<FieldError> errors)
{
    public const int DaysMax = 36_500;

    /// <summary>More periods than five years of weeks say nothing that a tag would not say better.</summary>
    public const int PeriodsMax = 260;

    public const int StepsMax = 8;

    public static IReadOnlyList<string> Forms { get; } = ["did", "did_not", "first_time", "regularly", "stopped", "restarted", "sequence"];

    public Behaviour? Read(FieldReader outer, string form)
    {
        var before = errors.Count;
        var fields = new FieldReader(outer.Optional(form) ?? default, outer.PathOf(form), errors);
        if (!fields.IsObject)
        {
            return null;
        }

        var behaviour = form == "sequence" ? Sequence(fields) : OneAct(fields, form);
        fields.RefuseUnknown();
        return errors.Count > before ? null : behaviour;
    }

    private Behaviour? OneAct(FieldReader fields, string form)
    {
        var act = Act(fields);
        var table = fields.Text("event") == "transaction" ? FactTables.Transactions : FactTables.Events;
        switch (form)
        {
            case "first_time":
                var within = Days(fields, "within_days");
                return act is null ? null : new FirstTime(act, within);
            case "regularly":
                var (least, last) = (fields.Whole("at_least", 1, PeriodsMax), fields.Whole("of_last", 1, PeriodsMax));
                Need(fields, "at_least", least);
                Need(fields, "of_last", last);
                if (least > last)
                {
                    fields.Refuse("at_least", $"is more than of_last: there are only {last} periods");
                }

                var unit = fields.Choice("unit", ["weeks", "months"], required: true);
                return act is null ? null : new Regularly(act, least ?? 1, last ?? 1, unit == "months" ? PeriodUnit.Months : PeriodUnit.Weeks);
            case "stopped" or "restarted":
                var times = fields.Whole("at_least", 1, 1_000_000) ?? 1;
                var (active, quiet) = (Days(fields, "active_days"), Days(fields, "quiet_days"));
                return act is null ? null : form == "stopped" ? new Stopped(act, times, active, quiet) : new Restarted(act, times, active, quiet);
            default:
                var figure = new FigureReader(fields, table, errors).Read();
                var window = fields.Whole("within_days", 1, DaysMax);
                var since = fields.Choice("since", ["enrolment"]);
                return act is null ? null : new Did(act, figure, window, since is not null, form == "did_not");
        }
    }

    private Sequence? Sequence(FieldReader fields)
    {
        var list = fields.List("steps", required: true);
        if (list.Count is < 2 or > StepsMax && errors.Count == 0)
        {
            fields.Refuse("steps", $"must be 2 to {StepsMax} acts, but are {list.Count}");
        }

        var steps = list.Take(StepsMax).Select((s, i) => Step(s.Element, s.Path, first: i == 0)).ToList();
        var within = fields.Whole("within_days", 1, DaysMax);
        var span = fields.Optional("span") is { } given ? Span(given, fields.PathOf("span")) : null;
        var since = fields.Choice("since", ["enrolment"]);
        return steps.Contains(null) ? null : new Sequence([.. steps.Select(s => s!)], within, span, since is not null);
    }

    private SequenceStep? Step(JsonElement element, string path, bool first)
    {
        var fields = new FieldReader(element, path, errors);
        if (!fields.IsObject)
        {
            return null;
        }

        var act = Act(fields);
        Act? without = null;
        if (fields.Optional("without") is { } between)
        {
            if (first)
            {
                fields.Refuse("without", "has no step before it to stand between");
            }

            var inner = new FieldReader(between, fields.PathOf("without"), errors);
            without = inner.IsObject ? Act(inner) : null;
            inner.RefuseUnknown();
        }

        fields.RefuseUnknown();
        return act is null ? null : new SequenceStep(act, without);
    }

    /// <summary>{"days": 3}, {"hours": 2} or {"minutes": 30}, in milliseconds.</summary>
    private long? Span(JsonElement element, string path)
    {
        var fields = new FieldReader(element, path, errors);
        if (!fields.IsObject)
        {
            return null;
        }

        var (days, hours, minutes) = (fields.Whole("days", 1, DaysMax), fields.Whole("hours", 1, 100_000), fields.Whole("minutes", 1, 1_000_000));
        fields.RefuseUnknown();
        if (new[] { days, hours, minutes }.Count(n => n is not null) != 1)
        {
            fields.Refuse("days", "must be given, or hours, or minutes: one of them");
            return null;
        }

        return ((days ?? 0) * 86_400_000L) + ((hours ?? 0) * 3_600_000L) + ((minutes ?? 0) * 60_000L);
    }

    /// <summary>{"event": "transaction", "where": {…}}.</summary>
    private Act? Act(FieldReader fields)
    {
        var before = errors.Count;
        var name = fields.Text("event", required: true);
        var table = name == "transaction" ? FactTables.Transactions : FactTables.Events;
        var where = WhereReader.Read(fields.Optional("where"), table, fields.PathOf("where"), errors);
        if (errors.Count > before || name is null)
        {
            return null;
        }

        return new Act(table, table == FactTables.Events ? where.Insert(0, new ColumnTest(table.Columns["name"], new Comparison(Operator.Eq, [name]))) : where);
    }

    private static int Days(FieldReader fields, string name)
    {
        var days = fields.Whole(name, 1, DaysMax);
        Need(fields, name, days);
        return days ?? 1;
    }

    private static void Need(FieldReader fields, string name, int? given)
    {
        if (given is null && fields.Optional(name) is null)
        {
            fields.Refuse(name, "is missing");
        }
    }
}
