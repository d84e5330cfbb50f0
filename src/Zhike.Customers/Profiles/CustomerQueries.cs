using System.Globalization;
using Zhike.Contracts.Bank;
using Zhike.Contracts.Customers;
using Zhike.Customers.Documents;
using Zhike.Customers.Tags.Definitions;
using Zhike.Customers.Tags.Reading;
using Zhike.Kernel;
using Zhike.Storage;
using Zhike.Storage.Facts;
using Zhike.Storage.Facts.Rows;

namespace Zhike.Customers.Profiles;

/// <summary>The portrait of one customer, part by part. Null or empty where the customer lies outside the viewer's scope.</summary>
internal sealed class CustomerQueries(IFacts facts, CustomerCards cards, ITags tags, LiveTags live, IBusinessDate businessDate)
{
    /// <summary>By our number, or by the bank's; 0 when there is none that the viewer may see.</summary>
    public async Task<ulong> FindAsync(Viewer viewer, string idOrNo, CancellationToken cancel)
    {
        if (ulong.TryParse(idOrNo, NumberStyles.None, CultureInfo.InvariantCulture, out var id))
        {
            return id;
        }

        var statement = new FactsStatement("customer by number", SqlFile.Beside<CustomerQueries>("CustomerIdByNo.sql")).With("customer_no", idOrNo).Within(FactsLimits.Point);
        return await facts.CountAsync(viewer, statement, cancel).ConfigureAwait(false);
    }

    public async Task<bool> IsSeenAsync(Viewer viewer, ulong customer, CancellationToken cancel) => await facts.FirstOrNullAsync(
        viewer, Statement("CustomerDetails.sql", customer).Within(FactsLimits.Point), ReadDetails, cancel).ConfigureAwait(false) is not null;

    public async Task<CustomerView?> ViewAsync(Viewer viewer, ulong customer, CancellationToken cancel)
    {
        var asOf = await businessDate.CurrentAsync(cancel).ConfigureAwait(false);
        if (await cards.ReadAsync(viewer, [customer], asOf, cancel).ConfigureAwait(false) is not [var card])
        {
            return null;
        }

        var details = await facts.FirstOrNullAsync(
            viewer, Statement("CustomerDetails.sql", customer), ReadDetails, cancel).ConfigureAwait(false);
        return details is null ? null : new CustomerView(
            customer, card.CustomerNo, card.Person.Name, Known(card.Person.Phone), Known(card.Person.Email), Known(card.Person.IdNumber), Known(card.Person.Address),
            card.Gender, details.BirthDate, card.Age, card.OpenedOn, card.OutletId, card.OutletName, card.OrgPath, card.ManagerId, card.ManagerName, card.Balance,
            details.IsDemo, details.Attributes);
    }

    public async Task<IReadOnlyList<AccountView>> AccountsAsync(Viewer viewer, ulong customer, CancellationToken cancel) => await facts.ListAsync(
        viewer,
        await AsOfAsync("Accounts.sql", customer, cancel).ConfigureAwait(false),
        (ref RowReader row) => new AccountView(row.UInt64(), row.Text(), row.Text(), row.Text(), row.Text(), row.Text(), row.Date(), row.DateOrNull(), row.DecimalOrNull()),
        cancel).ConfigureAwait(false);

    public async Task<IReadOnlyList<HoldingView>> HoldingsAsync(Viewer viewer, ulong customer, CancellationToken cancel) => await facts.ListAsync(
        viewer,
        await AsOfAsync("Holdings.sql", customer, cancel).ConfigureAwait(false),
        (ref RowReader row) => new HoldingView(
            row.Text(), row.Text(), row.Text(), row.Text(), row.Text(), row.DateOrNull(), row.DateOrNull(), row.DateOrNull(), row.Decimal(), row.TextMap()),
        cancel).ConfigureAwait(false);

    /// <summary>The kinds of products on the bank's shelf, and which of them the customer holds at the business date.</summary>
    public async Task<IReadOnlyList<ShelfKind>> ShelfAsync(Viewer viewer, ulong customer, CancellationToken cancel)
    {
        var products = await facts.ListAsync(
            viewer,
            new FactsStatement("products on the shelf", SqlFile.Beside<CustomerQueries>("Shelf.sql")),
            (ref RowReader row) => (Id: row.Text(), Zh: row.Text(), En: row.Text(), Kind: row.Text(), Risk: row.Text()),
            cancel).ConfigureAwait(false);
        var held = (await HoldingsAsync(viewer, customer, cancel).ConfigureAwait(false)).Where(h => h.ClosedOn is null).ToList();
        var accounts = await AccountsAsync(viewer, customer, cancel).ConfigureAwait(false);
        var owned = held.Select(h => h.ProductId).Concat(accounts.Where(a => a.ClosedOn is null && a.Role == "owner").Select(a => a.ProductId)).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. products.GroupBy(p => p.Kind).Select(g => new ShelfKind(
                g.Key, held.Exists(h => h.Kind == g.Key) || g.Any(p => owned.Contains(p.Id)),
                [.. g.Select(p => new ShelfProduct(p.Id, p.Zh, p.En, p.Risk, owned.Contains(p.Id)))])),
        ];
    }

    public async Task<CustomerTags> TagsAsync(Viewer viewer, ulong customer, CancellationToken cancel)
    {
        var asOf = await businessDate.CurrentAsync(cancel).ConfigureAwait(false);
        var day = await tags.DateAsync(asOf, cancel).ConfigureAwait(false);
        var values = await tags.ValuesAsync(viewer, [customer], asOf, cancel).ConfigureAwait(false);
        if (!values.TryGetValue(customer, out var own))
        {
            return new CustomerTags(day, []);
        }

        var definitions = await live.ReadAsync(cancel).ConfigureAwait(false);
        return new CustomerTags(day, [.. definitions.InOrder.Where(t => own.GetValueOrDefault(t.Key) is not null).Select(t => Tag(t, own[t.Key]!))]);
    }

    private static CustomerTag Tag(TagDefinition tag, object value)
    {
        var (word, band) = (ValueWords.CodeOf(tag, value), ValueWords.BandOf(tag, value));
        return new CustomerTag(
            tag.Key, tag.Name.Zh, tag.Name.En, tag.Dimension, tag.Type.Name(), tag.Unit?.Zh ?? "", tag.Unit?.En ?? "", value,
            word?.Zh, word?.En, band?.Label.Zh, band?.Label.En);
    }

    private static Details ReadDetails(ref RowReader row) => new(row.DateOrNull(), row.Bool(), row.TextMap());

    private static string? Known(string text) => text.Length == 0 ? null : text;

    private static FactsStatement Statement(string file, ulong customer) =>
        new FactsStatement(file[..^".sql".Length], SqlFile.Beside<CustomerQueries>(file)).With("customer", customer);

    private async Task<FactsStatement> AsOfAsync(string file, ulong customer, CancellationToken cancel) =>
        Statement(file, customer).With("as_of", await businessDate.CurrentAsync(cancel).ConfigureAwait(false));

    private sealed record Details(DateOnly? BirthDate, bool IsDemo, Dictionary<string, string> Attributes);
}
