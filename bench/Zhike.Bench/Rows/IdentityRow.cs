using System.Diagnostics;
using System.Globalization;
using Zhike.Bench.Harness;
using Zhike.Contracts.Customers;
using Zhike.Host.Setup;
using Zhike.Kernel;
using Zhike.Storage;
using Zhike.Storage.Facts;

namespace Zhike.Bench.Rows;

/// <summary>As many identities as the bank of the scale has customers, and a tenth as many new links: who is who afterwards.</summary>
internal sealed class IdentityRow : IRow
{
    /// <summary>What a busy second brings: the run looks every second.</summary>
    private const long FewLinks = 1000;
    private const int PartsShown = 40;

    public string Name => "identity";

    public bool NeedsBank => false;

    public async Task<IReadOnlyList<Line>> RunAsync(Bank bank, int rounds, CancellationToken cancel)
    {
        await using var empty = await bank.EmptyAsync(cancel).ConfigureAwait(false);
        await empty.Get<CatalogueInstaller>().InstallAsync(bank.Progress, cancel).ConfigureAwait(false);
        var people = bank.Scale.Customers / 2;
        var links = bank.Scale.Customers / 10;
        var first = await FirstLoadAsync(empty, people, cancel).ConfigureAwait(false);

        var (round, at) = (0, DateTimeOffset.MinValue);
        var (ours, reference) = await Alternating.RunTimedAsync(
            rounds,
            async c =>
            {
                at = await NewLinksAsync(empty, ++round, links, people, c).ConfigureAwait(false);
                return await RunAsync(empty, $"{links:N0} links", c).ConfigureAwait(false);
            },
            async c =>
            {
                at = round == 0 ? await NewLinksAsync(empty, ++round, links, people, c).ConfigureAwait(false) : at;
                await empty.ExecuteAsync("empty bench identities", "CREATE OR REPLACE TABLE bench_identities AS identity_versions", c).ConfigureAwait(false);
                var started = Stopwatch.GetTimestamp();
                await empty.Facts.ExecuteAsync(
                    Bank.Measuring, new FactsStatement("identity reference", SqlFile.Beside<IdentityRow>("IdentityReference.sql")).With("at", at).Within(FactsLimits.Batch), c).ConfigureAwait(false);
                return Stopwatch.GetElapsedTime(started);
            },
            cancel,
            warmUp: false).ConfigureAwait(false);
        var (few, _) = await Alternating.RunTimedAsync(
            rounds,
            async c =>
            {
                await NewLinksAsync(empty, ++round, FewLinks, people, c).ConfigureAwait(false);
                return await RunAsync(empty, $"{FewLinks:N0} links", c).ConfigureAwait(false);
            },
            null,
            cancel,
            warmUp: false).ConfigureAwait(false);
        return
        [
            new Line("identity-first", "every customer's app user for the first time", "links", people, first, null, "", new Bar("")),
            new Line(Name, $"new links among {bank.Scale.Customers:N0} identities", "links", links, ours, reference, "one bare join for the same persons", new Bar("")),
            new Line("identity-few", $"a second's new links among {bank.Scale.Customers:N0} identities", "links", FewLinks, few, null, "", new Bar("")),
        ];
    }

    /// <summary>One run and, for whoever looks on, what its dearest statements took.</summary>
    private static async Task<TimeSpan> RunAsync(Bank bank, string what, CancellationToken cancel)
    {
        var parts = bank.Facts as TimedFacts;
        _ = parts?.TakeParts(0);
        var started = Stopwatch.GetTimestamp();
        await bank.Get<IIdentityRun>().RunAsync(cancel).ConfigureAwait(false);
        var took = Stopwatch.GetElapsedTime(started);
        await Console.Error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"  {what} {took.TotalSeconds:0.00} s: {parts?.TakeParts(PartsShown)}")).ConfigureAwait(false);
        return took;
    }

    private static async Task<Sample> FirstLoadAsync(Bank bank, long people, CancellationToken cancel)
    {
        var at = bank.Get<BankClock>().GetUtcNow();
        await bank.ExecuteAsync(
            "bench customers",
            $"INSERT INTO customer_versions (customer_id, customer_no, opened_on, org_path, version) SELECT number + 1, concat('C', leftPad(toString(number + 1), 8, '0')), '2020-01-01', '/hq/', 1 FROM numbers({people})",
            cancel).ConfigureAwait(false);
        await bank.ExecuteAsync(
            "bench evidence",
            $"INSERT INTO identity_evidence (a_kind, a_value, b_kind, b_value, rule, source, observed_at, received_at) SELECT 'user_id', concat('u', toString(number + 1)), 'customer_no', concat('C', leftPad(toString(number + 1), 8, '0')), 'declared', 'bench', '{at:yyyy-MM-dd HH:mm:ss}', '{at:yyyy-MM-dd HH:mm:ss}' FROM numbers({people})",
            cancel).ConfigureAwait(false);
        return new Sample([(await RunAsync(bank, $"{people:N0} links", cancel).ConfigureAwait(false)).TotalSeconds]);
    }

    /// <summary>A day later, with an anonymous event behind every device that now turns out to be somebody's.</summary>
    private static async Task<DateTimeOffset> NewLinksAsync(Bank bank, int round, long links, long people, CancellationToken cancel)
    {
        bank.Get<BankClock>().Offset = TimeSpan.FromDays(round);
        var at = bank.Get<BankClock>().GetUtcNow();
        await bank.Facts.ExecuteAsync(
            Bank.Measuring,
            new FactsStatement("bench links", SqlFile.Beside<IdentityRow>("IdentityLinks.sql")).With("links", (ulong)links).With("round", (ulong)round).With("people", (ulong)people).With("at", at).Within(FactsLimits.Batch),
            cancel).ConfigureAwait(false);
        await bank.ExecuteAsync(
            "bench anonymous events",
            $"INSERT INTO events (event_id, ts, received_at, name, anonymous_id, properties) SELECT generateUUIDv4(), '{at.AddHours(-1):yyyy-MM-dd HH:mm:ss}', '{at.AddHours(-1):yyyy-MM-dd HH:mm:ss}', 'browse', concat('a', toString(number), '-{round}'), '{{}}' FROM numbers({links}) WHERE number % 20 < 10",
            cancel).ConfigureAwait(false);
        return at;
    }
}
