using Zhike.Contracts.Customers;

namespace Zhike.Customers.Conditions;

/// <summary>All that a builder of conditions offers to choose from.</summary>
public sealed record Vocabulary(
    IReadOnlyList<VocabularyItem> Tags, IReadOnlyList<VocabularyItem> Attributes, IReadOnlyList<VocabularyEvent> Events,
    IReadOnlyList<VocabularyItem> Segments, IReadOnlyList<VocabularyItem> Lists, IReadOnlyList<string> Operators);

/// <param name="Type">money, count, number, share, days, years, text, flag, date.</param>
/// <param name="Values">The words there are, or the tag's bands (for in_band).</param>
public sealed record VocabularyItem(
    string Key, string NameZh, string NameEn, string Type, IReadOnlyList<string> Operators, string Dimension = "",
    IReadOnlyList<NamedValue>? Values = null, string UnitZh = "", string UnitEn = "");

/// <param name="Properties">What "where" may name.</param>
public sealed record VocabularyEvent(string Name, string NameZh, string NameEn, IReadOnlyList<VocabularyItem> Properties);
