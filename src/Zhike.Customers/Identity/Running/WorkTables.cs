using Zhike.Kernel;
using Zhike.Storage.Facts;

namespace Zhike.Customers.Identity.Running;

/// <summary>The tables of one run: emptied at its begin, for what a killed run left, and at its end.</summary>
internal sealed class WorkTables(IFacts facts)
{
    public static readonly Viewer Running = Viewer.Bank("identity run");

    private static readonly string[] Names = ["kinds", "links", "arrived", "dissolved", "known", "known_next", "edges", "labels", "labels_next", "breaches", "moved", "owners", "wrong"];

    public Task EmptyAsync(CancellationToken cancel) => EmptyAsync(Names, cancel);

    public async Task EmptyAsync(IEnumerable<string> names, CancellationToken cancel)
    {
        foreach (var name in names)
        {
            await ExecuteAsync("empty", $"TRUNCATE TABLE {Of(name)}", cancel).ConfigureAwait(false);
        }
    }

    public Task ExchangeAsync(string one, string other, CancellationToken cancel) =>
        ExecuteAsync("exchange", $"EXCHANGE TABLES {Of(one)} AND {Of(other)}", cancel);

    public async Task<long> CountAsync(string name, string where, CancellationToken cancel) => (long)await facts.CountAsync(
        Running, new FactsStatement("count identity work", $"SELECT count() FROM {Of(name)} WHERE {where}"), cancel).ConfigureAwait(false);

    /// <summary>Labels are the same in both when their sums are: a round never raises one.</summary>
    public async Task<bool> SameAsync(string one, string other, CancellationToken cancel) => await facts.CountAsync(
        Running,
        new FactsStatement("compare identity labels", $"SELECT toUInt64((SELECT sum(toUInt256(label)) FROM {Of(one)}) = (SELECT sum(toUInt256(label)) FROM {Of(other)}))"),
        cancel).ConfigureAwait(false) == 1;

    private static string Of(string name) => $"identity_work_{name}";

    private Task<FactsSummary> ExecuteAsync(string what, string sql, CancellationToken cancel) =>
        facts.ExecuteAsync(Running, new FactsStatement($"{what} identity work", sql), cancel);
}
