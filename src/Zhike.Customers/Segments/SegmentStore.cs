using System.Text.Json;
using Zhike.Contracts.Customers;
using Zhike.Customers.Conditions;
using Zhike.Kernel;
using Zhike.Storage;
using Zhike.Storage.Definitions;
using Zhike.Storage.Facts;
using Zhike.Storage.Facts.Rows;

namespace Zhike.Customers.Segments;

/// <summary>Members of segments as versioned bitmaps, and estimates of expressions.</summary>
internal sealed class SegmentStore(IFacts facts, IDefinitions definitions, ConditionCompiler conditions, ConditionTime time, BankClock clock) : IDisposable
{
    private static readonly Viewer Computing = Viewer.Bank("segment");

    private readonly SemaphoreSlim _oneAtATime = new(1);

    public async Task<SegmentVersion> MaterialiseAsync(string segmentKey, DateOnly asOf, CancellationToken cancel)
    {
        var definition = await definitions.FindLiveAsync(SegmentDefinition.Kind, segmentKey, cancel).ConfigureAwait(false)
            ?? throw new ProblemException(Problem.NotFound("live segment", segmentKey));
        var segment = SegmentDefinition.Of(segmentKey, JsonDocument.Parse(definition.Document).RootElement);
        var now = await time.NowForAsync(asOf, cancel).ConfigureAwait(false);
        var set = (await conditions.CompileAsync(segment.Expression, new ConditionScope(asOf, now, "s") { TagsOfNow = segment.Refresh == SegmentRefresh.Realtime }, cancel).ConfigureAwait(false)).OrThrow();
        await _oneAtATime.WaitAsync(cancel).ConfigureAwait(false);
        try
        {
            var statement = new FactsStatement($"segment {segmentKey}", SqlFile.Beside<SegmentStore>("Materialise.sql").Replace("/*SET*/", set.Sql, StringComparison.Ordinal))
                .WithBound(set.Parameters).With("segment", segmentKey).With("as_of", asOf).With("now", clock.GetUtcNow()).Within(FactsLimits.Batch);
            await facts.ExecuteAsync(Computing, statement, cancel).ConfigureAwait(false);
        }
        finally
        {
            _oneAtATime.Release();
        }

        return await LatestAsync(segmentKey, asOf, cancel).ConfigureAwait(false)
            ?? throw new InvalidOperationException($"The members of {segmentKey} were computed and are not there.");
    }

    public async Task<SegmentVersion?> LatestAsync(string segmentKey, DateOnly asOf, CancellationToken cancel) => await facts.FirstOrNullAsync(
        Computing,
        new FactsStatement("latest segment", SqlFile.Beside<SegmentStore>("Latest.sql")).With("segment", segmentKey).With("as_of", asOf),
        (ref RowReader row) => new SegmentVersion(segmentKey, row.UInt64(), row.Date(), (long)row.UInt64()),
        cancel).ConfigureAwait(false);

    public async Task<Result<long>> EstimateAsync(Viewer viewer, JsonElement expression, DateOnly asOf, CancellationToken cancel)
    {
        var now = await time.NowForAsync(asOf, cancel).ConfigureAwait(false);
        var compiled = await conditions.CompileWideAsync(expression, new ConditionScope(asOf, now, "e"), cancel).ConfigureAwait(false);
        if (!compiled.Ok)
        {
            return compiled.Problem;
        }

        var statement = new FactsStatement("segment estimate", $"{compiled.Value.Select("count()")} SETTINGS use_index_for_in_with_subqueries = 0").WithBound(compiled.Value.Parameters);
        return (long)await facts.CountAsync(viewer, statement, cancel).ConfigureAwait(false);
    }

    public void Dispose() => _oneAtATime.Dispose();
}
