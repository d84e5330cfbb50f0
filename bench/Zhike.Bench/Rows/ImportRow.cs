using System.Diagnostics;
using Zhike.Bench.Harness;
using Zhike.Storage;
using Zhike.Storage.Facts;

namespace Zhike.Bench.Rows;

/// <summary>Transactions out of a file, through a mapping: checked, converted, numbers looked up, repetition refused.</summary>
internal sealed class ImportRow : IRow
{
    /// <summary>About three million transactions: enough that starting costs nothing.</summary>
    private const long CustomersMax = 270_000;

    private const string Mapping =
        """
        mapping: bench-transactions
        source: {path: transactions.csv}
        target: transactions
        columns:
          transaction_id: transaction_id
          account_no: account_no
          booked_on: booked_on
          direction: direction
          kind: kind
          purpose: purpose
          channel: channel
          amount: amount
          balance_after: balance_after
          counterparty_account: counterparty
        """;

    public string Name => "import";

    public async Task<IReadOnlyList<Line>> RunAsync(Bank bank, int rounds, CancellationToken cancel)
    {
        var customers = Math.Min(bank.Scale.Customers, CustomersMax);
        var file = Path.Combine(bank.WorkFolder, "transactions.csv");
        var mapping = Path.Combine(bank.WorkFolder, "transactions.yaml");
        await File.WriteAllTextAsync(mapping, Mapping, cancel).ConfigureAwait(false);
        var make = new FactsStatement("import file", Sql("ImportFile.sql", file)).With("customers", customers).Within(FactsLimits.Batch);
        await bank.Facts.ExecuteAsync(Bank.Measuring, make, cancel).ConfigureAwait(false);
        var rows = (long)await bank.Facts.CountAsync(
            Bank.Measuring, new FactsStatement("import rows", "SELECT count() FROM transactions WHERE customer_id <= {customers:UInt64}").With("customers", customers), cancel).ConfigureAwait(false);

        var (ours, reference) = await Alternating.RunTimedAsync(
            rounds,
            c => TimedAsync(bank, customers, rows, empty => empty.RunJobAsync("import", new { mapping, dryRun = false }, c), c),
            c => TimedAsync(bank, customers, rows, empty => empty.ExecuteAsync("import reference", Sql("ImportReference.sql", file), c), c),
            cancel,
            warmUp: false).ConfigureAwait(false);
        return
        [
            new Line(
                Name, "transactions from a CSV file", "rows", rows, ours, reference, "the engine's own INSERT SELECT of the file",
                new Bar("300,000 rows/s, ratio ≤ 1.25", RatioMax: 1.25, PerSecondMin: 300_000)),
        ];
    }

    private static async Task<TimeSpan> TimedAsync(Bank bank, long customers, long rows, Func<Bank, Task> work, CancellationToken cancel)
    {
        var empty = await bank.EmptyAsync(cancel).ConfigureAwait(false);
        await using (empty.ConfigureAwait(false))
        {
            foreach (var table in (string[])["customer_versions", "account_versions"])
            {
                var copy = new FactsStatement("copy", $"INSERT INTO {table} SELECT * FROM {bank.Facts.Database}.{table} WHERE customer_id <= {{customers:UInt64}}")
                    .With("customers", customers).Within(FactsLimits.Batch);
                await empty.Facts.ExecuteAsync(Bank.Measuring, copy, cancel).ConfigureAwait(false);
            }

            var started = Stopwatch.GetTimestamp();
            await work(empty).ConfigureAwait(false);
            var took = Stopwatch.GetElapsedTime(started);
            var arrived = (long)await empty.Facts.CountAsync(Bank.Measuring, new FactsStatement("arrived", "SELECT count() FROM transactions"), cancel).ConfigureAwait(false);
            return arrived == rows ? took : throw new InvalidOperationException($"{arrived} of {rows} rows arrived.");
        }
    }

    private static string Sql(string name, string file) =>
        SqlFile.Beside<ImportRow>(name).Replace("FILE", file, StringComparison.Ordinal);
}
