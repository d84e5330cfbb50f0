using System.Globalization;
using Zhike.Kernel;

namespace Zhike.Intake.Synthetic;

/// <summary>One outlet of the made-up bank: a county or district, its branch the province.</summary>
/// <param name="Code">GB/T 2260 code of the district.</param>
internal sealed record SynthOutlet(string Code, string Name, string Region, string City)
{
    public string Id => $"o{Code}";

    public string OrgPath => $"/hq/p{Code[..2]}/o{Code}/";
}

/// <summary>Chooses real Chinese districts as outlets (names and GB/T 2260 codes; a table under the MIT licence, see NOTICE).</summary>
internal static class OutletPlan
{
    private const long CustomersPerOutlet = 4_000;
    private const int OutletsMin = 6;

    /// <summary>One outlet for every 4,000 customers, six at least, one a district at most; the seed chooses which and in what
    /// order (the first are the largest).</summary>
    public static IReadOnlyList<SynthOutlet> For(long customers, ulong seed)
    {
        var provinces = Rows("provinces.csv").ToDictionary(row => row[0], row => row[1]);
        var cities = Rows("cities.csv").ToDictionary(row => row[0], row => row[1]);
        var areas = Rows("areas.csv").ToList();
        var count = (int)Math.Clamp(customers / CustomersPerOutlet, OutletsMin, areas.Count);
        return
        [
            .. areas
                .Select(area => (area, order: StableHash.Of("outlet", seed.ToString(CultureInfo.InvariantCulture), area[0])))
                .OrderBy(a => a.order)
                .Take(count)
                .Select(a => Outlet(a.area, provinces, cities)),
        ];
    }

    private static SynthOutlet Outlet(string[] area, Dictionary<string, string> provinces, Dictionary<string, string> cities)
    {
        var province = provinces[area[3]];
        var city = cities.GetValueOrDefault(area[2], province);
        // Cities that are provinces themselves hold their districts in a nameless middle level (市辖区).
        city = city is "市辖区" or "县" || city.Contains("直辖", StringComparison.Ordinal) ? province : city;
        return new SynthOutlet(area[0], $"{city}{area[1]}支行", province, city);
    }

    private static IEnumerable<string[]> Rows(string file)
    {
        using var stream = typeof(OutletPlan).Assembly.GetManifestResourceStream($"Zhike.Intake.Synthetic.Divisions.{file}")
            ?? throw new InvalidOperationException($"{file} is not embedded.");
        using var reader = new StreamReader(stream);
        reader.ReadLine();
        while (reader.ReadLine() is { Length: > 0 } line)
        {
            yield return line.Replace("\"", "", StringComparison.Ordinal).Split(',');
        }
    }
}
