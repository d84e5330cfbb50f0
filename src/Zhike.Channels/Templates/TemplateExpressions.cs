using System.Collections.Immutable;
using System.Text;
using System.Text.RegularExpressions;

namespace Zhike.Channels.Templates;

/// <summary>One {{…}} of a text.</summary>
/// <param name="Written">As it stands between the braces.</param>
/// <param name="Helper">"if", "money" …; empty for a bare name.</param>
/// <param name="Paths">The names it reads: "tags.balance".</param>
/// <param name="Error">Why it cannot be used, or null.</param>
internal sealed record TemplateExpression(string Written, string Helper, ImmutableArray<string> Paths, string? Error);

/// <summary>The part of Handlebars that message texts may use: names, if/unless/else, and a closed list of helpers.
/// Everything else (partials, raw output, loops) is refused, so that a text can be checked completely when it is saved.</summary>
internal static partial class TemplateExpressions
{
    /// <summary>Helpers that take one name; "default" takes a name and a quoted text.</summary>
    public static ImmutableArray<string> Helpers { get; } = ["money", "number", "percent", "day", "default"];

    public static IReadOnlyList<TemplateExpression> In(string text) => [.. Braces().Matches(text).Select(m => Read(m.Groups["raw"].Success, m.Groups["in"].Value.Trim()))];

    /// <summary>A bare name becomes {{required name "name"}}: a value that is missing then stops the message instead of leaving a
    /// hole. Every word that needs a value is told the value's name, to say which one is missing.</summary>
    public static string Strict(string text) => Braces().Replace(text, match =>
    {
        var inside = match.Groups["in"].Value.Trim();
        return match.Groups["raw"].Success || inside == "else" ? match.Value
            : Path().IsMatch(inside) ? $"{{{{required {inside} \"{inside}\"}}}}"
            : Words().Matches(inside).Select(m => m.Value).ToList() is [var helper, var name] && Helpers.Contains(helper) ? $"{{{{{inside} \"{name}\"}}}}"
            : match.Value;
    });

    /// <summary>A text with each {{…}} replaced by a stand-in, for length checks.</summary>
    public static string WithStandIns(string text, string standIn) => Braces().Replace(text, match =>
        match.Groups["in"].Value.Trim() is var inside && (inside.StartsWith('#') || inside.StartsWith('/') || inside.StartsWith('!') || inside == "else") ? "" : standIn);

    private static TemplateExpression Read(bool raw, string inside)
    {
        if (raw)
        {
            return new TemplateExpression(inside, "", [], "{{{…}}} would write the value unescaped: use {{…}}");
        }

        if (inside == "else" || inside is ['!', ..] || inside is "/if" or "/unless")
        {
            return new TemplateExpression(inside, "", [], null);
        }

        var words = Words().Matches(inside).Select(m => m.Value).ToList();
        return words switch
        {
            [var name] when Path().IsMatch(name) => new TemplateExpression(inside, "", [name], null),
            ["#if" or "#unless", var name] when Path().IsMatch(name) => new TemplateExpression(inside, words[0], [name], null),
            ["default", var name, ['"', ..]] when Path().IsMatch(name) => new TemplateExpression(inside, "default", [name], null),
            [var helper, var name] when helper != "default" && Helpers.Contains(helper) && Path().IsMatch(name) =>
                new TemplateExpression(inside, helper, [name], null),
            _ => new TemplateExpression(inside, "", [], Expected(inside)),
        };
    }

    private static string Expected(string inside)
    {
        var text = new StringBuilder($"{{{{{inside}}}}} is not understood: write a name such as {{{{customer.name}}}}, {{{{#if name}}}} … {{{{else}}}} … {{{{/if}}}}");
        foreach (var helper in Helpers)
        {
            text.Append(helper == "default" ? ", or {{default name \"text\"}}" : $", {{{{{helper} name}}}}");
        }

        return text.ToString();
    }

    [GeneratedRegex(@"(?<raw>\{)?\{\{(?<in>[^{}]*)\}\}\}?")]
    private static partial Regex Braces();

    [GeneratedRegex(@"^[a-z_]+(\.[A-Za-z0-9_-]+)+$")]
    private static partial Regex Path();

    [GeneratedRegex("\"[^\"]*\"|\\S+")]
    private static partial Regex Words();
}
