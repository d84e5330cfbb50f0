using System.Collections.Immutable;
using Zhike.Contracts.Customers;
using Zhike.Customers.Conditions;
using Zhike.Customers.Documents;
using Zhike.Customers.Sources;

namespace Zhike.Customers.Tags.Definitions;

/// <summary>A checked tag: what it says about a customer and where the value comes from.</summary>
/// <param name="Unit">Null where the type says it all or there is none.</param>
/// <param name="Values">The codes of a text with their names, in the order in which people read them.</param>
/// <param name="RecordsChanges">Its changes from date to date are kept in tag_changes.</param>
internal sealed record TagDefinition(
    string Key, LocalText Name, LocalText Description, string Dimension, FieldType Type, LocalText? Unit, string Owner,
    ImmutableArray<Band> Bands, ImmutableArray<TagValue> Values, bool RecordsChanges, TagSource Source)
{
    /// <summary>The way to it in the tree of tags, below its dimension; empty where it hangs at the dimension itself.</summary>
    public ImmutableArray<LocalText> Category { get; init; } = [];

    /// <summary>Wanted within seconds of a fact's arrival, and not only every night.</summary>
    public bool IsRealTime { get; init; }

    /// <summary>The last business date for which it is computed; null: it has no end.</summary>
    public DateOnly? StopsOn { get; init; }

    public static IReadOnlyList<string> Dimensions { get; } =
        ["basic", "asset", "income", "liability", "transaction", "activity", "holding", "lifecycle", "channel", "value"];

    /// <summary>Absent means something: no transaction yet, no birth date known. Counts and sums are 0 instead.</summary>
    public bool Nullable => MayBeAbsent(Source);

    private static bool MayBeAbsent(TagSource source) => source switch
    {
        Ended ended => MayBeAbsent(ended.Was),
        Measure measure => measure.MayBeAbsent,
        FromAttribute attribute => attribute.Form != AttributeForm.Value || attribute.Attribute.Nullable,
        Rule rule => rule.Otherwise is null,
        _ => true,
    };

    /// <summary>The column's type in tag_values.</summary>
    public string EngineType
    {
        get
        {
            var plain = Type switch
            {
                FieldType.Count => "UInt32",
                FieldType.Text => "String",
                _ => Type.EngineType(),
            };
            var whole = Nullable ? $"Nullable({plain})" : plain;
            return Type == FieldType.Text ? $"LowCardinality({whole})" : whole;
        }
    }

    public TagColumn Column => new(Key, Type, Nullable, Bands, Words) { OfWholeBank = OfWholeBank, OnlyAtNight = Source is Rank or ExpertSql or Listed or Scored || ReadsColumns.Any(c => c.OnlyAtNight), RecordsChanges = RecordsChanges };

    /// <summary>A rank stands here or below: one customer's value depends on everybody's.</summary>
    private bool OfWholeBank => Source switch
    {
        Rank => true,
        Ratio ratio => ratio.Of.OfWholeBank || ratio.To.OfWholeBank,
        Rule rule => rule.Cases.SelectMany(c => c.When.All()).OfType<TagTest>().Any(t => t.Tag.OfWholeBank),
        _ => false,
    };

    /// <summary>The only texts there can be; empty where others may occur.</summary>
    private ImmutableArray<string> Words => Source switch
    {
        Rule when Type == FieldType.Text => [.. Values.Select(v => v.Code)],
        Rule rule => rule.Words,
        Given or ExpertSql when Type == FieldType.Text => [.. Values.Select(v => v.Code)],
        Measure { Value.IsEnumerable: true, Aggregate: Aggregate.First or Aggregate.Last or Aggregate.Preference } measure => [.. measure.Value.Words],
        _ => [],
    };

    /// <summary>What a reader chooses from: the codes of a text, or the bands of a number.</summary>
    public IReadOnlyList<NamedValue> Named => Type == FieldType.Text
        ? [.. Values.Select(v => new NamedValue(v.Code, v.Label.Zh, v.Label.En))]
        : [.. Bands.Select(b => b.Named)];

    /// <summary>Not found in one look at the customer's own facts: its values are prepared beside them, for everybody, in every run.</summary>
    public bool IsJoined => Source is Rank or Given or ExpertSql or Ended;

    /// <summary>Tags that must be there before this one.</summary>
    public IEnumerable<string> Reads => ReadsColumns.Select(c => c.Key).Distinct();

    public IEnumerable<TagColumn> ReadsColumns => Source switch
    {
        Rule rule => rule.Cases.SelectMany(c => c.When.All()).OfType<TagTest>().Select(t => t.Tag),
        Ratio ratio => [ratio.Of, ratio.To],
        Rank rank => [rank.Of],
        _ => [],
    };
}

/// <summary>A code that a text tag may hold, and what people call it.</summary>
internal sealed record TagValue(string Code, LocalText Label);
