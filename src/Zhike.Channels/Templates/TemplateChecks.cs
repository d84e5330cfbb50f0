using System.Text.RegularExpressions;
using HandlebarsDotNet;
using Zhike.Kernel;

namespace Zhike.Channels.Templates;

/// <summary>Everything that can be wrong with a template, found before it is saved. Pure.</summary>
internal static partial class TemplateChecks
{
    /// <param name="names">Every name that a text may use: "customer.name", "tags.balance" …</param>
    public static IReadOnlyList<FieldError> Check(string key, TemplateDocument template, IReadOnlyCollection<string> names)
    {
        var errors = new List<FieldError>();
        if (template.Key != key)
        {
            errors.Add(new FieldError("key", $"is \"{template.Key}\", but the template is saved as \"{key}\""));
        }

        foreach (var field in ChannelFields.Of[template.Channel])
        {
            if (!template.Fields.TryGetValue(field.Name, out var text))
            {
                continue;
            }

            CheckText(field, field.Name, text.Zh, names, errors);
            if (text.En.Length > 0)
            {
                CheckText(field, $"{field.Name}.en", text.En, names, errors);
            }
        }

        if (template.Channel == "sms" && template.Fields.TryGetValue("text", out var sms))
        {
            CheckSms("text", sms.Zh, errors);
        }

        if (template.Fields.ContainsKey("button") != template.Fields.ContainsKey("url") && template.Channel == "in_app")
        {
            errors.Add(new FieldError("button", "and url go together: a button that leads nowhere, or an address without a button"));
        }

        return errors;
    }

    private static void CheckText(ChannelField field, string path, string text, IReadOnlyCollection<string> names, List<FieldError> errors)
    {
        foreach (var expression in TemplateExpressions.In(text))
        {
            if (expression.Error is { } error)
            {
                errors.Add(new FieldError(path, error));
            }

            foreach (var name in expression.Paths.Where(name => !names.Contains(name)))
            {
                errors.Add(new FieldError(path, $"names {{{{{name}}}}}, which does not exist; did you mean {{{{{NearestName.Of(name, names)}}}}}?"));
            }
        }

        if (errors.All(e => e.Field != path) && DoesNotCompile(text) is { } why)
        {
            errors.Add(new FieldError(path, why));
        }

        var shown = TemplateExpressions.WithStandIns(text, "");
        if (shown.Length > field.CharactersMax)
        {
            errors.Add(new FieldError(path, $"may have {field.CharactersMax} characters, but has {shown.Length}"));
        }

        if (field.Name is "subject" or "title" && text.Contains('\n', StringComparison.Ordinal))
        {
            errors.Add(new FieldError(path, "must be one line"));
        }

        if (field.Escaping == Escaping.Url && !Address().IsMatch(text))
        {
            errors.Add(new FieldError(path, "must be an address that begins with https://, a path that begins with /, or an app's own scheme such as bank://"));
        }
    }

    /// <summary>Operators ask for a signature and a way out in every marketing message.</summary>
    private static void CheckSms(string path, string text, List<FieldError> errors)
    {
        if (!Signature().IsMatch(text))
        {
            errors.Add(new FieldError(path, "must carry the bank's signature in 【】 at its end, such as 【{{bank.name}}】"));
        }

        if (!text.Contains("拒收请回复R", StringComparison.Ordinal))
        {
            errors.Add(new FieldError(path, "must say how to refuse further messages: 拒收请回复R"));
        }

        var length = SmsLength.Of(TemplateExpressions.WithStandIns(text, "〇〇〇〇〇〇"));
        if (length.Segments > SmsLength.SegmentsMax)
        {
            errors.Add(new FieldError(path, $"would take about {length.Segments} parts ({length.Units} characters); at most {SmsLength.SegmentsMax} are allowed"));
        }
    }

    private static string? DoesNotCompile(string text)
    {
        try
        {
            Handlebars.Create().Compile(text);
            return null;
        }
        catch (HandlebarsException refused)
        {
            return $"cannot be read: {refused.Message.Split('\n')[0].Trim()}";
        }
    }

    [GeneratedRegex(@"^(https://|/(?!/)|(?!javascript|data|http:)[a-z][a-z0-9+.-]*://)", RegexOptions.IgnoreCase)]
    private static partial Regex Address();

    [GeneratedRegex(@"【[^】]+】$")]
    private static partial Regex Signature();
}
