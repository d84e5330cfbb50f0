using System.Collections.Immutable;
using System.Text.Json;
using Zhike.Customers.Segments;
using Zhike.Customers.Tags.Definitions;
using Zhike.Kernel;
using Zhike.Storage.Definitions;
using Zhike.Storage.Facts;
using Zhike.Storage.Facts.Rows;

namespace Zhike.Customers.Conditions;

/// <summary>Looks up what expressions may name now, and the newest date that has tags.</summary>
internal sealed class LiveCatalogue(LiveTags tags, IDefinitions definitions, IFacts facts)
{
    private static readonly Viewer Asking = Viewer.Bank("condition catalogue");

    /// <param name="asked">The expression that will be read, null for any: lists and outlets are looked up only when it may name one.</param>
    public async Task<ConditionCatalogue> ReadAsync(JsonElement? asked, CancellationToken cancel)
    {
        var set = await tags.ReadAsync(cancel).ConfigureAwait(false);
        var segments = await definitions.LiveAsync(SegmentDefinition.Kind, cancel).ConfigureAwait(false);
        var texts = segments.Select(s => s.Document).Prepend(asked?.GetRawText()).ToList();
        bool MayName(string form) => asked is null || texts.Exists(t => t!.Contains($"\"{form}\"", StringComparison.Ordinal));
        return new ConditionCatalogue(
            set.Columns,
            segments.ToImmutableDictionary(s => s.Key, s => JsonDocument.Parse(s.Document).RootElement.GetProperty("expression")),
            MayName("list") ? [.. await ListsAsync(cancel).ConfigureAwait(false)] : [],
            set.AttributeTags)
        {
            Outlets = MayName("near") ? await OutletsAsync(cancel).ConfigureAwait(false) : ImmutableDictionary<string, GeoPoint?>.Empty,
        };
    }

    /// <summary>Null when no batch has run on or before the date.</summary>
    public async Task<DateOnly?> TagDateAsync(DateOnly asOf, CancellationToken cancel)
    {
        var dates = await facts.ListAsync(
            Asking,
            new FactsStatement("tag date", "SELECT max(as_of) FROM tag_values WHERE as_of <= {as_of:Date} HAVING count() > 0").With("as_of", asOf),
            (ref RowReader row) => row.Date(),
            cancel).ConfigureAwait(false);
        return dates.Count == 0 ? null : dates[0];
    }

    private async Task<ImmutableDictionary<string, GeoPoint?>> OutletsAsync(CancellationToken cancel)
    {
        var outlets = await facts.ListAsync(
            Asking,
            new FactsStatement("places of outlets", "SELECT outlet_id, attributes[{latitude:String}], attributes[{longitude:String}] FROM outlets")
                .With("latitude", GeoPoint.LatitudeName).With("longitude", GeoPoint.LongitudeName),
            (ref RowReader row) => (Id: row.Text(), Point: GeoPoint.Parse(row.Text(), row.Text())),
            cancel).ConfigureAwait(false);
        return outlets.ToImmutableDictionary(o => o.Id, o => o.Point);
    }

    private async Task<IReadOnlyList<string>> ListsAsync(CancellationToken cancel) => await facts.ListAsync(
        Asking, new FactsStatement("lists", "SELECT DISTINCT toString(list_key) FROM customer_lists"), (ref RowReader row) => row.Text(), cancel).ConfigureAwait(false);
}
