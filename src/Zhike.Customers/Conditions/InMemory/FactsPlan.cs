using System.Collections.Immutable;
using Zhike.Customers.Documents;
using Zhike.Customers.Sources;

namespace Zhike.Customers.Conditions.InMemory;

/// <summary>What a condition reads of a customer, each part under a number, so that one look-up by key brings all of it.</summary>
internal sealed class FactsPlan
{
    public const int CustomerPart = 0;

    private readonly List<object> _parts = [new CustomerKey()];

    public FactsPlan(Condition condition, ConditionSql sql)
    {
        Asked = sql.AskedOf([condition]);
        if (Asked == Asked.TaggedCustomers)
        {
            Part(new TagsKey(null));
        }

        foreach (var piece in Visited(condition))
        {
            Plan(piece, sql);
        }
    }

    public Asked Asked { get; }

    /// <summary>Columns of the customer: name for the plan, and the expression that reads it over c and o.</summary>
    public List<(string Name, string Sql)> CustomerColumns { get; } = [];

    public Dictionary<PastDay, List<TagColumn>> PastTags { get; } = [];

    public List<TagColumn> Tags { get; } = [];

    public Dictionary<FactTable, TableNeeds> Tables { get; } = [];

    public List<Changed> Changes { get; } = [];

    public IReadOnlyList<object> Parts => _parts;

    /// <summary>The attributes that a tag carries, read there as the sets read them.</summary>
    public Dictionary<AttributeTest, TagColumn> Carried { get; } = [];

    public static string NameOf(CustomerAttribute attribute) => $"{attribute.Name} as {attribute.Type}";

    public int Part(object key)
    {
        var at = _parts.IndexOf(key);
        if (at < 0)
        {
            _parts.Add(key);
            at = _parts.Count - 1;
        }

        return at;
    }

    public int CustomerColumn(string name) => CustomerColumns.FindIndex(c => c.Name == name);

    /// <summary>Itself and everything below that is evaluated; a segment whose members only the whole bank can tell is one piece.</summary>
    public static IEnumerable<Condition> Visited(Condition condition) => condition switch
    {
        InSegment segment when NeedsBank(segment) => [segment],
        InSegment segment => Visited(segment.Expression),
        AllOf and => and.Parts.SelectMany(Visited),
        AnyOf or => or.Parts.SelectMany(Visited),
        Not not => Visited(not.Part),
        _ => [condition],
    };

    public static bool NeedsBank(InSegment segment) => segment.Expression.All().Any(c => c is Top);

    private void Plan(Condition piece, ConditionSql sql)
    {
        switch (piece)
        {
            case TagTest { At: { } day } past:
                Part(new TagsKey(day));
                Include(PastTags.TryGetValue(day, out var columns) ? columns : PastTags[day] = [], past.Tag);
                break;
            case TagTest tag:
                Include(Tags, tag.Tag);
                break;
            case AttributeTest attribute when Asked == Asked.TaggedCustomers && sql.CarrierOf(attribute) is { } carrier:
                Carried[attribute] = carrier;
                Include(Tags, carrier);
                break;
            case AttributeTest attribute:
                Include(CustomerColumns, (NameOf(attribute.Attribute), attribute.Attribute.Sql));
                break;
            case Behaviour behaviour:
                PlanRows(behaviour);
                break;
            case Changed changed:
                Part(new ChangesKey());
                Include(Changes, changed);
                break;
            case Near:
                foreach (var table in (ReadOnlySpan<string>)["c", "o"])
                {
                    Include(CustomerColumns, ($"{table}.{GeoPoint.LatitudeName}", $"{table}.attributes['{GeoPoint.LatitudeName}']"));
                    Include(CustomerColumns, ($"{table}.{GeoPoint.LongitudeName}", $"{table}.attributes['{GeoPoint.LongitudeName}']"));
                }

                break;
            case InList list:
                Part(new ListKey(list.List));
                break;
            case InSegment segment:
                Part(new SegmentKey(segment.Segment));
                break;
            case Lookalike lookalike:
                Part(new ModelKey(lookalike.Model, lookalike.ValidDays));
                break;
        }
    }

    private void PlanRows(Behaviour behaviour)
    {
        foreach (var act in behaviour.Acts)
        {
            Part(new RowsKey(act.Table));
            if (!Tables.TryGetValue(act.Table, out var needs))
            {
                Tables[act.Table] = needs = new TableNeeds();
            }

            needs.LookBack(behaviour.LooksBackDays);
            needs.Name(act);
            foreach (var test in act.Where)
            {
                Include(needs.Columns, test.Column);
            }

            if (behaviour is Did { Test.Column: { } figure })
            {
                Include(needs.Columns, figure);
            }
        }
    }

    private static void Include<T>(List<T> all, T one)
    {
        if (!all.Contains(one))
        {
            all.Add(one);
        }
    }
}

/// <summary>Which rows of a fact table, and which of their columns.</summary>
internal sealed class TableNeeds
{
    private bool _everyName;

    public List<FactColumn> Columns { get; } = [];

    /// <summary>Null: all history.</summary>
    public int? BackDays { get; private set; } = 0;

    public HashSet<string> Names { get; } = [];

    /// <summary>Only events of these names are asked for.</summary>
    public bool ByName => !_everyName && Names.Count > 0;

    public void LookBack(int? days) => BackDays = days is null || BackDays is null ? null : Math.Max(BackDays.Value, days.Value);

    public void Name(Act act)
    {
        var name = act.Where.FirstOrDefault(t => t is { Column.Name: "name", Test.Op: Operator.Eq });
        if (name is null)
        {
            _everyName = true;
        }
        else
        {
            Names.Add(name.Test.Operands[0]);
        }
    }
}

internal sealed record CustomerKey;

/// <param name="Day">Null: those of the question's own date.</param>
internal sealed record TagsKey(PastDay? Day);

internal sealed record RowsKey(FactTable Table);

internal sealed record ChangesKey;

internal sealed record ListKey(string List);

internal sealed record SegmentKey(string Segment);

internal sealed record ModelKey(string Model, int? ValidDays);
