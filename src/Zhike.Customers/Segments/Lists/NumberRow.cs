namespace Zhike.Customers.Segments.Lists;

/// <summary>A row of an upload.</summary>
/// <param name="Line">From 1, as people count: the line of a text file, the row of a sheet.</param>
/// <param name="Number">The customer number, when there is one.</param>
/// <param name="Problem">What is wrong with the row; null for nothing.</param>
public readonly record struct NumberRow(int Line, string Number, string? Problem)
{
    public const int NumberMax = 64;

    /// <summary>Names under which the column of customer numbers is found; without such a head it is the first.</summary>
    public static IReadOnlyList<string> Heads { get; } = ["customer_no", "customer no", "customer number", "customerno", "客户号", "客户编号"];

    public static NumberRow Of(int line, string? field)
    {
        var number = field?.Trim() ?? "";
        return number switch
        {
            "" => new NumberRow(line, "", "empty"),
            { Length: > NumberMax } => new NumberRow(line, number[..NumberMax], "too_long"),
            _ when number.Any(c => char.IsWhiteSpace(c) || char.IsControl(c) || c == '\uFFFD') => new NumberRow(line, number, "not_a_number"),
            _ => new NumberRow(line, number, null),
        };
    }

    /// <summary>The place of the column, where the first row is a head; null where it is data already.</summary>
    public static int? HeadOf(IReadOnlyList<string> fields)
    {
        var named = fields.ToList().FindIndex(f => Heads.Contains(f.Trim().ToLowerInvariant()));
        return named >= 0 ? named : fields.Count > 0 && fields[0].Length > 0 && !fields[0].Any(char.IsAsciiDigit) ? 0 : null;
    }
}
