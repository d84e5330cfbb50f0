using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Zhike.Kernel;

namespace Zhike.Journeys.Documents;

/// <summary>Reads an object's fields and collects what is wrong with their paths; a wrong field reads as its type's default.</summary>
internal sealed partial class FieldReader(JsonElement element, string path, List<FieldError> errors)
{
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);

    public string PathOf(string field) => path.Length == 0 ? field : $"{path}.{field}";

    public void Refuse(string field, string message) => errors.Add(new FieldError(PathOf(field), message));

    public bool Has(string field) => Find(field) is not null;

    /// <summary>Every field must have been asked for.</summary>
    public void RefuseUnknown(params ReadOnlySpan<string> alsoKnown)
    {
        foreach (var name in alsoKnown)
        {
            _known.Add(name);
        }

        if (element.ValueKind == JsonValueKind.Object)
        {
            foreach (var unknown in element.EnumerateObject().Where(p => !_known.Contains(p.Name)))
            {
                Refuse(unknown.Name, "is not a field that is known here");
            }
        }
    }

    /// <summary>A key of another definition or a node's name: a-z, 0-9, '-' and '_'.</summary>
    public string Name(string field)
    {
        var text = Text(field);
        if (text.Length > 0 && !NamePattern().IsMatch(text))
        {
            Refuse(field, $"must be at most 64 of a-z, 0-9, '-' and '_', beginning with a letter or digit, but is \"{text}\"");
        }

        return text;
    }

    public string Text(string field, string? otherwise = null)
    {
        var found = Find(field);
        if (found is { ValueKind: JsonValueKind.String } text && text.GetString() is { Length: > 0 } value)
        {
            return value;
        }

        if (found is not null || otherwise is null)
        {
            Refuse(field, "must be a text that is not empty");
        }

        return otherwise ?? "";
    }

    public int Whole(string field, int least, int most, int? otherwise = null)
    {
        var found = Find(field);
        if (found is null && otherwise is { } value)
        {
            return value;
        }

        if (found is { ValueKind: JsonValueKind.Number } number && number.TryGetInt32(out var whole) && whole >= least && whole <= most)
        {
            return whole;
        }

        Refuse(field, string.Create(CultureInfo.InvariantCulture, $"must be a whole number from {least} to {most}{ButIs(found)}"));
        return otherwise ?? least;
    }

    public decimal Number(string field, decimal least, decimal most)
    {
        var found = Find(field);
        if (found is { ValueKind: JsonValueKind.Number } number && number.TryGetDecimal(out var value) && value >= least && value <= most)
        {
            return value;
        }

        Refuse(field, string.Create(CultureInfo.InvariantCulture, $"must be a number from {least} to {most}{ButIs(found)}"));
        return least;
    }

    public TimeOnly? TimeOfDay(string field)
    {
        if (Find(field) is not { } found)
        {
            return null;
        }

        if (found.ValueKind == JsonValueKind.String && TimeOnly.TryParseExact(found.GetString(), "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time))
        {
            return time;
        }

        Refuse(field, $"must be a time of day such as \"10:30\"{ButIs(found)}");
        return null;
    }

    /// <summary>Null when it is missing or wrong, and both are said.</summary>
    public DateOnly? Day(string field)
    {
        if (Find(field) is { } found && DayOf(found) is { } day)
        {
            return day;
        }

        Refuse(field, $"must be a day such as \"2025-01-28\"{ButIs(Find(field))}");
        return null;
    }

    /// <summary>A list of days; none where the field is missing.</summary>
    public ImmutableArray<DateOnly> Days(string field)
    {
        var days = ImmutableArray.CreateBuilder<DateOnly>();
        foreach (var (item, i) in Items(field).Select((item, i) => (item, i)))
        {
            if (DayOf(item) is { } day)
            {
                days.Add(day);
            }
            else
            {
                Refuse($"{field}[{i}]", $"must be a day such as \"2025-01-28\"{ButIs(item)}");
            }
        }

        return days.ToImmutable();
    }

    public Words? WordsOrNull(string field)
    {
        if (Find(field) is not { } found)
        {
            return null;
        }

        if (found.ValueKind != JsonValueKind.Object)
        {
            Refuse(field, "must have the fields zh and en");
            return null;
        }

        var words = new FieldReader(found, PathOf(field), errors);
        var read = new Words(words.Text("zh"), words.Text("en"));
        words.RefuseUnknown();
        return read;
    }

    public Words WordsOf(string field)
    {
        if (!Has(field))
        {
            Refuse(field, "must have the fields zh and en");
        }

        return WordsOrNull(field) ?? new Words("", "");
    }

    /// <summary>A condition, to be checked by the room that knows its language.</summary>
    public JsonElement? Expression(string field) => Find(field)?.Clone();

    public FieldReader? Object(string field, bool required)
    {
        if (Find(field) is { } found)
        {
            if (found.ValueKind == JsonValueKind.Object)
            {
                return new FieldReader(found, PathOf(field), errors);
            }

            Refuse(field, "must be an object");
        }
        else if (required)
        {
            Refuse(field, "is missing");
        }

        return null;
    }

    public IReadOnlyList<FieldReader> Objects(string field, int least)
    {
        var found = Find(field);
        if (found is not { ValueKind: JsonValueKind.Array } array || array.GetArrayLength() < least)
        {
            Refuse(field, $"must be a list of at least {least}");
            return [];
        }

        var items = new List<FieldReader>();
        foreach (var (item, i) in array.EnumerateArray().Select((item, i) => (item, i)))
        {
            if (item.ValueKind == JsonValueKind.Object)
            {
                items.Add(new FieldReader(item, $"{PathOf(field)}[{i}]", errors));
            }
            else
            {
                errors.Add(new FieldError($"{PathOf(field)}[{i}]", "must be an object"));
            }
        }

        return items;
    }

    private JsonElement[] Items(string field)
    {
        switch (Find(field))
        {
            case null:
                return [];
            case { ValueKind: JsonValueKind.Array } array:
                return [.. array.EnumerateArray()];
            case var other:
                Refuse(field, $"must be a list{ButIs(other)}");
                return [];
        }
    }

    private static DateOnly? DayOf(JsonElement value) =>
        value.ValueKind == JsonValueKind.String && DateOnly.TryParseExact(value.GetString(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? day
            : null;

    private static string ButIs(JsonElement? found) => found is { } value ? $", but is {value.GetRawText()}" : "";

    private JsonElement? Find(string field)
    {
        _known.Add(field);
        return element.ValueKind == JsonValueKind.Object && element.TryGetProperty(field, out var value) && value.ValueKind != JsonValueKind.Null
            ? value
            : null;
    }

    [GeneratedRegex("^[a-z0-9][a-z0-9_-]{0,63}$")]
    private static partial Regex NamePattern();
}
