using System.Text.Json;
using Zhike.Kernel;

namespace Zhike.Customers.Documents;

/// <summary>Reads one JSON object field by field, collects every problem with its path, and in the end refuses the fields
/// that nobody asked for.</summary>
internal sealed class FieldReader(JsonElement element, string path, List<FieldError> errors)
{
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);

    /// <summary>False, with the problem recorded, when the element is no object.</summary>
    public bool IsObject { get; } = Check(element, path, errors);

    public string PathOf(string name) => path.Length == 0 ? name : $"{path}.{name}";

    public void Refuse(string name, string message) => errors.Add(new FieldError(PathOf(name), message));

    public JsonElement? Optional(string name)
    {
        _known.Add(name);
        return IsObject && element.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;
    }

    /// <summary>Fields that cannot be judged, because what they depend on is wrong.</summary>
    public void Accept(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            _known.Add(name);
        }
    }

    public JsonElement? Required(string name)
    {
        var value = Optional(name);
        if (value is null && IsObject)
        {
            Refuse(name, "is missing");
        }

        return value;
    }

    /// <summary>A text, or null (recorded when required or of another type).</summary>
    public string? Text(string name, bool required = false)
    {
        if ((required ? Required(name) : Optional(name)) is not { } value)
        {
            return null;
        }

        if (value.ValueKind == JsonValueKind.String && (!required || value.GetString()!.Length > 0))
        {
            return value.GetString();
        }

        Refuse(name, $"must be a text, but is {Show(value)}");
        return null;
    }

    /// <summary>One of the named words; null when absent or wrong (recorded).</summary>
    public string? Choice(string name, IReadOnlyCollection<string> words, bool required = false)
    {
        if (Text(name, required) is not { } text)
        {
            return null;
        }

        if (words.Contains(text))
        {
            return text;
        }

        Refuse(name, $"must be one of {string.Join(", ", words)}, but is \"{text}\"{Nearest.Hint(text, words)}");
        return null;
    }

    public int? Whole(string name, int least, int most)
    {
        if (Optional(name) is not { } value)
        {
            return null;
        }

        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) && number >= least && number <= most)
        {
            return number;
        }

        Refuse(name, $"must be a whole number from {least} to {most}, but is {Show(value)}");
        return null;
    }

    public bool? Flag(string name)
    {
        if (Optional(name) is not { } value)
        {
            return null;
        }

        if (value.ValueKind is JsonValueKind.True or JsonValueKind.False)
        {
            return value.GetBoolean();
        }

        Refuse(name, $"must be true or false, but is {Show(value)}");
        return null;
    }

    /// <summary>Elements with their paths; empty when absent or no array (recorded).</summary>
    public IReadOnlyList<(JsonElement Element, string Path)> List(string name, bool required = false)
    {
        if ((required ? Required(name) : Optional(name)) is not { } value)
        {
            return [];
        }

        if (value.ValueKind == JsonValueKind.Array)
        {
            return [.. value.EnumerateArray().Select((item, i) => (item, $"{PathOf(name)}[{i}]"))];
        }

        Refuse(name, $"must be a list, but is {Show(value)}");
        return [];
    }

    /// <summary>Every field that was not asked for is a problem: a misspelt one would be ignored silently.</summary>
    public void RefuseUnknown()
    {
        if (!IsObject)
        {
            return;
        }

        foreach (var field in element.EnumerateObject().Where(f => !_known.Contains(f.Name)))
        {
            Refuse(field.Name, $"is not known here{Nearest.Hint(field.Name, _known)}; known are {string.Join(", ", _known)}");
        }
    }

    public static string Show(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        JsonValueKind.Undefined => "nothing",
        _ => value.GetRawText() is { Length: > 40 } text ? $"{text[..40]}…" : value.GetRawText(),
    };

    private static bool Check(JsonElement element, string path, List<FieldError> errors)
    {
        if (element.ValueKind == JsonValueKind.Object)
        {
            return true;
        }

        errors.Add(new FieldError(path.Length == 0 ? "document" : path, $"must be an object, but is {Show(element)}"));
        return false;
    }
}
