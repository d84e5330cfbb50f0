namespace Zhike.Customers.Tags.Reading;

/// <summary>Why a customer has this value of a tag. Which part is filled depends on the tag's kind; with none of them filled, its description says how it is computed.</summary>
/// <param name="AsOf">The date of the value; null before the first batch.</param>
/// <param name="Value">Null: the customer has none.</param>
/// <param name="Rows">Of a measure: the facts that counted.</param>
/// <param name="Cases">Of a rule: every case in its order.</param>
/// <param name="Tags">Of a ratio its two operands, of a rank what is ranked.</param>
/// <param name="Attribute">Of an attribute: what the bank says.</param>
internal sealed record Because(
    string Key, string NameZh, string NameEn, string DescriptionZh, string DescriptionEn, string Kind, string Type, string UnitZh, string UnitEn,
    DateOnly? AsOf, object? Value, string? ValueZh, string? ValueEn,
    BecauseRows? Rows, IReadOnlyList<BecauseCase> Cases, IReadOnlyList<BecauseTag> Tags, BecauseAttribute? Attribute);

/// <param name="Fact">transactions, events or holdings.</param>
/// <param name="Column">What is aggregated; empty where rows are counted.</param>
/// <param name="Total">Rows that counted; at most fifty of them are in <paramref name="Items"/>, those that decide first.</param>
internal sealed record BecauseRows(
    string Fact, string Aggregate, string Column, string ColumnZh, string ColumnEn, IReadOnlyList<BecausePart> Parts, long Total, IReadOnlyList<BecauseRow> Items);

/// <summary>Rows that count in one way; a measure of two parts (a share, a trend, a sequence) has two.</summary>
/// <param name="Name">rows; part and whole; now and before; earlier and later.</param>
/// <param name="From">The first day of the window; null: all history.</param>
/// <param name="Sum">Of a column of money; else null.</param>
internal sealed record BecausePart(string Name, DateOnly? From, DateOnly To, IReadOnlyList<BecauseTest> Tests, long Rows, decimal? Sum);

/// <param name="Operator">eq, in, at_least …</param>
internal sealed record BecauseTest(
    string Column, string ColumnZh, string ColumnEn, string Operator, IReadOnlyList<string> Values, IReadOnlyList<string> ValuesZh, IReadOnlyList<string> ValuesEn);

/// <param name="Kind">Of a transaction or a holding; the name of an event.</param>
/// <param name="Product">Of a holding.</param>
/// <param name="Detail">Properties of an event or attributes of a holding, as JSON.</param>
/// <param name="Value">Of the column that is aggregated.</param>
/// <param name="Parts">In which parts it counts, by their places.</param>
internal sealed record BecauseRow(
    string Id, DateOnly? Day, DateTimeOffset? At, string Kind, string KindZh, string KindEn, string Purpose, string Direction, string Channel, string Product,
    decimal? Amount, string Value, string Detail, IReadOnlyList<int> Parts);

/// <param name="Holds">Its condition is met; the first case that holds gives the value.</param>
/// <param name="IsChosen">This one did.</param>
/// <param name="Lines">The condition as a tree written line by line; empty for the last case, which takes the rest.</param>
internal sealed record BecauseCase(string Value, string ValueZh, string ValueEn, bool Holds, bool IsChosen, IReadOnlyList<BecauseLine> Lines);

/// <param name="Depth">0 is the whole condition; its parts stand below, one deeper.</param>
/// <param name="What">and, or, not, test.</param>
/// <param name="Actual">The customer's own value of the tag.</param>
internal sealed record BecauseLine(
    int Depth, string What, bool Holds, BecauseTag? Tag, string Operator, IReadOnlyList<string> Values, IReadOnlyList<string> ValuesZh, IReadOnlyList<string> ValuesEn, bool DaysAgo);

/// <summary>Another tag, with the customer's value.</summary>
internal sealed record BecauseTag(
    string Key, string NameZh, string NameEn, string Type, string UnitZh, string UnitEn, object? Value, string? ValueZh, string? ValueEn);

/// <param name="Form">value, age or dayssince: what is made of it.</param>
internal sealed record BecauseAttribute(string Name, string NameZh, string NameEn, string Form, string? Value);
