using Zhike.Customers.Tags.Compiling;
using Zhike.Customers.Tags.Definitions;
using Zhike.Kernel;
using Zhike.Storage;
using Zhike.Storage.Facts;
using Zhike.Storage.Facts.Rows;

namespace Zhike.Customers.Tags.Reading;

/// <summary>A tag at one business date.</summary>
/// <param name="Customers">Of the viewer's scope.</param>
/// <param name="Coverage">Share of them who have a value; "no" is a flag's none.</param>
public sealed record TagDay(DateOnly AsOf, long Customers, double Coverage, IReadOnlyList<DistributionBar> Distribution);

/// <summary>How a tag was distributed over time, as its runs recorded it.</summary>
internal sealed class TagHistory(IFacts facts)
{
    /// <summary>Days in one answer: two years.</summary>
    public const int DaysMax = 731;

    public async Task<IReadOnlyList<TagDay>> ReadAsync(Viewer viewer, TagDefinition tag, DateOnly from, DateOnly to, CancellationToken cancel)
    {
        var rows = await facts.ListAsync(
            viewer, new FactsStatement("history of a tag", SqlFile.Beside<TagHistory>("TagHistory.sql")).With("tag", tag.Key).With("from", from).With("to", to),
            (ref RowReader row) => (AsOf: row.Date(), Band: row.Text(), Customers: (long)row.UInt64()), cancel).ConfigureAwait(false);
        return [.. rows.GroupBy(r => r.AsOf).Select(day => Of(tag, day.Key, day.ToDictionary(r => r.Band, r => r.Customers)))];
    }

    private static TagDay Of(TagDefinition tag, DateOnly asOf, Dictionary<string, long> counts)
    {
        var all = counts.Values.Sum();
        var none = counts.GetValueOrDefault("") + counts.GetValueOrDefault("false");
        var names = tag.Named.ToDictionary(n => n.Value);

        // Bands of an earlier version of the tag stand behind those of today, under the name they had.
        var bands = StatisticsSql.Bands(tag).Concat(counts.Keys).Append("").Distinct().Where(counts.ContainsKey);
        return new TagDay(asOf, all, all == 0 ? 0 : (double)(all - none) / all, [.. bands.Select(b => Bar(b, names.TryGetValue(b, out var name) ? (name.Zh, name.En) : Word(b), counts[b]))]);
    }

    private static DistributionBar Bar(string band, (string Zh, string En) name, long customers) => new(band, name.Zh, name.En, customers);

    private static (string Zh, string En) Word(string band) => band switch
    {
        "" => ("无", "none"),
        "true" => ("是", "yes"),
        "false" => ("否", "no"),
        StatisticsSql.Any => ("有值", "a value"),
        StatisticsSql.Other => ("其他", "other"),
        _ => (band, band),
    };
}
