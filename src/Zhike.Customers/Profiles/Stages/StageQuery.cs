using System.Text.Json;
using Zhike.Contracts.Bank;
using Zhike.Contracts.Customers;
using Zhike.Customers.Tags.Definitions;
using Zhike.Customers.Tags.Reading;
using Zhike.Customers.Tiering;
using Zhike.Kernel;
using Zhike.Storage;
using Zhike.Storage.Definitions;
using Zhike.Storage.Facts;
using Zhike.Storage.Facts.Rows;

namespace Zhike.Customers.Profiles.Stages;

/// <summary>A customer's tiers in every live way of dividing customers, now and over time.</summary>
internal sealed class StageQuery(IFacts facts, ITags tags, LiveTags live, IDefinitions definitions, IBusinessDate businessDate)
{
    public async Task<IReadOnlyList<CustomerTier>> TiersAsync(Viewer viewer, ulong customer, CancellationToken cancel) =>
        [.. (await HistoryAsync(viewer, customer, cancel).ConfigureAwait(false)).Select(h => h.Now)];

    /// <summary>Empty before the first batch, and outside the viewer's scope.</summary>
    public async Task<IReadOnlyList<StageHistory>> HistoryAsync(Viewer viewer, ulong customer, CancellationToken cancel)
    {
        var asOf = await businessDate.CurrentAsync(cancel).ConfigureAwait(false);
        var schemes = await SchemesAsync(cancel).ConfigureAwait(false);
        var day = await tags.DateAsync(asOf, cancel).ConfigureAwait(false);
        var values = await tags.ValuesAsync(viewer, [customer], asOf, cancel).ConfigureAwait(false);
        if (day is null || schemes.Count == 0 || !values.TryGetValue(customer, out var own))
        {
            return [];
        }

        var statement = new FactsStatement("tiers of a customer over time", SqlFile.Beside<StageQuery>("StageChanges.sql"))
            .With("customer", customer).With("tags", schemes.Select(s => s.Tag.Key).Distinct()).With("as_of", day.Value).Within(FactsLimits.Point);
        var changes = await facts.ListAsync(
            viewer, statement, (ref RowReader row) => new StageChange(row.Text(), row.Date(), row.Text(), row.Text()), cancel).ConfigureAwait(false);
        var byTag = changes.ToLookup(c => c.Tag);
        return [.. schemes.Select(s => History(s, own.GetValueOrDefault(s.Tag.Key), [.. byTag[s.Tag.Key]], day.Value))];
    }

    private async Task<List<TieringScheme>> SchemesAsync(CancellationToken cancel)
    {
        var known = await live.ReadAsync(cancel).ConfigureAwait(false);
        var documents = await definitions.LiveAsync(TieringScheme.Kind, cancel).ConfigureAwait(false);

        // One that no longer holds against the tags says nothing about a customer; the page of tierings shows why.
        return [.. documents.Select(d => TieringScheme.Parse(d.Key, JsonDocument.Parse(d.Document).RootElement, known, [])).OfType<TieringScheme>()];
    }

    /// <summary>Spans follow from the changes alone; what was before the first one is its old value.</summary>
    internal static StageHistory History(TieringScheme scheme, object? value, IReadOnlyList<StageChange> changes, DateOnly day)
    {
        var code = CodeOf(scheme.Tag, value);
        var spans = new List<StageSpan>();
        if (changes.Count == 0)
        {
            spans.Add(new StageSpan(code, null, null));
        }
        else
        {
            if (changes[0].Old.Length > 0)
            {
                spans.Add(new StageSpan(changes[0].Old, null, changes[0].AsOf));
            }

            spans.AddRange(changes.Select((c, i) => new StageSpan(c.New, c.AsOf, i + 1 < changes.Count ? changes[i + 1].AsOf : null)));
        }

        var tier = scheme.Tiers.FirstOrDefault(t => t.Code == code);
        var since = spans[^1].Tier == code ? spans[^1].From : null;
        return new StageHistory(
            new CustomerTier(
                scheme.Key, scheme.Name.Zh, scheme.Name.En, scheme.Ordered, code, tier?.Name.Zh ?? code, tier?.Name.En ?? code, since,
                since is { } from ? day.DayNumber - from.DayNumber : null),
            [.. scheme.Tiers.Select(t => new TierName(t.Code, t.Name.Zh, t.Name.En))],
            spans);
    }

    private static string CodeOf(TagDefinition tag, object? value) => value switch
    {
        null => "",
        string code => code,
        _ => ValueWords.BandOf(tag, value)?.Label.En ?? "",
    };
}

/// <param name="Old">Empty: none.</param>
internal sealed record StageChange(string Tag, DateOnly AsOf, string Old, string New);
