using System.Collections.Immutable;
using System.Text.Json;
using Zhike.Contracts.Bank;
using Zhike.Customers.Documents;
using Zhike.Kernel;
using Zhike.Storage.Definitions;

namespace Zhike.Customers.PersonalData;

/// <summary>By field, how it is masked.</summary>
internal sealed record PersonalMasks(ImmutableDictionary<string, string> ByField)
{
    public string Of(string field) => ByField.GetValueOrDefault(field, PersonalRules.Hidden);
}

/// <summary>What a role sees otherwise than everybody.</summary>
/// <param name="UnmaskPerDay">Different customers a day; null: as the option says.</param>
/// <param name="Unmask">The fields that open; null: all.</param>
internal sealed record RoleRules(string Role, int? UnmaskPerDay, ImmutableArray<string>? Unmask, ImmutableDictionary<string, string> Masks);

/// <summary>How personal data is classed (JR/T 0171) and masked, and how much of it a role may open.</summary>
/// <param name="Classes">By field: C1, C2 or C3.</param>
internal sealed record PersonalRules(
    ImmutableSortedDictionary<string, string> Classes, PersonalMasks Masks, ImmutableSortedDictionary<string, RoleRules> Roles)
{
    public const string Hidden = "hidden";

    public static readonly ImmutableArray<string> Fields =
        [PersonalFields.Name, PersonalFields.Phone, PersonalFields.Email, PersonalFields.IdNumber, PersonalFields.Address];

    /// <summary>first: the first character; ends: three in front and four behind; domain: what stands behind the @; district: up to the
    /// district; tail: the last two; hidden: stars alone; shown: as it is, which only class C1 may be.</summary>
    public static readonly ImmutableArray<string> Styles = ["first", "ends", "domain", "district", "tail", Hidden, "shown"];

    /// <summary>What holds while no document is live.</summary>
    public static PersonalRules Shipped { get; } = new(
        Fields.ToImmutableSortedDictionary(f => f, _ => "C2"),
        new PersonalMasks(new Dictionary<string, string>
        {
            [PersonalFields.Name] = "first", [PersonalFields.Phone] = "ends", [PersonalFields.Email] = "domain",
            [PersonalFields.IdNumber] = "ends", [PersonalFields.Address] = "district",
        }.ToImmutableDictionary()),
        ImmutableSortedDictionary<string, RoleRules>.Empty);

    public PersonalMasks MasksOf(string role) => Roles.TryGetValue(role, out var own) ? new PersonalMasks(Masks.ByField.SetItems(own.Masks)) : Masks;

    /// <summary>The fields that somebody of this role may see unmasked.</summary>
    public ImmutableArray<string> OpenTo(string role) => Roles.GetValueOrDefault(role)?.Unmask ?? Fields;

    public static Result<PersonalRules> Read(JsonElement document)
    {
        var errors = new List<FieldError>();
        var fields = new FieldReader(document, "", errors);
        _ = fields.Text("key", required: true);
        _ = LocalText.Read(fields, "name", required: true, errors);
        _ = LocalText.Read(fields, "description", required: false, errors);
        var classes = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        var masks = ImmutableDictionary.CreateBuilder<string, string>();
        foreach (var (element, path) in fields.List("fields", required: true))
        {
            var one = new FieldReader(element, path, errors);
            var (field, level, mask) = (one.Choice("field", Fields, required: true), one.Choice("class", ["C1", "C2", "C3"], required: true), one.Choice("mask", Styles, required: true));
            one.RefuseUnknown();
            if (field is null || level is null || mask is null)
            {
                continue;
            }

            CheckMask(one, "mask", level, mask);
            (classes[field], masks[field]) = (level, mask);
        }

        foreach (var missing in Fields.Where(f => !classes.ContainsKey(f) && errors.Count == 0))
        {
            fields.Refuse("fields", $"must say how {missing} is classed and masked");
        }

        var roles = fields.List("roles").Select(r => Role(r.Element, r.Path, classes, errors)).OfType<RoleRules>().ToList();
        fields.RefuseUnknown();
        return errors.Count > 0
            ? Problem.Invalid(errors)
            : new PersonalRules(classes.ToImmutable(), new PersonalMasks(masks.ToImmutable()), roles.DistinctBy(r => r.Role).ToImmutableSortedDictionary(r => r.Role, r => r));
    }

    private static RoleRules? Role(JsonElement element, string path, IReadOnlyDictionary<string, string> classes, List<FieldError> errors)
    {
        var fields = new FieldReader(element, path, errors);
        var role = fields.Text("role", required: true);
        var perDay = fields.Whole("unmask_per_day", 0, 100_000);
        ImmutableArray<string>? unmask = fields.Optional("unmask") is null ? null : [.. fields.List("unmask").Select(f => f.Element.ToString())];
        foreach (var wrong in (unmask ?? []).Where(f => !Fields.Contains(f)))
        {
            fields.Refuse("unmask", $"must hold some of {string.Join(", ", Fields)}, but holds \"{wrong}\"");
        }

        var masks = ImmutableDictionary.CreateBuilder<string, string>();
        if (fields.Optional("masks") is { } given)
        {
            var own = new FieldReader(given, fields.PathOf("masks"), errors);
            foreach (var field in Fields)
            {
                if (own.Choice(field, Styles) is { } mask)
                {
                    CheckMask(own, field, classes.GetValueOrDefault(field, "C2"), mask);
                    masks[field] = mask;
                }
            }

            own.RefuseUnknown();
        }

        fields.RefuseUnknown();
        return role is null ? null : new RoleRules(role, perDay, unmask, masks.ToImmutable());
    }

    private static void CheckMask(FieldReader fields, string name, string level, string mask)
    {
        if ((mask == "shown" && level != "C1") || (level == "C3" && mask != Hidden))
        {
            fields.Refuse(name, level == "C3" ? "must be hidden: the class is C3" : "must not be shown: only class C1 is");
        }
    }
}

/// <summary>The rules as a definition: shipped, edited as a draft, approved by a second person.</summary>
internal sealed class PersonalRulesKind : IDefinitionKind, ICatalogueFolder
{
    public const string Name = "personal-data";
    public const string OnlyKey = "rules";

    public string Kind => Name;

    public string Folder => "personal-data";

    public int Order => 0;

    public bool InstallLive => true;

    public Task<IReadOnlyList<FieldError>> CheckAsync(string key, JsonElement document, CancellationToken cancel)
    {
        var read = PersonalRules.Read(document);
        IReadOnlyList<FieldError> errors = key != OnlyKey
            ? [new FieldError("key", $"must be {OnlyKey}: a bank has one set of rules for personal data")]
            : read.Ok ? [] : read.Problem.Errors;
        return Task.FromResult(errors);
    }

    public Task GoLiveAsync(Definition definition, CancellationToken cancel) => Task.CompletedTask;
}

/// <summary>The rules in force.</summary>
internal sealed class LivePersonalRules(IDefinitions definitions)
{
    private volatile Parsed? _parsed;

    public async Task<PersonalRules> FindAsync(CancellationToken cancel)
    {
        if (await definitions.FindLiveAsync(PersonalRulesKind.Name, PersonalRulesKind.OnlyKey, cancel).ConfigureAwait(false) is not { } live)
        {
            return PersonalRules.Shipped;
        }

        if (_parsed is { } parsed && parsed.Version == live.Version)
        {
            return parsed.Rules;
        }

        using var document = JsonDocument.Parse(live.Document);
        var rules = PersonalRules.Read(document.RootElement).OrThrow();
        _parsed = new Parsed(live.Version, rules);
        return rules;
    }

    private sealed record Parsed(int Version, PersonalRules Rules);
}
