using System.Globalization;
using Zhike.Contracts.Jobs;
using Zhike.Customers.Tags.Compiling;
using Zhike.Customers.Tags.Definitions;
using Zhike.Kernel;
using Zhike.Storage.Facts;

namespace Zhike.Customers.Tags.Running;

/// <summary>Keeps how every tag was distributed at a date, when its values are long gone. The whole date is replaced at once.</summary>
internal sealed class TagStatistics(IFacts facts, TagSet tags)
{
    public const string Staging = "tag_statistics_next";

    private static readonly Viewer Running = Viewer.Bank("tag statistics");

    public async Task RecordAsync(DateOnly asOf, IProgressSink progress, CancellationToken cancel)
    {
        if (tags.InOrder.IsEmpty)
        {
            return;
        }

        progress.Report("tags: count their bands", 0, 0);
        await ExecuteAsync($"DROP TABLE IF EXISTS {Staging} SYNC", cancel).ConfigureAwait(false);
        await ExecuteAsync($"CREATE TABLE {Staging} AS tag_statistics", cancel).ConfigureAwait(false);
        var sql = StatisticsSql.Of(tags, asOf, Staging);
        var summary = await facts.ExecuteAsync(
            Running, new FactsStatement("count bands", sql.Sql) { Limits = FactsLimits.Batch }.WithBound(sql.Parameters), cancel).ConfigureAwait(false);
        var day = asOf.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        await ExecuteAsync(
            summary.RowsWritten > 0 ? $"ALTER TABLE tag_statistics REPLACE PARTITION '{day}' FROM {Staging}" : $"ALTER TABLE tag_statistics DROP PARTITION '{day}'",
            cancel).ConfigureAwait(false);
        await ExecuteAsync($"DROP TABLE IF EXISTS {Staging} SYNC", cancel).ConfigureAwait(false);
    }

    private Task<FactsSummary> ExecuteAsync(string sql, CancellationToken cancel) =>
        facts.ExecuteAsync(Running, new FactsStatement("keep tag statistics", sql).Within(FactsLimits.Batch), cancel);
}
