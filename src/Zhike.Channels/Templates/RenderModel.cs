using System.Collections.Immutable;
using Zhike.Contracts.Bank;
using Zhike.Contracts.Customers;

namespace Zhike.Channels.Templates;

/// <summary>The root of what a text can name: "customer", "tags", "bank".</summary>
internal sealed class RenderModelValues : Dictionary<string, object?>
{
    public RenderModelValues()
        : base(StringComparer.Ordinal)
    {
    }
}

/// <summary>One customer as the texts see them.</summary>
internal sealed record RenderModel(RenderModelValues Values, string Language)
{
    /// <summary>The names under "customer." and "bank."; the tags' keys are added by the catalogue of tags.</summary>
    public static ImmutableArray<string> FixedNames { get; } =
    [
        "customer.name", "customer.surname", "customer.salutation", "customer.name_masked", "customer.phone_masked",
        "customer.email_masked", "customer.customer_no_masked", "customer.opened_on", "customer.outlet_name",
        "bank.name", "bank.currency", "bank.business_date",
    ];

    public static RenderModel Of(
        Recipient recipient, PersonalData? person, IReadOnlyDictionary<string, object?> tags, BankOptions bank, DateOnly businessDate)
    {
        var language = recipient.Language == "en" ? "en" : "zh";
        var name = person?.Name ?? "";
        var surname = ChineseNames.SurnameOf(name);
        return new RenderModel(
            new RenderModelValues
            {
                ["customer"] = new Dictionary<string, object?>(StringComparer.Ordinal)
                {
                    ["name"] = Present(name),
                    ["surname"] = Present(surname),
                    ["salutation"] = Present(ChineseNames.Salutation(name, recipient.Gender, language)),
                    ["name_masked"] = Present(Masked.Name(name)),
                    ["phone_masked"] = Present(Masked.Phone(person?.Phone ?? "")),
                    ["email_masked"] = Present(Masked.Email(person?.Email ?? "")),
                    ["customer_no_masked"] = Present(Masked.Tail(recipient.CustomerNo)),
                    ["opened_on"] = recipient.OpenedOn,
                    ["outlet_name"] = Present(recipient.OutletName),
                },
                ["tags"] = tags.Where(t => t.Value is not null).ToDictionary(StringComparer.Ordinal),
                ["bank"] = new Dictionary<string, object?>(StringComparer.Ordinal)
                {
                    ["name"] = bank.Name,
                    ["currency"] = bank.Currency,
                    ["business_date"] = businessDate,
                    ["language"] = language,
                },
            },
            language);
    }

    /// <summary>The same customer as staff may see them on a page: name in the masked form.</summary>
    public RenderModel MaskedFor(Recipient recipient)
    {
        var customer = new Dictionary<string, object?>((Dictionary<string, object?>)Values["customer"]!, StringComparer.Ordinal);
        var name = customer["name"] as string ?? "";
        customer["name"] = customer["name_masked"];
        customer["salutation"] = Present(ChineseNames.Salutation(Masked.Name(name), recipient.Gender, Language));
        return this with { Values = new RenderModelValues { ["customer"] = customer, ["tags"] = Values["tags"], ["bank"] = Values["bank"] } };
    }

    private static string? Present(string text) => text.Length == 0 ? null : text;
}

/// <summary>What the facts say about who is written to.</summary>
internal sealed record Recipient(
    ulong CustomerId, string CustomerNo, string Gender, DateOnly OpenedOn, string OutletName, string Language, ImmutableArray<string> UserIds);

/// <summary>How a bank addresses its customers.</summary>
internal static class ChineseNames
{
    private static readonly string[] TwoLetterSurnames = ["欧阳", "司马", "上官", "诸葛", "东方", "皇甫", "尉迟", "公孙", "慕容", "令狐", "司徒", "夏侯"];

    /// <summary>The family name; of a name in Latin letters, the last word.</summary>
    public static string SurnameOf(string name) => name switch
    {
        "" => "",
        _ when name[0] < 0x2E80 => name.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [.., var last] ? last : name,
        _ => TwoLetterSurnames.FirstOrDefault(s => name.StartsWith(s, StringComparison.Ordinal)) ?? name[..1],
    };

    /// <summary>王女士, 张先生; 尊敬的客户 where neither is known well enough.</summary>
    public static string Salutation(string name, string gender, string language) => (SurnameOf(name), gender, language) switch
    {
        ("", _, "en") => "valued customer",
        ("", _, _) => "客户",
        (var surname, "F", "en") => $"Ms {surname}",
        (var surname, "M", "en") => $"Mr {surname}",
        (_, _, "en") => name,
        (var surname, "F", _) => $"{surname}女士",
        (var surname, "M", _) => $"{surname}先生",
        _ => $"{name}",
    };
}

/// <summary>The bank's masks; a value that is masked already stays as it is.</summary>
internal static class Masked
{
    public static string Name(string name) => name.Length == 0 || name.Contains('*', StringComparison.Ordinal) ? name : ChineseNames.SurnameOf(name) + new string('*', Math.Max(1, name.Length - ChineseNames.SurnameOf(name).Length));

    public static string Phone(string phone) => phone.Length < 8 || phone.Contains('*', StringComparison.Ordinal) ? phone : $"{phone[..3]}****{phone[^4..]}";

    public static string Email(string email) => email.IndexOf('@', StringComparison.Ordinal) is var at and > 0 && !email.Contains('*', StringComparison.Ordinal) ? $"{email[0]}***{email[at..]}" : email;

    /// <summary>尾号: only the last four.</summary>
    public static string Tail(string number) => number.Length <= 4 ? number : $"****{number[^4..]}";
}
