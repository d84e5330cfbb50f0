using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.Json;
using Zhike.Contracts.Customers;
using Zhike.Kernel;

namespace Zhike.Channels.Templates;

/// <summary>A text in the bank's language and, where there is one, in English.</summary>
internal sealed record TwoLanguages(string Zh, string En)
{
    /// <summary>English only for who wants it and where it was written.</summary>
    public string In(string language) => language == "en" && En.Length > 0 ? En : Zh;
}

/// <summary>A message template as written: a channel, and one text a field of that channel.</summary>
/// <param name="Fields">By field name, such as "text" or "subject": see <see cref="ChannelFields"/>.</param>
/// <param name="Placement">Where an in-app message may stand; "home" unless said.</param>
/// <param name="ShowDays">How long an in-app message waits to be shown.</param>
/// <param name="DueDays">Days until a work order is due, where the journey does not say.</param>
internal sealed record TemplateDocument(
    string Key, string Channel, TwoLanguages Name, ImmutableSortedDictionary<string, TwoLanguages> Fields,
    string Placement, int ShowDays, int DueDays)
{
    /// <summary>For consent and suppression; marketing of any product line unless said.</summary>
    public ContactClass About { get; init; } = ContactClass.Marketing;

    /// <summary>Every problem of form, with its field; the texts' own names are checked by <see cref="TemplateChecks"/>.</summary>
    public static Result<TemplateDocument> Parse(JsonElement document)
    {
        var errors = new List<FieldError>();
        if (document.ValueKind != JsonValueKind.Object)
        {
            return Problem.Invalid("", "must be an object with key, channel, name and the channel's fields");
        }

        var key = Text(document, "key", errors);
        var channel = Text(document, "channel", errors);
        if (channel.Length > 0 && !ChannelFields.Of.ContainsKey(channel))
        {
            errors.Add(new FieldError("channel", $"must be one of {string.Join(", ", ChannelFields.Of.Keys.Order(StringComparer.Ordinal))}, but is \"{channel}\""));
        }

        var name = Languages(document, "name", errors) ?? new TwoLanguages("", "");
        var fields = ImmutableSortedDictionary.CreateBuilder<string, TwoLanguages>(StringComparer.Ordinal);
        foreach (var field in ChannelFields.Of.GetValueOrDefault(channel, []))
        {
            if (!document.TryGetProperty(field.Name, out _) && !field.Required)
            {
                continue;
            }

            if (Languages(document, field.Name, errors) is { } text)
            {
                fields[field.Name] = text;
            }
        }

        Unknown(document, channel, errors);
        var about = new ContactClass(OptionalText(document, "purpose", ContactClass.Marketing.Purpose), OptionalText(document, "product_line", ""));
        if (Purposes.Find(about.Purpose) is not { IsContact: true })
        {
            errors.Add(new FieldError("purpose", $"must be one of {string.Join(", ", Purposes.All.Where(p => p.IsContact).Select(p => p.Key))}, but is \"{about.Purpose}\""));
        }

        var parsed = new TemplateDocument(
            key, channel, name, fields.ToImmutable(), OptionalText(document, "placement", "home"),
            Days(document, "show_days", 14, 90, errors), Days(document, "due_days", 3, 60, errors)) { About = about };
        return errors.Count > 0 ? Problem.Invalid(errors) : parsed;
    }

    private static void Unknown(JsonElement document, string channel, List<FieldError> errors)
    {
        if (!ChannelFields.Of.TryGetValue(channel, out var fields))
        {
            return;
        }

        var known = fields.Select(f => f.Name).Concat(["key", "channel", "name", "description", "placement", "show_days", "due_days", "owner", "purpose", "product_line"]).ToList();
        foreach (var property in document.EnumerateObject().Where(p => !known.Contains(p.Name)))
        {
            errors.Add(new FieldError(property.Name, $"is not a field of channel {channel}; did you mean \"{NearestName.Of(property.Name, known)}\"?"));
        }
    }

    private static string Text(JsonElement document, string field, List<FieldError> errors)
    {
        if (document.TryGetProperty(field, out var value) && value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text)
        {
            return text;
        }

        errors.Add(new FieldError(field, "must be a text"));
        return "";
    }

    private static string OptionalText(JsonElement document, string field, string otherwise) =>
        document.TryGetProperty(field, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : otherwise;

    private static int Days(JsonElement document, string field, int otherwise, int most, List<FieldError> errors)
    {
        if (!document.TryGetProperty(field, out var value))
        {
            return otherwise;
        }

        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var days) && days >= 1 && days <= most)
        {
            return days;
        }

        errors.Add(new FieldError(field, $"must be a whole number of days between 1 and {most}"));
        return otherwise;
    }

    /// <summary>"text", or {zh: "text", en: "text"} with zh required.</summary>
    private static TwoLanguages? Languages(JsonElement document, string field, List<FieldError> errors)
    {
        if (document.TryGetProperty(field, out var value))
        {
            if (value.ValueKind == JsonValueKind.String && value.GetString()!.Trim().Length > 0)
            {
                return new TwoLanguages(value.GetString()!.Trim(), "");
            }

            if (value.ValueKind == JsonValueKind.Object && OptionalText(value, "zh", "").Trim() is { Length: > 0 } zh)
            {
                return new TwoLanguages(zh, OptionalText(value, "en", "").Trim());
            }
        }

        errors.Add(new FieldError(field, "must be a text, or an object with a text in \"zh\" and, if there is one, in \"en\""));
        return null;
    }
}

/// <summary>How the values inside a text are written so that they cannot change its meaning.</summary>
internal enum Escaping
{
    /// <summary>Text without markup: SMS, subject, script.</summary>
    Plain,

    /// <summary>Values are HTML-escaped.</summary>
    Html,

    /// <summary>Values are percent-encoded.</summary>
    Url,
}

internal sealed record ChannelField(string Name, bool Required, Escaping Escaping, int CharactersMax);

/// <summary>What a message of each channel consists of.</summary>
internal static class ChannelFields
{
    public static FrozenDictionary<string, ChannelField[]> Of { get; } = new Dictionary<string, ChannelField[]>
    {
        ["sms"] = [new("text", true, Escaping.Plain, 500)],
        ["push"] = [new("title", true, Escaping.Plain, 60), new("body", true, Escaping.Plain, 200), new("url", false, Escaping.Url, 500)],
        ["email"] = [new("subject", true, Escaping.Plain, 150), new("body", true, Escaping.Html, 50_000)],
        ["in_app"] =
        [
            new("title", true, Escaping.Html, 60), new("body", true, Escaping.Html, 1000),
            new("button", false, Escaping.Html, 20), new("url", false, Escaping.Url, 500),
        ],
        ["work_order"] = [new("selling_point", true, Escaping.Plain, 500), new("script", true, Escaping.Plain, 4000)],
    }.ToFrozenDictionary();
}
