using Zhike.Contracts.Bank;
using Zhike.Contracts.Jobs;
using Zhike.Customers.Tags.Compiling;
using Zhike.Customers.Tags.Definitions;
using Zhike.Kernel;
using Zhike.Storage.Facts;

namespace Zhike.Customers.Tags.Running;

/// <summary>Prepares, beside the facts, the values that a look at one customer's facts cannot give.</summary>
internal sealed class JoinedValues(IFacts facts, CustomerRanges ranges, BankOptions bank)
{
    private static readonly Viewer Running = Viewer.Bank("tag run");

    /// <param name="into">The table that the tags will go to; those prepared here are named after it.</param>
    /// <param name="before">Everybody who is not due has that date's values; null: all are computed.</param>
    public async Task PrepareAsync(TagSet tags, DateOnly asOf, string into, DateOnly? before, IProgressSink? progress, CancellationToken cancel)
    {
        await DropAsync(into, cancel).ConfigureAwait(false);
        var ranks = new RankStatements(tags, asOf, bank.TimeZone, into);
        if (!ranks.Any)
        {
            return;
        }

        await ExecuteAsync("gather what is ranked", TagTable.Create(ranks.Gathered, ranks.Sources), cancel).ConfigureAwait(false);
        if (before is { } day)
        {
            await ranges.RunAsync("tags: gather what is ranked", ranks.Gather.CarryOver(day), progress, streams: true, cancel).ConfigureAwait(false);
        }

        await ranges.RunAsync("tags: gather what is ranked", ranks.Gather.Compute(onlyDue: before is not null), progress, streams: false, cancel).ConfigureAwait(false);
        await ExecuteAsync("make ranks", ranks.CreateRanks, cancel).ConfigureAwait(false);
        progress?.Report("tags: rank", 0, 0);
        await ExecuteAsync("fill ranks", ranks.Fill, cancel).ConfigureAwait(false);
    }

    public async Task DropAsync(string into, CancellationToken cancel)
    {
        var ranks = new RankStatements(TagSet.Empty, default, bank.TimeZone, into);
        await ExecuteAsync("drop what was ranked", $"DROP TABLE IF EXISTS {ranks.Gathered} SYNC", cancel).ConfigureAwait(false);
        await ExecuteAsync("drop ranks", $"DROP TABLE IF EXISTS {ranks.Ranks} SYNC", cancel).ConfigureAwait(false);
    }

    private Task<FactsSummary> ExecuteAsync(string name, string sql, CancellationToken cancel) =>
        facts.ExecuteAsync(Running, new FactsStatement(name, sql).Within(FactsLimits.Batch), cancel);
}
