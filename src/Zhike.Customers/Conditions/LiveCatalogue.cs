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

    /// <param name="asked">The expression that will be read, null for any: lists are looked up only when it may name one.</param>
    public async Task<ConditionCatalogue> ReadAsync(JsonElement? asked, CancellationToken cancel)
    {
        var set = await tags.ReadAsync(cancel).ConfigureAwait(false);
        var segments = await definitions.LiveAsync(SegmentDefinition.Kind, cancel).ConfigureAwait(false);
        var namesLists = asked is not { } expression || MayNameList(expression.GetRawText()) || segments.Any(s => MayNameList(s.Document));
        return new ConditionCatalogue(
            set.Columns,
            segments.ToImmutableDictionary(s => s.Key, s => JsonDocument.Parse(s.Document).RootElement.GetProperty("expression")),
            namesLists ? [.. await ListsAsync(cancel).ConfigureAwait(false)] : [],
            set.AttributeTags);
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

    private static bool MayNameList(string json) => json.Contains("\"list\"", StringComparison.Ordinal);

    private async Task<IReadOnlyList<string>> ListsAsync(CancellationToken cancel) => await facts.ListAsync(
        Asking, new FactsStatement("lists", "SELECT DISTINCT toString(list_key) FROM customer_lists"), (ref RowReader row) => row.Text(), cancel).ConfigureAwait(false);
}
