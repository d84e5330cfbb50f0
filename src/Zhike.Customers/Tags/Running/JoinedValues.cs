using Microsoft.Extensions.Logging;
using Zhike.Contracts.Bank;
using Zhike.Contracts.Jobs;
using Zhike.Customers.Tags.Compiling;
using Zhike.Customers.Tags.Definitions;
using Zhike.Customers.Tags.Expert;
using Zhike.Kernel;
using Zhike.Storage.Facts;

namespace Zhike.Customers.Tags.Running;

/// <summary>Prepares, beside the facts, the values that a look at one customer's facts cannot give.</summary>
internal sealed class JoinedValues(IFacts facts, CustomerRanges ranges, SqlGate gate, BankOptions bank, ILogger<JoinedValues> log)
{
    private static readonly Viewer Running = Viewer.Bank("tag run");

    /// <param name="into">The table that the tags will go to; those prepared here are named after it.</param>
    /// <param name="before">Everybody who is not due has that date's values; null: all are computed.</param>
    public async Task PrepareAsync(TagSet tags, DateOnly asOf, string into, DateOnly? before, IProgressSink? progress, CancellationToken cancel)
    {
        await DropAsync(into, cancel).ConfigureAwait(false);
        await ExpertAsync(tags, asOf, into, progress, cancel).ConfigureAwait(false);
        var ranks = new RankStatements(tags, asOf, bank.TimeZone, into);
        if (!ranks.Any)
        {
            return;
        }

        await ExpertAsync(ranks.Sources, asOf, ranks.Gathered, progress, cancel).ConfigureAwait(false);
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
        foreach (var table in (string[])[into, ranks.Gathered])
        {
            await ExecuteAsync("drop experts' values", $"DROP TABLE IF EXISTS {new TagStatements(TagSet.Empty, default, bank.TimeZone, table).Expert} SYNC", cancel).ConfigureAwait(false);
        }

        await ExecuteAsync("drop what was ranked", $"DROP TABLE IF EXISTS {ranks.Gathered} SYNC", cancel).ConfigureAwait(false);
        await ExecuteAsync("drop ranks", $"DROP TABLE IF EXISTS {ranks.Ranks} SYNC", cancel).ConfigureAwait(false);
    }

    /// <summary>Gated once more, since what a name means may have changed. One that is refused or too slow leaves its tag without values,
    /// and the night goes on.</summary>
    private async Task ExpertAsync(TagSet tags, DateOnly asOf, string into, IProgressSink? progress, CancellationToken cancel)
    {
        var experts = tags.InOrder.Where(t => t.Source is ExpertSql).ToList();
        if (experts.Count == 0)
        {
            return;
        }

        var table = new TagStatements(tags, asOf, bank.TimeZone, into).Expert;
        await ExecuteAsync("make experts' values", ExpertStatements.Create(table), cancel).ConfigureAwait(false);
        foreach (var tag in experts)
        {
            progress?.Report($"tags: {tag.Key}", 0, 0);
            try
            {
                var sql = ((ExpertSql)tag.Source).Sql;
                if (await gate.CheckAsync(sql, asOf, cancel).ConfigureAwait(false) is { Count: > 0 } refused)
                {
                    log.LogWarning("The tag {Tag} has no values: its SQL {Problem}", tag.Key, refused[0].Message);
                    continue;
                }

                await facts.ExecuteAsync(
                    Running, new FactsStatement("expert tag", ExpertStatements.Fill(table, sql)) { Limits = SqlGate.Limits }.With("tag", tag.Key).With("as_of", asOf), cancel).ConfigureAwait(false);
            }
            catch (Exception problem) when (problem is FactsException or ProblemException)
            {
                log.LogWarning(problem, "The tag {Tag} has no values: its SQL failed", tag.Key);
            }
        }
    }

    private Task<FactsSummary> ExecuteAsync(string name, string sql, CancellationToken cancel) =>
        facts.ExecuteAsync(Running, new FactsStatement(name, sql).Within(FactsLimits.Batch), cancel);
}
