using System.Globalization;

namespace Zhike.Customers.Conditions.InMemory;

/// <summary>Says of one customer whether a condition holds, from the facts of that customer alone.</summary>
internal sealed class ConditionInMemory(Condition condition, FactsPlan plan, DateOnly asOf, DateTimeOffset now)
{
    private readonly BehaviourInMemory _behaviour = new(plan, asOf, now);

    public bool Holds(CustomerFacts facts) => IsAsked(facts) && Holds(condition, facts);

    /// <summary>The same people whom the sets ask about.</summary>
    private bool IsAsked(CustomerFacts facts) => plan.Asked switch
    {
        Asked.Nobody => false,
        Asked.TaggedCustomers => facts.Row(plan.Part(new TagsKey(null))) is not null,
        _ => facts.Row(FactsPlan.CustomerPart)?.Day <= asOf,
    };

    private bool Holds(Condition part, CustomerFacts facts) => part switch
    {
        AllOf and => and.Parts.All(p => Holds(p, facts)),
        AnyOf or => or.Parts.Any(p => Holds(p, facts)),
        Not not => !Holds(not.Part, facts),
        TagTest test => ValueTest.Holds(Tag(test, facts), test.Tag, test.Test, test.At?.From(asOf) ?? asOf),
        AttributeTest test when plan.Carried.TryGetValue(test, out var carrier) =>
            ValueTest.Holds(Tag(new TagTest(carrier, test.Test), facts), carrier, test.Test, asOf),
        AttributeTest test => ValueTest.Holds(
            facts.Row(FactsPlan.CustomerPart)?.Values[plan.CustomerColumn(FactsPlan.NameOf(test.Attribute))], test.Attribute.Type, test.Test, asOf),
        Behaviour behaviour => _behaviour.Holds(behaviour, facts),
        Changed changed => facts.Rows(plan.Part(new ChangesKey())).Any(r => IsThe(changed, r)),
        Sample sample => SipHash.Of(string.Create(CultureInfo.InvariantCulture, $"{sample.Salt}:{facts.CustomerId}")) % 10_000 < (ulong)sample.TenThousandths,
        Near near => PointOf(facts) is { } home && home.KmTo(near.Point) <= near.Km,
        InList list => facts.Row(plan.Part(new ListKey(list.List))) is not null,
        InSegment segment when FactsPlan.NeedsBank(segment) => facts.Row(plan.Part(new SegmentKey(segment.Segment))) is not null,
        InSegment segment => Holds(segment.Expression, facts),
        Lookalike lookalike => facts.Row(plan.Part(new ModelKey(lookalike.Model, lookalike.ValidDays))) is { } score
            && double.Parse(score.Values[0]!, CultureInfo.InvariantCulture) >= lookalike.AtLeast,
        _ => throw new InvalidOperationException(part.GetType().Name),
    };

    /// <summary>Null where the customer has no value, or was not there at that date.</summary>
    private string? Tag(TagTest test, CustomerFacts facts)
    {
        var columns = test.At is null ? plan.Tags : plan.PastTags[test.At];
        return facts.Row(plan.Part(new TagsKey(test.At)))?.Values[columns.IndexOf(test.Tag)];
    }

    private bool IsThe(Changed changed, FactRow row) =>
        row.Values[0] == changed.Tag.Key && row.Day > asOf.AddDays(-changed.WithinDays) && row.Day <= asOf
        && (changed.From is null || row.Values[1] == changed.From) && (changed.To is null || row.Values[2] == changed.To);

    private GeoPoint? PointOf(CustomerFacts facts)
    {
        var values = facts.Row(FactsPlan.CustomerPart)?.Values;
        return values is null ? null : Of("c") ?? Of("o");

        GeoPoint? Of(string table) => GeoPoint.Parse(
            values[plan.CustomerColumn($"{table}.{GeoPoint.LatitudeName}")], values[plan.CustomerColumn($"{table}.{GeoPoint.LongitudeName}")]);
    }
}
