using System.Text.Json;
using Zhike.Contracts.Bank;
using Zhike.Contracts.Customers;
using Zhike.Customers.Documents;
using Zhike.Customers.Segments;
using Zhike.Customers.Sources;
using Zhike.Customers.Tags.Definitions;
using Zhike.Kernel;
using Zhike.Storage.Definitions;
using Zhike.Storage.Facts;
using Zhike.Storage.Facts.Rows;

namespace Zhike.Customers.Conditions;

/// <summary>Collects the vocabulary of conditions from what is live and from what has been seen.</summary>
internal sealed class VocabularyQuery(LiveTags live, IDefinitions definitions, CustomerLists lists, IFacts facts)
{
    private const int EventsMax = 200;

    public async Task<Vocabulary> ReadAsync(Viewer viewer, CancellationToken cancel)
    {
        var tags = await live.ReadAsync(cancel).ConfigureAwait(false);
        var segments = await definitions.LiveAsync(SegmentDefinition.Kind, cancel).ConfigureAwait(false);
        var kept = await lists.ReadAsync(viewer, cancel).ConfigureAwait(false);
        return new Vocabulary(
            [.. tags.InOrder.OrderBy(t => TagDefinition.Dimensions.ToList().IndexOf(t.Dimension)).ThenBy(t => t.Key, StringComparer.Ordinal).Select(Item)],
            [.. CustomerAttribute.Fixed.Select(Item)],
            [Transactions(), .. await EventsAsync(cancel).ConfigureAwait(false)],
            [.. segments.Select(Item)],
            [.. kept.Select(l => new VocabularyItem(l.Key, l.NameZh, l.NameEn, "list", []))],
            [.. Comparison.Operators.Keys.Order(StringComparer.Ordinal)]);
    }

    private VocabularyItem Item(TagDefinition tag)
    {
        var operators = Comparison.For(tag.Type).Concat(tag.Bands.Length > 0 ? [Operator.InBand] : []).Select(Comparison.NameOf);
        return new VocabularyItem(
            tag.Key, tag.Name.Zh, tag.Name.En, tag.Type.Name(), [.. operators], tag.Dimension, tag.Named, tag.Unit?.Zh ?? "", tag.Unit?.En ?? "");
    }

    private static VocabularyItem Item(CustomerAttribute attribute)
    {
        var (name, codes) = (FactWords.Attribute(attribute.Name), FactWords.Codes(attribute.Name));
        return new VocabularyItem(
            attribute.Name, name.Zh, name.En, attribute.Type.Name(), [.. Comparison.For(attribute.Type).Select(Comparison.NameOf)],
            Values: codes.Count > 0 ? codes : null);
    }

    private static VocabularyItem Item(Definition definition)
    {
        var segment = SegmentDefinition.Of(definition.Key, JsonDocument.Parse(definition.Document).RootElement);
        return new VocabularyItem(definition.Key, segment.Name.Zh, segment.Name.En, "segment", []);
    }

    private static VocabularyEvent Transactions() => new(
        "transaction", FactWords.Event("transaction").Zh, FactWords.Event("transaction").En,
        [.. FactTables.Transactions.Columns.Values.Where(c => c.Name != "account_id").Select(c => new VocabularyItem(
            c.Name, FactWords.Column(c.Name).Zh, FactWords.Column(c.Name).En, c.Type.Name(), [.. Comparison.For(c.Type).Select(Comparison.NameOf)],
            Values: c.IsEnumerable ? [.. c.Words.Select(w => FactWords.Code(c.Name, w))] : null))]);

    private async Task<List<VocabularyEvent>> EventsAsync(CancellationToken cancel) => await facts.ListAsync(
        Viewer.Bank("vocabulary"),
        new FactsStatement("event names", "SELECT toString(name) FROM events WHERE type != 'system' OR name IN ('message_clicked', 'message_shown', 'work_order_reported') GROUP BY name ORDER BY count() DESC, name LIMIT {most:UInt32}")
            .With("most", (ulong)EventsMax),
        (ref RowReader row) => FactWords.Event(row.Text()) is var name ? new VocabularyEvent(name.Value, name.Zh, name.En, []) : null!,
        cancel).ConfigureAwait(false);
}
