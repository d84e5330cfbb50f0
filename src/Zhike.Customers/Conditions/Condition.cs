using System.Collections.Immutable;
using Zhike.Customers.Sources;

namespace Zhike.Customers.Conditions;

/// <summary>A checked segment expression: a tree over tags, attributes, behaviour, lists and other segments.</summary>
internal abstract record Condition
{
    /// <summary>Itself and everything below, depth first.</summary>
    public IEnumerable<Condition> All() => this switch
    {
        AllOf and => and.Parts.SelectMany(p => p.All()).Prepend(this),
        AnyOf or => or.Parts.SelectMany(p => p.All()).Prepend(this),
        Not not => not.Part.All().Prepend(this),
        InSegment other => other.Expression.All().Prepend(this),
        _ => [this],
    };
}

internal sealed record AllOf(ImmutableArray<Condition> Parts) : Condition;

internal sealed record AnyOf(ImmutableArray<Condition> Parts) : Condition;

/// <summary>Two-valued: an absent tag fails its comparison, so that "not" of the comparison holds.</summary>
internal sealed record Not(Condition Part) : Condition;

internal sealed record TagTest(TagColumn Tag, Comparison Test) : Condition;

internal sealed record AttributeTest(CustomerAttribute Attribute, Comparison Test) : Condition;

/// <summary>Did something at least so often; <paramref name="Never"/> turns it round ("did not do it so often").</summary>
/// <param name="WithinDays">Null: ever, up to now.</param>
/// <param name="SinceEnrolment">Only after the instant that the journey binds for each customer.</param>
internal sealed record Did(FactTable Table, ImmutableArray<ColumnTest> Where, int AtLeast, int? WithinDays, bool SinceEnrolment, bool Never) : Condition;

internal sealed record InList(string List) : Condition;

/// <summary>The other segment's own expression stands in its place, so that both are of the same date.</summary>
internal sealed record InSegment(string Segment, Condition Expression) : Condition;
