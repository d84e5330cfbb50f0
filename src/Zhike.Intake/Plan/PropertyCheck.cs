using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Zhike.Intake.Plan;

/// <summary>One planned property, ready for comparing: the words of its violations are made beforehand.</summary>
internal sealed class PropertyCheck
{
    /// <summary>Earlier numbers are not Unix milliseconds: 2000-01-01.</summary>
    private const long MillisecondsMin = 946_684_800_000;

    private const int MoneyScaleMax = 6;
    private readonly PropertyType _type;
    private readonly byte[][] _values;
    private readonly decimal? _atLeast;
    private readonly decimal? _atMost;
    private readonly string _wrongType;
    private readonly string _wrongValue;
    private readonly string _wrongRange;

    public PropertyCheck(PlannedProperty planned, int index)
    {
        (Path, Index, _type, IsRequired) = (Encoding.UTF8.GetBytes(planned.Path), index, planned.Type, planned.Required);
        (OnViolation, Privacy, _atLeast, _atMost) = (planned.OnViolation, planned.Privacy, planned.AtLeast, planned.AtMost);
        _values = [.. planned.Values.Select(Encoding.UTF8.GetBytes)];
        (Missing, _wrongType) = (Violations.Missing(planned.Path), Violations.Type(planned.Path));
        (_wrongValue, _wrongRange) = (Violations.Value(planned.Path), Violations.Range(planned.Path));
    }

    /// <summary>An object that holds planned members.</summary>
    public PropertyCheck(string holder)
    {
        (Path, Index, _type, IsHolder) = (Encoding.UTF8.GetBytes(holder), -1, PropertyType.Any, true);
        (Missing, _wrongType, _wrongValue, _wrongRange, _values) = ("", "", "", "", []);
    }

    public byte[] Path { get; }

    /// <summary>Among the event's planned properties; -1 for a holder.</summary>
    public int Index { get; }

    public bool IsRequired { get; }

    /// <summary>Its members are planned one by one; of another property's members nothing is said.</summary>
    public bool IsHolder { get; }

    public OnViolation OnViolation { get; }

    public PrivacyRule Privacy { get; }

    public string Missing { get; }

    /// <summary>Numbers of it are amounts, not somebody's phone.</summary>
    public bool IsNumeric => _type is PropertyType.Number or PropertyType.Integer or PropertyType.Money or PropertyType.Instant;

    /// <summary>The violation, or null. The reader stands on the value's first token, which is not null.</summary>
    public string? Check(ref Utf8JsonReader reader)
    {
        if (!IsOfType(ref reader))
        {
            return _wrongType;
        }

        if (_values.Length > 0 && !IsAllowed(ref reader))
        {
            return _wrongValue;
        }

        return (_atLeast ?? _atMost) is not null && IsOutOfRange(ref reader) ? _wrongRange : null;
    }

    private bool IsOfType(ref Utf8JsonReader reader) => _type switch
    {
        PropertyType.Text => reader.TokenType == JsonTokenType.String,
        PropertyType.Number => reader.TokenType == JsonTokenType.Number,
        PropertyType.Integer => reader.TokenType == JsonTokenType.Number && reader.ValueSpan.IndexOfAny((byte)'.', (byte)'e', (byte)'E') < 0,
        PropertyType.Money => MoneyOf(ref reader) is not null,
        PropertyType.Flag => reader.TokenType is JsonTokenType.True or JsonTokenType.False,
        PropertyType.Instant => reader.TokenType == JsonTokenType.String ? reader.TryGetDateTimeOffset(out _) && reader.ValueSpan.Length > 10
            : reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var milliseconds) && milliseconds >= MillisecondsMin,
        PropertyType.Date => reader.TokenType == JsonTokenType.String && reader.ValueSpan.Length == 10 && reader.TryGetDateTime(out _),
        PropertyType.List => reader.TokenType == JsonTokenType.StartArray,
        PropertyType.Object => reader.TokenType == JsonTokenType.StartObject,
        _ => true,
    };

    private bool IsAllowed(ref Utf8JsonReader reader)
    {
        foreach (var value in _values)
        {
            if (reader.TokenType == JsonTokenType.String ? reader.ValueTextEquals(value) : reader.ValueSpan.SequenceEqual(value))
            {
                return true;
            }
        }

        return false;
    }

    private bool IsOutOfRange(ref Utf8JsonReader reader)
    {
        // A number beyond decimal's reach lies beyond every limit too.
        var value = reader.TokenType == JsonTokenType.Number ? (reader.TryGetDecimal(out var number) ? number : null) : MoneyOf(ref reader);
        return value is null || value < _atLeast || value > _atMost;
    }

    private static decimal? MoneyOf(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.Number)
        {
            return reader.TryGetDecimal(out var number) ? number : null;
        }

        return reader.TokenType == JsonTokenType.String && !reader.ValueIsEscaped && Utf8Parser.TryParse(reader.ValueSpan, out decimal money, out var read)
            && read == reader.ValueSpan.Length && money.Scale <= MoneyScaleMax ? money : null;
    }
}

/// <summary>The words for what is wrong: "code:property".</summary>
internal static class Violations
{
    /// <summary>The event is in no plan of its source.</summary>
    public const string UnplannedEvent = "unplanned_event";

    private const int PathMax = 80;

    /// <summary>Required and absent, null or an empty text.</summary>
    public static string Missing(string path) => "missing:" + path;

    public static string Type(string path) => "type:" + path;

    /// <summary>Not among the allowed values.</summary>
    public static string Value(string path) => "value:" + path;

    public static string Range(string path) => "range:" + path;

    /// <summary>A property of a planned event that the plan does not name.</summary>
    public static string Unplanned(ReadOnlySpan<byte> path) => "unplanned:" + Show(path);

    /// <summary>Came although it is never stored; it was left out.</summary>
    public static string Never(ReadOnlySpan<byte> path) => "never:" + Show(path);

    /// <summary>A number of a person was found by its pattern and covered.</summary>
    public static string Personal(ReadOnlySpan<byte> path) => "personal:" + Show(path);

    /// <summary>Senders may put anything into a name, numbers of persons too.</summary>
    private static string Show(ReadOnlySpan<byte> path)
    {
        var text = PersonalMask.Cover(Encoding.UTF8.GetString(path));
        return text.Length > PathMax ? string.Create(CultureInfo.InvariantCulture, $"{text.AsSpan(0, PathMax)}…") : text;
    }
}
