using System.Text.Json;
using Zhike.Contracts.Bank;
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
internal sealed class VocabularyQuery(LiveTags live, IDefinitions definitions, CustomerLists lists, IFacts facts, BankOptions bank)
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
        var bands = tag.Bands.Select(b => new VocabularyValue(b.Label.En, b.Label.Zh, b.Label.En));
        var words = tag.Column.Words.Select(w => new VocabularyValue(w, w, w));
        var operators = Comparison.For(tag.Type).Concat(tag.Bands.Length > 0 ? [Operator.InBand] : []).Select(Comparison.NameOf);
        return new VocabularyItem(
            tag.Key, tag.Name.Zh, tag.Name.En, tag.Type.Name(), [.. operators], tag.Dimension, [.. bands, .. tag.Type == FieldType.Text ? words : []],
            tag.Unit.Length == 0 && tag.Type == FieldType.Money ? bank.Currency : tag.Unit);
    }

    private static VocabularyItem Item(CustomerAttribute attribute)
    {
        var (zh, en) = Names[attribute.Name];
        return new VocabularyItem(
            attribute.Name, zh, en, attribute.Type.Name(), [.. Comparison.For(attribute.Type).Select(Comparison.NameOf)],
            Values: attribute.Name == "gender" ? [new VocabularyValue("F", "女", "female"), new VocabularyValue("M", "男", "male")] : null);
    }

    private static VocabularyItem Item(Definition definition)
    {
        var segment = SegmentDefinition.Of(definition.Key, JsonDocument.Parse(definition.Document).RootElement);
        return new VocabularyItem(definition.Key, segment.Name.Zh, segment.Name.En, "segment", []);
    }

    private static VocabularyEvent Transactions() => new(
        "transaction", "交易", "Transaction",
        [.. FactTables.Transactions.Columns.Values.Where(c => c.Name != "account_id").Select(c => new VocabularyItem(
            c.Name, c.Name, c.Name.Replace('_', ' '), c.Type.Name(), [.. Comparison.For(c.Type).Select(Comparison.NameOf)],
            Values: c.IsEnumerable ? [.. c.Words.Select(w => new VocabularyValue(w, TransactionWords.Zh(w), w.Replace('_', ' ')))] : null))]);

    private async Task<List<VocabularyEvent>> EventsAsync(CancellationToken cancel) => await facts.ListAsync(
        Viewer.Bank("vocabulary"),
        new FactsStatement("event names", "SELECT toString(name) FROM events WHERE type != 'system' OR name IN ('message_clicked', 'message_shown', 'work_order_reported') GROUP BY name ORDER BY count() DESC, name LIMIT {most:UInt32}")
            .With("most", (ulong)EventsMax),
        (ref RowReader row) => row.Text() is var name ? new VocabularyEvent(name, name, name.Replace('_', ' '), []) : null!,
        cancel).ConfigureAwait(false);

    private static readonly Dictionary<string, (string Zh, string En)> Names = new()
    {
        ["opened_on"] = ("开户日期", "Opened on"),
        ["birth_date"] = ("出生日期", "Birth date"),
        ["age"] = ("年龄", "Age"),
        ["gender"] = ("性别", "Gender"),
        ["customer_no"] = ("客户号", "Customer number"),
        ["outlet_id"] = ("网点", "Outlet"),
        ["manager_id"] = ("客户经理", "Customer manager"),
        ["is_demo"] = ("含演示数据", "Partly invented"),
        ["outlet.name"] = ("网点名称", "Outlet name"),
        ["outlet.region"] = ("网点地区", "Outlet region"),
    };
}
