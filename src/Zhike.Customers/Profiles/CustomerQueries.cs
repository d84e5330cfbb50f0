using System.Globalization;
using Zhike.Contracts.Bank;
using Zhike.Contracts.Customers;
using Zhike.Contracts.Http;
using Zhike.Customers.Documents;
using Zhike.Customers.Sources;
using Zhike.Customers.Tags.Definitions;
using Zhike.Kernel;
using Zhike.Storage;
using Zhike.Storage.Facts;
using Zhike.Storage.Facts.Rows;

namespace Zhike.Customers.Profiles;

/// <summary>The portrait of one customer, part by part. Null or empty where the customer lies outside the viewer's scope.</summary>
internal sealed class CustomerQueries(IFacts facts, CustomerCards cards, ITags tags, LiveTags live, IBusinessDate businessDate, BankClock clock)
{
    /// <summary>The balance chart begins at most so many days before the business date.</summary>
    public const int BalanceDaysMax = 730;

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

    public async Task<Page<TransactionView>> TransactionsAsync(Viewer viewer, ulong customer, PageRequest page, CancellationToken cancel)
    {
        var statement = Paged(await AsOfAsync("Transactions.sql", customer, cancel).ConfigureAwait(false), page);
        return PageOf(await facts.ListAsync(
            viewer,
            statement,
            (ref RowReader row) => (new TransactionView(
                row.Text(), row.Date(), row.Text(), row.Text(), row.Text(), row.Text(), row.Text(), row.Decimal(), row.DecimalOrNull(), row.Text()), row.UInt64()),
            cancel).ConfigureAwait(false));
    }

    public async Task<Page<TimelineItem>> TimelineAsync(Viewer viewer, ulong customer, PageRequest page, CancellationToken cancel)
    {
        var statement = Paged(Statement("Timeline.sql", customer).With("now", clock.GetUtcNow()), page);
        return PageOf(await facts.ListAsync(
            viewer,
            statement,
            (ref RowReader row) => (new TimelineItem(row.Instant(), row.Text(), row.Text(), row.Text(), row.Text(), row.Text(), row.Text(), row.Bool()), row.UInt64()),
            cancel).ConfigureAwait(false));
    }

    public async Task<IReadOnlyList<BalanceDay>> BalancesAsync(Viewer viewer, ulong customer, CancellationToken cancel)
    {
        var asOf = await businessDate.CurrentAsync(cancel).ConfigureAwait(false);
        var statement = Statement("Balances.sql", customer).With("as_of", asOf).With("first_day", asOf.AddDays(-BalanceDaysMax));
        return await facts.ListAsync(viewer, statement, (ref RowReader row) => new BalanceDay(row.Date(), row.Decimal()), cancel).ConfigureAwait(false);
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
        var band = tag.Bands.IsDefaultOrEmpty || value is not IConvertible number || value is string or bool
            ? null
            : BandOf(tag, number);
        var word = value is string code ? tag.Named.FirstOrDefault(v => v.Value == code) ?? NamedValue.Nameless(code) : null;
        return new CustomerTag(
            tag.Key, tag.Name.Zh, tag.Name.En, tag.Dimension, tag.Type.Name(), tag.Unit?.Zh ?? "", tag.Unit?.En ?? "", value,
            word?.Zh, word?.En, band?.Label.Zh, band?.Label.En);
    }

    private static Band? BandOf(TagDefinition tag, IConvertible number)
    {
        // Averages may be infinite or not a number; those lie in no band.
        if (number is double and (double.NaN or double.PositiveInfinity or double.NegativeInfinity))
        {
            return null;
        }

        var value = number.ToDecimal(CultureInfo.InvariantCulture);
        return tag.Bands.FirstOrDefault(b => (b.From is not { } from || value >= from) && (b.To is not { } to || value < to));
    }

    private static Details ReadDetails(ref RowReader row) => new(row.DateOrNull(), row.Bool(), row.TextMap());

    private static string? Known(string text) => text.Length == 0 ? null : text;

    private static Page<T> PageOf<T>(List<(T Item, ulong Total)> rows) => new([.. rows.Select(r => r.Item)], rows.Count == 0 ? 0 : checked((long)rows[0].Total));

    private static FactsStatement Paged(FactsStatement statement, PageRequest page) => statement.With("size", (long)page.Size).With("offset", page.Offset);

    private static FactsStatement Statement(string file, ulong customer) =>
        new FactsStatement(file[..^".sql".Length], SqlFile.Beside<CustomerQueries>(file)).With("customer", customer);

    private async Task<FactsStatement> AsOfAsync(string file, ulong customer, CancellationToken cancel) =>
        Statement(file, customer).With("as_of", await businessDate.CurrentAsync(cancel).ConfigureAwait(false));

    private sealed record Details(DateOnly? BirthDate, bool IsDemo, Dictionary<string, string> Attributes);
}
