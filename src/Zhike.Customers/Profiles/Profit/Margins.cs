using System.Collections.Immutable;
using System.Text.Json;
using Zhike.Customers.Documents;
using Zhike.Customers.Profiles.Wealth;
using Zhike.Kernel;

namespace Zhike.Customers.Profiles.Profit;

/// <summary>What a balance of each kind of product earns the bank a year after its funds were paid for: transfer spreads of fund transfer
/// pricing. A deposit earns the transfer price less the customer's interest, a loan the customer's interest less the transfer price.</summary>
/// <param name="Spreads">At most one a kind; a kind without one earns nothing.</param>
internal sealed record Margins(string Key, LocalText Name, LocalText Description, ImmutableArray<Spread> Spreads, string Owner)
{
    public const string Kind = "margins";
    private const decimal PerYearMax = 1;

    /// <summary>Null when there is any problem.</summary>
    public static Margins? Parse(string key, JsonElement document, List<FieldError> errors)
    {
        var before = errors.Count;
        var fields = new FieldReader(document, "", errors);
        if (fields.Text("key", required: true) is { } written && written != key)
        {
            fields.Refuse("key", $"must be \"{key}\", the name it is saved under, but is \"{written}\"");
        }

        var name = LocalText.Read(fields, "name", required: true, errors);
        var description = LocalText.Read(fields, "description", required: false, errors);
        var spreads = ImmutableArray.CreateBuilder<Spread>();
        foreach (var (element, path) in fields.List("spreads", required: true))
        {
            if (SpreadOf(new FieldReader(element, path, errors), path, spreads, errors) is { } spread)
            {
                spreads.Add(spread);
            }
        }

        var owner = fields.Text("owner") ?? "";
        fields.RefuseUnknown();
        return errors.Count > before ? null : new Margins(key, name, description, spreads.ToImmutable(), owner);
    }

    private static Spread? SpreadOf(FieldReader fields, string path, ImmutableArray<Spread>.Builder known, List<FieldError> errors)
    {
        var kind = fields.Choice("kind", ProductKinds.All, required: true);
        if (kind is not null && known.Any(s => s.Kind == kind))
        {
            fields.Refuse("kind", $"has a spread already: \"{kind}\"");
        }

        var name = LocalText.Read(fields, "name", required: true, errors);
        var share = fields.Required("per_year");
        decimal perYear = 0;
        if (share is { } value && !(value.ValueKind == JsonValueKind.Number && value.TryGetDecimal(out perYear) && perYear is >= -PerYearMax and <= PerYearMax))
        {
            errors.Add(new FieldError($"{path}.per_year", $"must be a share from -1 to 1, such as 0.015 for 1.5 % a year, but is {FieldReader.Show(value)}"));
        }

        fields.RefuseUnknown();
        return kind is null || share is null ? null : new Spread(kind, name, perYear);
    }
}

/// <param name="Kind">One of <see cref="ProductKinds"/>.</param>
/// <param name="PerYear">Of the balance: 0.015 is 1.5 %.</param>
internal sealed record Spread(string Kind, LocalText Name, decimal PerYear);
