using System.Text.Json;
using Zhike.Kernel;

namespace Zhike.Intake.Plan;

/// <summary>Reads one object of a plan field by field; every problem with its path, unknown fields included.</summary>
internal sealed class PlanFields(JsonElement element, string path, List<FieldError> errors)
{
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);

    public string PathOf(string name) => path.Length == 0 ? name : $"{path}.{name}";

    public void Refuse(string name, Said said) => errors.Add(FieldError.Of(PathOf(name), said));

    public JsonElement? Find(string name, bool required = false)
    {
        _known.Add(name);
        if (element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null)
        {
            return value;
        }

        if (required)
        {
            Refuse(name, Said.Of("missing", $"is missing"));
        }

        return null;
    }

    public string Text(string name, bool required = false, int max = 200)
    {
        if (Find(name, required) is not { } value)
        {
            return "";
        }

        if (value.ValueKind == JsonValueKind.String && value.GetString() is { } text && text.Length <= max && !(required && text.Length == 0))
        {
            return text;
        }

        Refuse(name, Said.Of("text_length", $"must be a text of at most {max} characters, but is {Show(value)}"));
        return "";
    }

    /// <summary>{zh: …, en: …}.</summary>
    public (string Zh, string En) Both(string name, bool required = false)
    {
        if (Object(name, required) is not { } both)
        {
            return ("", "");
        }

        var words = (both.Text("zh", required: true, 1000), both.Text("en", required: true, 1000));
        both.RefuseUnknown();
        return words;
    }

    /// <summary>One of an enumeration's words, in lower case.</summary>
    public T Choice<T>(string name, T otherwise, bool required = false, params ReadOnlySpan<T> not)
        where T : struct, Enum
    {
        if (Find(name, required) is not { } value)
        {
            return otherwise;
        }

        foreach (var word in Enum.GetValues<T>())
        {
            if (value.ValueKind == JsonValueKind.String && Word(word) == value.GetString() && !not.Contains(word))
            {
                return word;
            }
        }

        var allowed = new List<string>();
        foreach (var word in Enum.GetValues<T>())
        {
            if (!not.Contains(word))
            {
                allowed.Add(Word(word));
            }
        }

        Refuse(name, Said.Of("one_of", $"must be one of {string.Join(", ", allowed)}, but is {Show(value)}"));
        return otherwise;
    }

    public bool Flag(string name)
    {
        var value = Find(name);
        if (value is { ValueKind: not (JsonValueKind.True or JsonValueKind.False) } wrong)
        {
            Refuse(name, Said.Of("true_or_false", $"must be true or false, but is {Show(wrong)}"));
        }

        return value is { ValueKind: JsonValueKind.True };
    }

    public decimal? Number(string name, decimal least = decimal.MinValue, decimal most = decimal.MaxValue)
    {
        if (Find(name) is not { } value)
        {
            return null;
        }

        if (value.ValueKind == JsonValueKind.Number && value.TryGetDecimal(out var number) && number >= least && number <= most)
        {
            return number;
        }

        Refuse(name, least == decimal.MinValue
            ? Said.Of("number", $"must be a number, but is {Show(value)}")
            : Said.Of("number_range", $"must be a number from {least} to {most}, but is {Show(value)}"));
        return null;
    }

    public PlanFields? Object(string name, bool required = false)
    {
        if (Find(name, required) is not { } value)
        {
            return null;
        }

        if (value.ValueKind == JsonValueKind.Object)
        {
            return new PlanFields(value, PathOf(name), errors);
        }

        Refuse(name, Said.Of("object", $"must be an object, but is {Show(value)}"));
        return null;
    }

    public IReadOnlyList<(JsonElement Element, string Path)> List(string name, bool required = false, int max = 1000)
    {
        if (Find(name, required) is not { } value)
        {
            return [];
        }

        if (value.ValueKind != JsonValueKind.Array || value.GetArrayLength() > max)
        {
            Refuse(name, Said.Of("list_length", $"must be a list of at most {max}, but is {Show(value)}"));
            return [];
        }

        return [.. value.EnumerateArray().Select((item, i) => (item, $"{PathOf(name)}[{i}]"))];
    }

    /// <summary>The objects of a list; others are refused.</summary>
    public IEnumerable<PlanFields> Objects(string name, bool required = false, int max = 1000)
    {
        foreach (var (item, itemPath) in List(name, required, max))
        {
            if (item.ValueKind == JsonValueKind.Object)
            {
                yield return new PlanFields(item, itemPath, errors);
            }
            else
            {
                errors.Add(FieldError.Of(itemPath, Said.Of("object", $"must be an object, but is {Show(item)}")));
            }
        }
    }

    /// <summary>Every field that was not asked for is a problem: a misspelt one would be ignored silently.</summary>
    public void RefuseUnknown()
    {
        foreach (var field in element.EnumerateObject().Where(f => !_known.Contains(f.Name)))
        {
            Refuse(field.Name, Said.Of("unknown_field", $"is not known here; known are {string.Join(", ", _known)}"));
        }
    }

    public static string Word<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();

    public static string Show(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        _ => value.GetRawText() is { Length: > 40 } text ? $"{text[..40]}…" : value.GetRawText(),
    };
}
