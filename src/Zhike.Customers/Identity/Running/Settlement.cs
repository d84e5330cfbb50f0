using Zhike.Storage;
using Zhike.Storage.Facts;

namespace Zhike.Customers.Identity.Running;

/// <summary>Brings events to the people they are now known to be of: history that came anonymously is given, what was given
/// wrongly is taken back. Repeated, it does nothing more.</summary>
internal sealed class Settlement(IFacts facts, WorkTables work)
{
    /// <param name="version">Identities that changed at or after it are settled.</param>
    public async Task<(long Given, long Taken)> RunAsync(ulong version, DateTimeOffset now, CancellationToken cancel)
    {
        await ExecuteAsync(Statement("Owners.sql").With("version", version), cancel).ConfigureAwait(false);
        await ExecuteAsync(Statement("Wrong.sql"), cancel).ConfigureAwait(false);
        var taken = await work.CountAsync("wrong", "1", cancel).ConfigureAwait(false);
        if (taken > 0)
        {
            await ExecuteAsync(Statement("PutBack.sql"), cancel).ConfigureAwait(false);
            await ExecuteAsync(Statement("TakeBack.sql"), cancel).ConfigureAwait(false);
        }

        var given = await work.CountAsync("owners", "customer != 0", cancel).ConfigureAwait(false) == 0
            ? 0
            : (long)(await ExecuteAsync(Statement("Give.sql").With("now", now), cancel).ConfigureAwait(false)).RowsWritten;
        return (given, taken);
    }

    private static FactsStatement Statement(string file) =>
        new FactsStatement($"identity settlement {Path.GetFileNameWithoutExtension(file)}", SqlFile.Beside<Settlement>(file)).Within(FactsLimits.Batch);

    private Task<FactsSummary> ExecuteAsync(FactsStatement statement, CancellationToken cancel) => facts.ExecuteAsync(WorkTables.Running, statement, cancel);
}
