using System.Text.Json;
using System.Text.RegularExpressions;
using Zhike.Kernel;

namespace Zhike.Storage.Definitions;

/// <summary>What every document of every kind has in common: it is an object, and its key is a plain word.</summary>
internal static partial class DefinitionKey
{
    public static IReadOnlyList<FieldError> Check(string key, JsonElement document)
    {
        var errors = new List<FieldError>();
        if (!Word().IsMatch(key))
        {
            errors.Add(new FieldError("key", $"must be a lower-case word of a-z, 0-9, '-' and '_', up to 64 characters, but is \"{key}\""));
        }

        if (document.ValueKind != JsonValueKind.Object)
        {
            errors.Add(new FieldError("document", "must be an object (name: value)"));
        }
        else if (document.TryGetProperty("key", out var inside) && (inside.ValueKind != JsonValueKind.String || inside.GetString() != key))
        {
            errors.Add(new FieldError("key", $"says {inside.GetRawText()}, but the document is saved as \"{key}\""));
        }

        return errors;
    }

    [GeneratedRegex("^[a-z0-9][a-z0-9_-]{0,63}$")]
    private static partial Regex Word();
}
