using System.Globalization;
using System.Text.Json;
using Zhike.Contracts.Bank;
using Zhike.Contracts.Jobs;
using Zhike.Kernel;
using Zhike.Storage;
using Zhike.Storage.Facts;

namespace Zhike.Intake.Synthetic;

/// <summary>Makes a bank up, inside the engine: customers, accounts, holdings, thirteen months of transactions, sixty days of behaviour,
/// consents. Deterministic (hashes of seed and customer number), in chunks, so that memory does not grow with the bank.</summary>
public sealed class SynthJob(IFacts facts, IBusinessDate businessDate) : IJob
{
    /// <summary>Customers in one round: about a million transactions.</summary>
    private const long ChunkCustomers = 100_000;

    /// <summary>In this order, each reading synth_traits; customers last, so that a bank with customers is a whole one.</summary>
    private static readonly string[] Steps =
        ["Identities", "Accounts", "AccountParties", "Holdings", "Consents", "Transactions", "Events", "Customers"];

    /// <summary>The tables whose newest version is asked for with FINAL: one part each makes that free.</summary>
    private static readonly string[] Versioned =
        ["customer_versions", "account_versions", "account_party_versions", "holding_versions", "consents", "customer_identities"];

    private static readonly Viewer Making = Viewer.Bank("synthetic bank");

    public string Verb => "synth";

    public async Task<JobOutcome> RunAsync(JsonElement arguments, IProgressSink progress, CancellationToken cancel)
    {
        var request = SynthRequest.From(arguments).OrThrow();
        await RefuseAnotherBankAsync(cancel).ConfigureAwait(false);
        var outlets = OutletPlan.For(request.Customers, request.Seed);
        await ExecuteAsync(Outlets(request, outlets), cancel).ConfigureAwait(false);
        await ExecuteAsync(Statement("Products").With("run_id", request.RunId), cancel).ConfigureAwait(false);
        await ExecuteAsync(new FactsStatement("drop traits", "DROP TABLE IF EXISTS synth_traits"), cancel).ConfigureAwait(false);
        await ExecuteAsync(Statement("CreateTraits"), cancel).ConfigureAwait(false);
        for (long done = 0; done < request.Customers; done += ChunkCustomers)
        {
            progress.Report("customers", done, request.Customers);
            await ChunkAsync(request, outlets, done + 1, Math.Min(ChunkCustomers, request.Customers - done), cancel).ConfigureAwait(false);
        }

        progress.Report("customers", request.Customers, request.Customers);
        await ExecuteAsync(new FactsStatement("drop traits", "DROP TABLE synth_traits"), cancel).ConfigureAwait(false);
        await MergeAsync(progress, cancel).ConfigureAwait(false);
        await businessDate.AdvanceAsync(request.AsOf, cancel).ConfigureAwait(false);
        return await SummaryAsync(request, outlets.Count, cancel).ConfigureAwait(false);
    }

    private async Task RefuseAnotherBankAsync(CancellationToken cancel)
    {
        var rows = await facts.CountAsync(
            Making,
            new FactsStatement("bank is empty", "SELECT count() FROM (SELECT customer_id FROM customer_versions LIMIT 1 UNION ALL SELECT customer_id FROM transactions LIMIT 1 UNION ALL SELECT customer_id FROM account_versions LIMIT 1)"),
            cancel).ConfigureAwait(false);
        if (rows > 0)
        {
            throw new ProblemException(Problem.Conflict(
                "bank_not_empty",
                "This bank has customers already. A synthetic bank needs a data folder of its own: name a new one with --data."));
        }
    }

    private async Task ChunkAsync(SynthRequest request, IReadOnlyList<SynthOutlet> outlets, long first, long count, CancellationToken cancel)
    {
        await ExecuteAsync(new FactsStatement("empty traits", "TRUNCATE TABLE synth_traits"), cancel).ConfigureAwait(false);
        await ExecuteAsync(
            Statement("FillTraits").With("first", first).With("count", count).With("seed", request.Seed).With("as_of", request.AsOf)
                .With("outlets", outlets.Count).With("customers", request.Customers),
            cancel).ConfigureAwait(false);
        foreach (var step in Steps)
        {
            var statement = Statement(step).With("run_id", request.RunId).With("seed", request.Seed).With("as_of", request.AsOf)
                .With("outlet_ids", outlets.Select(o => o.Id)).With("outlet_codes", outlets.Select(o => o.Code))
                .With("org_paths", outlets.Select(o => o.OrgPath)).With("cities", outlets.Select(o => o.City));
            await ExecuteAsync(statement, cancel).ConfigureAwait(false);
        }
    }

    private async Task MergeAsync(IProgressSink progress, CancellationToken cancel)
    {
        for (var i = 0; i < Versioned.Length; i++)
        {
            progress.Report("merging", i, Versioned.Length);
            // The names are the closed list above.
            await ExecuteAsync(new FactsStatement("merge " + Versioned[i], $"OPTIMIZE TABLE {Versioned[i]} FINAL"), cancel).ConfigureAwait(false);
        }

        progress.Report("merging", Versioned.Length, Versioned.Length);
    }

    private async Task<JobOutcome> SummaryAsync(SynthRequest request, int outlets, CancellationToken cancel)
    {
        var counts = new Dictionary<string, ulong>(StringComparer.Ordinal);
        foreach (var table in Versioned.Append("transactions").Append("events"))
        {
            counts[table] = await facts.CountAsync(Making, new FactsStatement("count " + table, $"SELECT count() FROM {table}"), cancel).ConfigureAwait(false);
        }

        return new JobOutcome(
            string.Create(
                CultureInfo.InvariantCulture,
                $"Made a bank of {request.Customers:N0} customers at {outlets:N0} outlets with {counts["transactions"]:N0} transactions and {counts["events"]:N0} events up to {request.AsOf:yyyy-MM-dd} (seed {request.Seed})."),
            counts);
    }

    private static FactsStatement Outlets(SynthRequest request, IReadOnlyList<SynthOutlet> outlets) =>
        Statement("Outlets").With("ids", outlets.Select(o => o.Id)).With("names", outlets.Select(o => o.Name))
            .With("regions", outlets.Select(o => o.Region)).With("org_paths", outlets.Select(o => o.OrgPath)).With("run_id", request.RunId);

    private static FactsStatement Statement(string name) =>
        new FactsStatement($"synth {name}", SqlFile.Beside<SynthJob>($"{name}.sql")).Within(FactsLimits.Batch);

    private Task<FactsSummary> ExecuteAsync(FactsStatement statement, CancellationToken cancel) =>
        facts.ExecuteAsync(Making, statement.Within(FactsLimits.Batch), cancel);
}
