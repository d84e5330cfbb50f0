using Zhike.Contracts.Jobs;
using Zhike.Customers.Tags.Compiling;
using Zhike.Kernel;
using Zhike.Storage.Facts;

namespace Zhike.Customers.Tags.Running;

/// <summary>Runs a statement over all customers, so many at a time: its memory does not grow with the bank.</summary>
internal sealed class CustomerRanges(IFacts facts, TagOptions options)
{
    private static readonly Viewer Running = Viewer.Bank("tag run");

    /// <summary>Binds {after:UInt64} and {upto:UInt64}; answers the rows written.</summary>
    /// <param name="streams">The statement keeps nothing in memory: one range will do, and it is planned once.</param>
    public async Task<ulong> RunAsync(string step, CompiledSql compiled, IProgressSink? progress, bool streams, CancellationToken cancel)
    {
        var highest = await facts.CountAsync(Running, new FactsStatement("highest customer", "SELECT max(customer_id) FROM customer_versions"), cancel).ConfigureAwait(false);
        var written = 0ul;
        var width = streams ? Math.Max(1, highest) : (ulong)options.CustomersAtOnce;
        for (var after = 0ul; after < highest; after += width)
        {
            progress?.Report(step, (long)after, (long)highest);
            var summary = await facts.ExecuteAsync(
                Running,
                new FactsStatement(step, compiled.Sql) { Limits = FactsLimits.Batch }
                    .WithBound(compiled.Parameters).With("after", after).With("upto", after + width),
                cancel).ConfigureAwait(false);
            written += summary.RowsWritten;
        }

        progress?.Report(step, (long)highest, (long)highest);
        return written;
    }
}
