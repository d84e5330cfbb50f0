using System.Collections.Immutable;
using Zhike.Contracts.Customers;
using Zhike.Customers.Documents;

namespace Zhike.Customers.Sources;

/// <summary>A tag as its column in tag_values: all that a condition needs to know of it.</summary>
internal sealed record TagColumn(string Key, FieldType Type, bool Nullable, ImmutableArray<Band> Bands, ImmutableArray<string> Words)
{
    /// <summary>One customer's value depends on everybody's, because a rank stands somewhere below it.</summary>
    public bool OfWholeBank { get; init; }

    /// <summary>It can only be computed for everybody at once, at night: a rank, a list, a score or an expert's SQL, or made of one.</summary>
    public bool OnlyAtNight { get; init; }

    /// <summary>Its changes from date to date are kept in tag_changes.</summary>
    public bool RecordsChanges { get; init; }
}

/// <summary>A named piece of a number line, half-open: from included, to excluded; null is without end.</summary>
public sealed record Band(decimal? From, decimal? To, LocalText Label)
{
    /// <summary>Conditions name a band by its English name.</summary>
    internal NamedValue Named => new(Label.En, Label.Zh, Label.En);
}
