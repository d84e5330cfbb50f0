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
        Top { Of: { } of } => of.All().Prepend(this),
        _ => [this],
    };
}

internal sealed record AllOf(ImmutableArray<Condition> Parts) : Condition;

internal sealed record AnyOf(ImmutableArray<Condition> Parts) : Condition;

/// <summary>Two-valued: an absent tag fails its comparison, so that "not" of the comparison holds.</summary>
internal sealed record Not(Condition Part) : Condition;

/// <param name="At">Null: the value of the expression's own date.</param>
internal sealed record TagTest(TagColumn Tag, Comparison Test, PastDay? At = null) : Condition;

/// <summary>One recorded change of a tag; null stands for any value.</summary>
internal sealed record Changed(TagColumn Tag, string? From, string? To, int WithinDays) : Condition;

internal sealed record AttributeTest(CustomerAttribute Attribute, Comparison Test) : Condition;

internal sealed record InList(string List) : Condition;

/// <summary>The other segment's own expression stands in its place, so that both are of the same date.</summary>
internal sealed record InSegment(string Segment, Condition Expression) : Condition;

/// <summary>A share of everybody, drawn by a hash of the salt and the customer: the same people wherever it is asked.</summary>
/// <param name="TenThousandths">100 is one percent.</param>
internal sealed record Sample(int TenThousandths, string Salt) : Condition;

/// <summary>The first N by a tag, of the whole bank whoever asks; equals stand in the order of their customer ids.</summary>
/// <param name="Of">Only they take part; null: everybody with a value.</param>
internal sealed record Top(int N, TagColumn By, bool PerOutlet, bool Descending, Condition? Of) : Condition;

/// <summary>At most so far, along the great circle, from the customer's home point, or where none is known their outlet's.</summary>
internal sealed record Near(GeoPoint Point, double Km) : Condition;

/// <summary>The newest score that a model gave the customer on or before the date, as a tag of kind score reads it.</summary>
/// <param name="ValidDays">Older ones count no more; null: whatever their age.</param>
internal sealed record Lookalike(string Model, double AtLeast, int? ValidDays) : Condition;

/// <summary>A date, or a number of days before the as-of date.</summary>
internal sealed record PastDay(DateOnly? Day, int DaysAgo)
{
    public DateOnly From(DateOnly asOf) => Day ?? asOf.AddDays(-DaysAgo);
}
