namespace Zhike.Storage.Facts.Rows;

/// <summary>What lies in a column, in the engine's own type words.</summary>
public enum ColumnKind
{
    UInt8,
    UInt16,
    UInt32,
    UInt64,
    Int8,
    Int16,
    Int32,
    Int64,
    Float32,
    Float64,
    Bool,
    Text,
    Date,
    Date32,
    DateTime,
    DateTime64,
    Decimal,
    Enum8,
    Enum16,
    Uuid,
    Array,
    Map,
    Tuple,
}

/// <summary>A parsed type: "Nullable(Decimal(18, 2))" is a nullable Decimal of scale 2 and width 8.</summary>
/// <param name="Scale">Digits after the point for Decimal, of a second for DateTime64.</param>
/// <param name="Width">Bytes of a Decimal (4, 8 or 16) or of a FixedString; 0 for what brings its length along.</param>
public sealed record ColumnType(string Text, ColumnKind Kind, bool Nullable, int Scale, int Width, IReadOnlyList<ColumnType> Inner, IReadOnlyDictionary<int, string>? EnumNames)
{
    public static ColumnType Parse(string text)
    {
        if (Unwrap(text, "LowCardinality") is { } low)
        {
            return Parse(low) with { Text = text };
        }

        if (Unwrap(text, "Nullable") is { } nullable)
        {
            return Parse(nullable) with { Text = text, Nullable = true };
        }

        if (Unwrap(text, "SimpleAggregateFunction") is { } simple)
        {
            return Parse(simple[(simple.IndexOf(',', StringComparison.Ordinal) + 1)..].Trim()) with { Text = text };
        }

        if (Unwrap(text, "Array") is { } array)
        {
            return Plain(text, ColumnKind.Array) with { Inner = [Parse(array)] };
        }

        if (Unwrap(text, "Map") is { } map)
        {
            var parts = SplitTop(map);
            return Plain(text, ColumnKind.Map) with { Inner = [Parse(parts[0]), Parse(parts[1])] };
        }

        if (Unwrap(text, "Tuple") is { } tuple)
        {
            return Plain(text, ColumnKind.Tuple) with { Inner = [.. SplitTop(tuple).Select(p => Parse(p[(p.LastIndexOf(' ') + 1)..]))] };
        }

        return ParseScalar(text);
    }

    private static ColumnType ParseScalar(string text)
    {
        var open = text.IndexOf('(', StringComparison.Ordinal);
        var word = open < 0 ? text : text[..open];
        var arguments = open < 0 ? [] : SplitTop(text[(open + 1)..^1]);
        return word switch
        {
            "Decimal" => Plain(text, ColumnKind.Decimal) with { Scale = Number(arguments[1]), Width = DecimalWidth(text, Number(arguments[0])) },
            "DateTime64" => Plain(text, ColumnKind.DateTime64) with { Scale = Number(arguments[0]) },
            "DateTime" => Plain(text, ColumnKind.DateTime),
            "Enum8" => Plain(text, ColumnKind.Enum8) with { EnumNames = EnumNamesOf(arguments) },
            "Enum16" => Plain(text, ColumnKind.Enum16) with { EnumNames = EnumNamesOf(arguments) },
            "FixedString" => Plain(text, ColumnKind.Text) with { Width = Number(arguments[0]) },
            "String" or "JSON" => Plain(text, ColumnKind.Text),
            "UUID" => Plain(text, ColumnKind.Uuid),
            _ => Enum.TryParse<ColumnKind>(word, out var kind)
                ? Plain(text, kind)
                : throw new NotSupportedException($"A column of type {text} is not read by Zhike."),
        };
    }

    private static ColumnType Plain(string text, ColumnKind kind) => new(text, kind, false, 0, 0, [], null);

    private static int Number(string text) => int.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    private static int DecimalWidth(string text, int precision) => precision switch
    {
        <= 9 => 4,
        <= 18 => 8,
        <= 38 => 16,
        _ => throw new NotSupportedException($"A column of type {text} is wider than System.Decimal."),
    };

    private static Dictionary<int, string> EnumNamesOf(IReadOnlyList<string> arguments) => arguments
        .Select(a => (Name: Unquoted(a[..a.LastIndexOf('=')].Trim()), Value: Number(a[(a.LastIndexOf('=') + 1)..].Trim())))
        .ToDictionary(p => p.Value, p => p.Name);

    private static string Unquoted(string quoted) =>
        quoted[1..^1].Replace("\\'", "'", StringComparison.Ordinal).Replace("\\\\", "\\", StringComparison.Ordinal);

    private static string? Unwrap(string text, string word) =>
        text.StartsWith(word, StringComparison.Ordinal) && text.Length > word.Length + 1 && text[word.Length] == '('
            ? text[(word.Length + 1)..^1]
            : null;

    /// <summary>Splits at commas that stand outside parentheses and quotes.</summary>
    private static List<string> SplitTop(string text)
    {
        var parts = new List<string>();
        var (depth, start, quoted) = (0, 0, false);
        for (var i = 0; i < text.Length; i++)
        {
            switch (text[i])
            {
                case '\\' when quoted:
                    i++;
                    break;
                case '\'':
                    quoted = !quoted;
                    break;
                case '(' when !quoted:
                    depth++;
                    break;
                case ')' when !quoted:
                    depth--;
                    break;
                case ',' when depth == 0 && !quoted:
                    parts.Add(text[start..i].Trim());
                    start = i + 1;
                    break;
            }
        }

        parts.Add(text[start..].Trim());
        return parts;
    }
}
