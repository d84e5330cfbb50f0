using System.Collections.Immutable;
using System.Globalization;
using Zhike.Bench.Harness;
using Zhike.Contracts.Customers;
using Zhike.Contracts.Http;
using Zhike.Customers.Profiles;
using Zhike.Customers.Profiles.Behaviour;
using Zhike.Customers.Profiles.Head;
using Zhike.Customers.Profiles.Ledger;
using Zhike.Customers.Profiles.Profit;
using Zhike.Customers.Profiles.Stages;
using Zhike.Customers.Profiles.Wealth;
using Zhike.Kernel;
using Zhike.Storage.Facts;

namespace Zhike.Bench.Rows;

/// <summary>What stands before a customer manager when a customer is opened or looked for: the portrait's first paint, all of its parts, and the
/// search by number and by phone. Customers are taken at random, the same ones every time.</summary>
internal sealed class PortraitRow : IRow
{
    private const int Customers = 60;
    private const string PhoneStart = "139";
    private static readonly LedgerRequest Everything = new(null, null, null, null, null, null, null);

    public string Name => "portrait";

    public async Task<IReadOnlyList<Line>> RunAsync(Bank bank, int rounds, CancellationToken cancel)
    {
        await bank.NeedTagsAsync(cancel).ConfigureAwait(false);
        var chosen = new Random(1).GetItems(Enumerable.Range(1, (int)bank.Scale.Customers).ToArray(), Customers * (rounds + 1));
        await GivePhonesAsync(bank, chosen, cancel).ConfigureAwait(false);
        var queries = bank.Get<CustomerQueries>();
        var viewer = new Viewer("bench", OrgPath.Of("/hq/"), "", false, "benchmark");
        var page = new PageRequest(1, 20);
        return
        [
            await MeasureAsync("portrait, first paint", (c, x) => FirstPaintAsync(bank.Get<HeadQuery>(), viewer, c, x)).ConfigureAwait(false),
            await MeasureAsync("portrait, all parts one after another", async (c, x) =>
            {
                await FirstPaintAsync(bank.Get<HeadQuery>(), viewer, c, x).ConfigureAwait(false);
                await queries.AccountsAsync(viewer, c, x).ConfigureAwait(false);
                await queries.HoldingsAsync(viewer, c, x).ConfigureAwait(false);
                await queries.TagsAsync(viewer, c, x).ConfigureAwait(false);
                await bank.Get<WealthQuery>().CourseAsync(viewer, c, x).ConfigureAwait(false);
                await bank.Get<ProfitQuery>().ReadAsync(viewer, c, x).ConfigureAwait(false);
                await bank.Get<StageQuery>().HistoryAsync(viewer, c, x).ConfigureAwait(false);
                (await bank.Get<LedgerQuery>().FindAsync(viewer, c, Everything, page, x).ConfigureAwait(false)).OrThrow();
                (await bank.Get<BehaviourQuery>().ReadAsync(viewer, c, null, page, x).ConfigureAwait(false)).OrThrow();
            }).ConfigureAwait(false),
            await MeasureAsync("search by customer number", (c, x) => SearchAsync(bank, viewer, string.Create(CultureInfo.InvariantCulture, $"C{c:0000000000}"), x)).ConfigureAwait(false),
            await MeasureAsync("search by phone", (c, x) => SearchAsync(bank, viewer, PhoneOf(c), x)).ConfigureAwait(false),
        ];

        async Task<Line> MeasureAsync(string work, Func<ulong, CancellationToken, Task> ask)
        {
            var (ours, reference) = (0, 0);
            var (times, bare) = await Alternating.RunAsync(
                Customers * rounds,
                c => ask((ulong)chosen[ours++], c),
                c => bank.Facts.CountAsync(
                    Bank.Measuring,
                    new FactsStatement("one customer", "SELECT count() FROM customer_versions WHERE customer_id = {c:UInt64}").With("c", (ulong)chosen[reference++]), c),
                cancel).ConfigureAwait(false);
            return new Line(
                Name, string.Create(CultureInfo.InvariantCulture, $"{work} (p95 {times.P95 * 1000:0} ms)"), "customers", 1, times, bare, "one key look-up",
                new Bar("p95 300 ms at 10m") { Also = bank.Scale.Customers < 10_000_000 ? null : times.P95 <= 0.3 });
        }
    }

    /// <summary>The one request that paints the first screen.</summary>
    private static async Task FirstPaintAsync(HeadQuery head, Viewer viewer, ulong customer, CancellationToken cancel)
    {
        if (await head.ReadAsync(viewer, customer, cancel).ConfigureAwait(false) is null)
        {
            throw new InvalidOperationException($"There is no customer {customer}.");
        }
    }

    private static async Task SearchAsync(Bank bank, Viewer viewer, string words, CancellationToken cancel)
    {
        var request = new CustomerListRequest(words, "", "", ImmutableSortedDictionary<string, string>.Empty, "", new PageRequest(1, 20));
        var found = (await bank.Get<CustomerListQuery>().RunAsync(viewer, request, cancel).ConfigureAwait(false)).OrThrow();
        if (found.Total != 1)
        {
            throw new InvalidOperationException($"{words} finds {found.Total} customers.");
        }
    }

    /// <summary>Synthetic customers have no personal data. A few of them get the hash of a phone they are searched by, everybody else one of nobody.</summary>
    private static async Task GivePhonesAsync(Bank bank, int[] chosen, CancellationToken cancel)
    {
        var seal = await bank.Get<ISealing>().OpenAsync(cancel).ConfigureAwait(false);
        var sealedOnes = chosen.Distinct().Select(c => (Customer: c, Sealed: seal((ulong)c, new PersonalData("", PhoneOf((ulong)c), "", "", "")))).ToList();
        if (await bank.Facts.CountAsync(Bank.Measuring, new FactsStatement("secrets", "SELECT count() FROM customer_secret_versions"), cancel).ConfigureAwait(false) == 0)
        {
            await bank.ExecuteAsync(
                "hashes of nobody",
                $"""
                INSERT INTO customer_secret_versions (customer_id, phone_hash, id_number_hash, key_id, version)
                SELECT customer_id, lower(hex(SHA256(concat('phone', toString(customer_id))))), lower(hex(SHA256(concat('id', toString(customer_id))))), '{sealedOnes[0].Sealed.KeyId}', 1
                FROM customer_versions
                """,
                cancel).ConfigureAwait(false);
        }

        var rows = sealedOnes.Select(o => string.Create(CultureInfo.InvariantCulture, $"({o.Customer}, '{o.Sealed.Phone}', '{o.Sealed.PhoneHash}', '{o.Sealed.KeyId}', 2)"));
        await bank.ExecuteAsync("phones", $"INSERT INTO customer_secret_versions (customer_id, phone_sealed, phone_hash, key_id, version) VALUES {string.Join(", ", rows)}", cancel).ConfigureAwait(false);
    }

    private static string PhoneOf(ulong customer) => string.Create(CultureInfo.InvariantCulture, $"{PhoneStart}{customer:00000000}");
}
