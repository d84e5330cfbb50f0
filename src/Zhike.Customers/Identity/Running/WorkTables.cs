using Zhike.Kernel;
using Zhike.Storage.Facts;

namespace Zhike.Customers.Identity.Running;

/// <summary>The tables of one run, made at its begin and dropped at its end; what a killed run left is dropped by the next.</summary>
internal sealed class WorkTables(IFacts facts)
{
    public static readonly Viewer Running = Viewer.Bank("identity run");

    private static readonly (string Name, string Columns, string Order)[] Tables =
    [
        ("kinds", "kind String, role String, priority UInt64, per_person UInt64", "kind"),
        ("links", """
            a UInt64, b UInt64, a_kind String, a_value String, b_kind String, b_value String, rule String, source String, event_id UUID,
            first_seen DateTime64(3, 'UTC'), role String, tier UInt64
            """, "(tier, a)"),
        ("dissolved", "identity UInt64", "identity"),
        ("edges", "p UInt64, q UInt64", "p"),
        ("labels", "node UInt64, label UInt64", "node"),
        ("labels_next", "node UInt64, label UInt64", "node"),
        ("breaches", "label UInt64, kind String", "label"),
        ("moved", "carrier UInt64", "carrier"),
        ("owners", "identity UInt64, kind String, customer UInt64, until DateTime64(3, 'UTC')", "identity"),
        ("wrong", "event_id UUID, is_copy Bool", "event_id"),
    ];

    public async Task CreateAsync(CancellationToken cancel)
    {
        await DropAsync(cancel).ConfigureAwait(false);
        foreach (var (name, columns, order) in Tables)
        {
            await ExecuteAsync("create", $"CREATE TABLE {Of(name)} ({columns}) ENGINE = MergeTree ORDER BY {order}", cancel).ConfigureAwait(false);
        }
    }

    public async Task DropAsync(CancellationToken cancel)
    {
        foreach (var (name, _, _) in Tables)
        {
            await ExecuteAsync("drop", $"DROP TABLE IF EXISTS {Of(name)} SYNC", cancel).ConfigureAwait(false);
        }
    }

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
