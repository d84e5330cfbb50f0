using System.Collections.Immutable;
using System.Text.Json;
using System.Text.RegularExpressions;
using Zhike.Customers.Documents;
using Zhike.Kernel;

namespace Zhike.Customers.Identity.Rules;

/// <summary>Reads the One-ID rules from their document; every problem with its field.</summary>
internal static class IdentityRulesReader
{
    private static readonly string[] Roles = ["key", "carrier", "hint"];
    private static readonly TimeSpan PatternTimeMax = TimeSpan.FromSeconds(1);

    public static Result<IdentityRules> Read(JsonElement document)
    {
        var errors = new List<FieldError>();
        var fields = new FieldReader(document, "", errors);
        _ = fields.Text("key", required: true);
        _ = LocalText.Read(fields, "name", required: true, errors);
        _ = LocalText.Read(fields, "description", required: false, errors);
        var kinds = fields.List("kinds", required: true).Select(k => Kind(k.Element, k.Path, errors)).OfType<IdentityKind>().ToImmutableArray();
        foreach (var twice in kinds.GroupBy(k => k.Kind).Where(g => g.Count() > 1))
        {
            fields.Refuse("kinds", $"names {twice.Key} twice");
        }

        if (!kinds.Any(k => k is { Kind: "customer_no", Role: IdentityRole.Key }))
        {
            fields.Refuse("kinds", "must name customer_no with the role key");
        }

        var blocked = fields.Optional("blocked") is { } given ? new FieldReader(given, "blocked", errors) : null;
        var values = Texts(blocked, "values");
        var patterns = Texts(blocked, "patterns");
        var phones = Texts(blocked, "phones");
        blocked?.RefuseUnknown();
        for (var i = 0; i < patterns.Length; i++)
        {
            CheckPattern(patterns[i], $"blocked.patterns[{i}]", errors);
        }

        var trusted = Texts(fields, "trusted_sources");
        fields.RefuseUnknown();
        return errors.Count > 0
            ? Problem.Invalid(errors)
            : new IdentityRules(
                kinds, [.. values.Select(v => v.ToLowerInvariant())], string.Join('|', patterns.Select(p => $"(?:{p})")), phones, trusted.IsEmpty ? ["*"] : trusted);
    }

    private static IdentityKind? Kind(JsonElement element, string path, List<FieldError> errors)
    {
        var fields = new FieldReader(element, path, errors);
        var kind = fields.Text("kind", required: true);
        if (kind is not null && (kind.Length > 40 || !kind.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '_')))
        {
            fields.Refuse("kind", "must be at most 40 of a-z, 0-9 and '_'");
        }

        var name = LocalText.Read(fields, "name", required: true, errors);
        var role = fields.Choice("role", Roles, required: true);
        _ = fields.Required("priority");
        var priority = fields.Whole("priority", 1, 100);
        var perPerson = fields.Whole("per_person", 1, 1000);
        if (role is "key" or "hint" && perPerson is null && fields.Optional("per_person") is null)
        {
            fields.Refuse("per_person", "is missing: how many of this kind may one person have?");
        }

        fields.RefuseUnknown();
        return kind is null || role is null || priority is null
            ? null
            : new IdentityKind(kind, name, Enum.Parse<IdentityRole>(role, ignoreCase: true), priority.Value, perPerson ?? int.MaxValue);
    }

    private static ImmutableArray<string> Texts(FieldReader? fields, string name)
    {
        var texts = ImmutableArray.CreateBuilder<string>();
        foreach (var (element, path) in fields?.List(name) ?? [])
        {
            if (element.ValueKind == JsonValueKind.String)
            {
                texts.Add(element.GetString()!);
            }
            else
            {
                fields!.Refuse(name, $"must hold texts, but {path} is {FieldReader.Show(element)}");
            }
        }

        return texts.ToImmutable();
    }

    private static void CheckPattern(string pattern, string path, List<FieldError> errors)
    {
        try
        {
            // Both the program and the engine must understand it: no look-around, no back-references.
            _ = new Regex(pattern, RegexOptions.NonBacktracking, PatternTimeMax);
        }
        catch (Exception wrong) when (wrong is ArgumentException or NotSupportedException)
        {
            errors.Add(new FieldError(path, $"is not a regular expression of the plain kind: {wrong.Message}"));
        }
    }
}
