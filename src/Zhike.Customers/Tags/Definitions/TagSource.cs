using System.Collections.Immutable;
using Zhike.Customers.Conditions;
using Zhike.Customers.Sources;

namespace Zhike.Customers.Tags.Definitions;

/// <summary>Where a tag's value comes from.</summary>
internal abstract record TagSource;

internal enum AttributeForm
{
    Value,

    /// <summary>Whole years from the date to as_of.</summary>
    Age,
    DaysSince,
}

internal sealed record FromAttribute(CustomerAttribute Attribute, AttributeForm Form) : TagSource;

/// <summary>The first case whose condition holds; conditions read other tags only.</summary>
/// <param name="Otherwise">In the engine's text form; null leaves the tag absent.</param>
internal sealed record Rule(ImmutableArray<RuleCase> Cases, string? Otherwise) : TagSource
{
    /// <summary>Every value it can give.</summary>
    public ImmutableArray<string> Words => [.. Cases.Select(c => c.Value).Concat(Otherwise is null ? [] : [Otherwise]).Distinct()];
}

internal sealed record RuleCase(Condition When, string Value);

/// <summary>One tag divided by another; absent when the other is absent or zero.</summary>
internal sealed record Ratio(TagColumn Of, TagColumn To) : TagSource;

/// <summary>Where a customer's number stands among those of all customers who have one: the share of the others whose number is
/// lower. Equal numbers stand equally, at the lowest place of theirs; without any other customer it is absent.</summary>
/// <param name="WithinOutlet">Among the customers of the same outlet instead of the whole bank.</param>
internal sealed record Rank(TagColumn Of, bool WithinOutlet) : TagSource;

/// <summary>A value that was handed in and not computed.</summary>
/// <param name="ValidDays">It counts on so many dates, the first being the one it was given for; null is until something newer comes.</param>
internal abstract record Given(int? ValidDays) : TagSource;

/// <summary>From an uploaded list with a value a customer: the newest upload whose date has come counts, whole.</summary>
internal sealed record Listed(int? ValidDays) : Given(ValidDays);

/// <summary>Entered by staff (信息补录): a customer's newest entry counts.</summary>
internal sealed record Manual(int? ValidDays) : Given(ValidDays);

/// <summary>From a model's scores: a customer's newest one counts. The models themselves are not this room's.</summary>
internal sealed record Scored(string Model, int? ValidDays) : Given(ValidDays);

/// <summary>A tag whose last date is over: it has no value any more.</summary>
internal sealed record Ended(TagSource Was) : TagSource;

/// <summary>What an expert's own SELECT gives: customer_id and value, for {as_of:Date}.</summary>
internal sealed record ExpertSql(string Sql) : TagSource;
