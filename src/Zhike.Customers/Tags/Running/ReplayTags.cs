using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using Zhike.Contracts.Bank;
using Zhike.Contracts.Customers;
using Zhike.Customers.Conditions;
using Zhike.Customers.Tags.Compiling;
using Zhike.Customers.Tags.Definitions;
using Zhike.Kernel;
using Zhike.Storage.Facts;

namespace Zhike.Customers.Tags.Running;

/// <summary>The tags of rehearsals. Few tags make a small statement, and one over everybody is then cheaper than finding out
/// who changed: a day is computed from the facts, whatever the days before it gave.</summary>
internal sealed class ReplayTags(IFacts facts, LiveTags live, ConditionCompiler conditions, CustomerRanges ranges, JoinedValues joined, BankOptions bank) : IReplayTags
{
    private static readonly Viewer Replaying = Viewer.Bank("replay tags");

    private readonly ConcurrentDictionary<string, TagSet> _open = new(StringComparer.Ordinal);

    public async Task<string> OpenAsync(string run, IReadOnlyList<JsonElement> read, CancellationToken cancel)
    {
        await CloseAsync(run, cancel).ConfigureAwait(false);
        var all = await live.ReadAsync(cancel).ConfigureAwait(false);
        var tags = all.Only(await conditions.TagsReadAsync(read, cancel).ConfigureAwait(false));
        await ExecuteAsync("make replay tags", TagTable.Create(TableOf(run), tags), cancel).ConfigureAwait(false);
        _open[run] = tags;
        return TableOf(run);
    }

    public async Task ComputeAsync(string run, DateOnly asOf, CancellationToken cancel)
    {
        if (_open[run].At(asOf) is not { InOrder.Length: > 0 } tags)
        {
            return;
        }

        var table = TableOf(run);
        var older = string.Create(CultureInfo.InvariantCulture, $"ALTER TABLE {table} DROP PARTITION '{asOf.AddDays(-2):yyyy-MM-dd}'");
        await ExecuteAsync("drop replay tags of a day", older, cancel).ConfigureAwait(false);
        await joined.PrepareAsync(tags, asOf, table, before: null, progress: null, cancel).ConfigureAwait(false);
        await ranges.RunAsync("replay tags", new TagStatements(tags, asOf, bank.TimeZone, table).Compute(onlyDue: false), progress: null, streams: false, cancel).ConfigureAwait(false);
        await joined.DropAsync(table, cancel).ConfigureAwait(false);
    }

    public async Task CloseAsync(string run, CancellationToken cancel)
    {
        _open.TryRemove(run, out _);
        await joined.DropAsync(TableOf(run), cancel).ConfigureAwait(false);
        await ExecuteAsync("drop replay tags", $"DROP TABLE IF EXISTS {TableOf(run)} SYNC", cancel).ConfigureAwait(false);
    }

    private static string TableOf(string run) => $"replay_tags_{StableHash.Word(run)}";

    private Task<FactsSummary> ExecuteAsync(string name, string sql, CancellationToken cancel) =>
        facts.ExecuteAsync(Replaying, new FactsStatement(name, sql).Within(FactsLimits.Batch), cancel);
}
