using System.Collections.Immutable;

namespace Zhike.Intake.Plan;

/// <summary>What a property's values may be.</summary>
internal enum PropertyType
{
    /// <summary>Anything.</summary>
    Any,

    Text,

    /// <summary>A JSON number.</summary>
    Number,

    /// <summary>A JSON number without a fraction.</summary>
    Integer,

    /// <summary>A JSON number, or a text that reads as a decimal number: "100.00".</summary>
    Money,

    /// <summary>true or false.</summary>
    Flag,

    /// <summary>A text in ISO 8601, or Unix milliseconds.</summary>
    Instant,

    /// <summary>A text yyyy-MM-dd.</summary>
    Date,

    List,

    Object,
}

/// <summary>What happens to an event of which a property is not as planned.</summary>
internal enum OnViolation
{
    /// <summary>Kept as it came, the violation stands beside it.</summary>
    Mark,

    /// <summary>Kept without the property.</summary>
    Drop,

    /// <summary>The event is kept apart until somebody decides.</summary>
    Quarantine,
}

/// <summary>What happens to an event that nobody planned, or a property of a planned event.</summary>
internal enum OnUnplanned
{
    /// <summary>Kept; it is discovered, nothing else.</summary>
    Keep,

    Mark,

    /// <summary>Of properties only.</summary>
    Drop,

    /// <summary>Of events only.</summary>
    Quarantine,
}

/// <summary>What is stored of a value. In the order of how much is lost, so that of two rules the greater wins.</summary>
internal enum PrivacyRule
{
    /// <summary>Nothing is said; personal data is still found by its pattern.</summary>
    None,

    /// <summary>Kept as it is, even where it looks like personal data (an order number that happens to look like a card).</summary>
    Plain,

    /// <summary>Enough to tell people apart, too little to know them: 138****5678.</summary>
    Mask,

    /// <summary>A keyed hash: the same value gives the same text, in this bank only.</summary>
    Hash,

    /// <summary>The property is left out.</summary>
    Never,
}

/// <summary>One tracking plan: which events its sources send, and what they must look like.</summary>
/// <param name="Sources">Names of write keys; "*" is every source.</param>
internal sealed record TrackingPlan(
    string Key, ImmutableArray<string> Sources, OnUnplanned Unplanned, ImmutableArray<PlannedEvent> Events, PlannedPrivacy Privacy, AlertLimits Alerts)
{
    public const string EverySource = "*";

    public bool Covers(string source) => Sources.Contains(EverySource) || Sources.Contains(source);
}

internal sealed record PlannedEvent(
    string Name, string NameZh, string NameEn, string DescriptionZh, string DescriptionEn, string Owner, OnUnplanned OtherProperties, ImmutableArray<PlannedProperty> Properties)
{
    /// <summary>Whether it says anything of a path: by its own name, as the holder of a planned member, or within a planned object.</summary>
    public bool Names(string path) => Properties.Any(p =>
        p.Path == path || p.Path.StartsWith(path + ".", StringComparison.Ordinal) || path.StartsWith(p.Path + ".", StringComparison.Ordinal));
}

/// <param name="Path">Of a member within an object: "loan.amount".</param>
/// <param name="Values">Allowed texts or whole numbers; empty allows all.</param>
internal sealed record PlannedProperty(
    string Path, string NameZh, string NameEn, PropertyType Type, bool Required, ImmutableArray<string> Values, decimal? AtLeast, decimal? AtMost, OnViolation OnViolation, PrivacyRule Privacy);

/// <param name="Properties">By name, wherever it occurs and whatever its case.</param>
internal sealed record PlannedPrivacy(PrivacyRule IdNumbers, PrivacyRule CardNumbers, PrivacyRule Phones, ImmutableArray<(string Property, PrivacyRule Rule)> Properties)
{
    public static PlannedPrivacy Default { get; } = new(PrivacyRule.Mask, PrivacyRule.Mask, PrivacyRule.Mask, []);
}

/// <summary>When the quality of a source's events calls somebody. Shares lie between 0 and 1.</summary>
/// <param name="EventsMin">Fewer events a day than this tell nothing.</param>
/// <param name="VolumeLow">Of the expected volume.</param>
/// <param name="VolumeHigh">Times the expected volume.</param>
internal sealed record AlertLimits(
    int EventsMin, double VolumeLow, double VolumeHigh, double Violations, double Late, double Duplicates, double Skewed, double Unknown)
{
    public static AlertLimits Default { get; } = new(100, 0.5, 2, 0.05, 0.2, 0.1, 0.05, 0.05);
}
