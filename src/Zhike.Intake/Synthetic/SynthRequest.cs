using System.Globalization;
using System.Text.Json;
using Zhike.Kernel;

namespace Zhike.Intake.Synthetic;

/// <summary>What bank to make up. The same request makes the same rows, on every machine.</summary>
/// <param name="Customers">1,000 to 10,000,000.</param>
/// <param name="Seed">Any other seed gives another bank.</param>
/// <param name="AsOf">The last business date of its history.</param>
public sealed record SynthRequest(long Customers, ulong Seed, DateOnly AsOf)
{
    public const long CustomersMin = 1_000;
    public const long CustomersMax = 10_000_000;

    /// <summary>Fixed, so that a bank made today equals one made next year.</summary>
    public static readonly DateOnly DefaultAsOf = new(2026, 6, 30);

    /// <summary>Goes into run_id of every row that has one.</summary>
    public string RunId => string.Create(CultureInfo.InvariantCulture, $"synth-{Seed}");

    /// <summary>Reads {"customers": 100000, "seed": 1, "asOf": "2026-06-30"}; seed and asOf may be missing.</summary>
    public static Result<SynthRequest> From(JsonElement arguments)
    {
        var errors = new List<FieldError>();
        if (!TryNumber(arguments, "customers", out var customers) || customers is < CustomersMin or > CustomersMax)
        {
            errors.Add(new FieldError("customers", $"must be a whole number from {CustomersMin} to {CustomersMax}"));
        }

        long seed = 1;
        if (Has(arguments, "seed") && (!TryNumber(arguments, "seed", out seed) || seed < 0))
        {
            errors.Add(new FieldError("seed", "must be a whole number, 0 or more"));
        }

        var asOf = DefaultAsOf;
        if (Has(arguments, "asOf")
            && !DateOnly.TryParseExact(arguments.GetProperty("asOf").ToString(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out asOf))
        {
            errors.Add(new FieldError("asOf", "must be a date such as \"2026-06-30\""));
        }
        else if (asOf.Year is < 1990 or > 2140)
        {
            errors.Add(new FieldError("asOf", "must lie between 1990 and 2140"));
        }

        return errors.Count > 0 ? Problem.Invalid(errors) : new SynthRequest(customers, (ulong)seed, asOf);
    }

    private static bool Has(JsonElement arguments, string name) =>
        arguments.ValueKind == JsonValueKind.Object && arguments.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null;

    /// <summary>The command line hands numbers over as text.</summary>
    private static bool TryNumber(JsonElement arguments, string name, out long number)
    {
        number = 0;
        return Has(arguments, name)
            && long.TryParse(arguments.GetProperty(name).ToString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number);
    }
}
