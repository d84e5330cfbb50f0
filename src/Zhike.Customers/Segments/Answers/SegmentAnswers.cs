using System.Text.Json;
using Zhike.Contracts.Customers;
using Zhike.Customers.Conditions;
using Zhike.Customers.Segments.Views;
using Zhike.Kernel;
using Zhike.Storage;
using Zhike.Storage.Facts;
using Zhike.Storage.Facts.Rows;

namespace Zhike.Customers.Segments.Answers;

/// <summary>What a builder of segments asks of an expression beside its size. Every count is of the viewer's own customers.</summary>
internal sealed class SegmentAnswers(IFacts facts, ConditionCompiler conditions, ConditionTime time)
{
    public const int OverlapMax = 3;

    private const string NoIndexLook = " SETTINGS use_index_for_in_with_subqueries = 0";

    /// <summary>The waterfall over the parts of an "and", in one pass: each part is evaluated once a customer, then counted.</summary>
    public async Task<Result<Breakdown>> BreakdownAsync(Viewer viewer, JsonElement expression, DateOnly asOf, CancellationToken cancel)
    {
        var compiled = await conditions.CompilePartsAsync(expression, await ScopeAsync(asOf, cancel).ConfigureAwait(false), cancel).ConfigureAwait(false);
        if (!compiled.Ok)
        {
            return compiled.Problem;
        }

        var count = compiled.Value.Parts.Length;
        var places = Enumerable.Range(0, count).ToList();
        var left = places.Select(i => $"countIf({All(places.Take(i + 1))})");
        var alone = places.Select(i => $"countIf(p{i})");
        var without = places.Select(i => $"countIf({All(places.Where(p => p != i))})");
        var statement = new FactsStatement(
            "segment breakdown", $"SELECT count(), {string.Join(", ", left.Concat(alone).Concat(without))} FROM ({compiled.Value.SelectParts()}){NoIndexLook}")
            .WithBound(compiled.Value.Parameters);
        var rows = await facts.ListAsync(viewer, statement, (ref RowReader row) => Numbers(ref row, 1 + (3 * count)), cancel).ConfigureAwait(false);
        var numbers = rows[0];
        var parts = expression.TryGetProperty("and", out var and) ? and.EnumerateArray().ToList() : [expression];
        var steps = places.Select(i => new BreakdownStep(
            parts[i], numbers[i + 1], (i == 0 ? numbers[0] : numbers[i]) - numbers[i + 1], numbers[1 + count + i], numbers[1 + (2 * count) + i]));
        return new Breakdown(asOf, numbers[0], numbers[count], [.. steps]);
    }

    /// <summary>How many are in which of two or three expressions at once.</summary>
    public async Task<Result<Overlap>> OverlapAsync(Viewer viewer, IReadOnlyList<JsonElement> expressions, DateOnly asOf, CancellationToken cancel)
    {
        if (expressions.Count is < 2 or > OverlapMax)
        {
            return Problem.Invalid("expressions", $"must be 2 to {OverlapMax}, but are {expressions.Count}");
        }

        var compiled = await conditions.CompileTogetherAsync(expressions, await ScopeAsync(asOf, cancel).ConfigureAwait(false), cancel).ConfigureAwait(false);
        if (!compiled.Ok)
        {
            return compiled.Problem;
        }

        var region = string.Join(" + ", Enumerable.Range(0, expressions.Count).Select(i => FormattableString.Invariant($"if(p{i}, {1 << i}, 0)")));
        var statement = new FactsStatement(
            "segment overlap", $"SELECT toUInt8({region}) AS region, count() FROM ({compiled.Value.SelectParts()}) GROUP BY region{NoIndexLook}").WithBound(compiled.Value.Parameters);
        var counts = await facts.ListAsync(viewer, statement, (ref RowReader row) => (Region: row.UInt8(), Customers: (long)row.UInt64()), cancel).ConfigureAwait(false);
        var regions = Enumerable.Range(0, 1 << expressions.Count).Select(r => new OverlapRegion(
            [.. Enumerable.Range(0, expressions.Count).Where(i => (r & (1 << i)) != 0)], counts.Where(c => c.Region == r).Sum(c => c.Customers)));
        return new Overlap(asOf, counts.Sum(c => c.Customers), [.. regions]);
    }

    /// <summary>Sizes of a segment, version by version, the newest first, with who came and who went.</summary>
    public Task<List<HistoryPoint>> HistoryAsync(Viewer viewer, string segment, int points, CancellationToken cancel) => facts.ListAsync(
        viewer,
        new FactsStatement("segment history", SqlFile.Beside<SegmentAnswers>("History.sql")).With("segment", segment).With("points", (ulong)points),
        (ref RowReader row) => new HistoryPoint(row.UInt64(), row.Date(), row.Instant(), (long)row.UInt64(), (long?)row.UInt64OrNull(), (long?)row.UInt64OrNull()),
        cancel);

    private async Task<ConditionScope> ScopeAsync(DateOnly asOf, CancellationToken cancel) => new(asOf, await time.NowForAsync(asOf, cancel).ConfigureAwait(false), "a");

    private static string All(IEnumerable<int> places) => string.Join(" AND ", places.Select(i => FormattableString.Invariant($"p{i}")).DefaultIfEmpty("1"));

    private static long[] Numbers(ref RowReader row, int count)
    {
        var numbers = new long[count];
        for (var i = 0; i < count; i++)
        {
            numbers[i] = (long)row.UInt64();
        }

        return numbers;
    }
}
