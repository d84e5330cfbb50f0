using System.Collections.Concurrent;
using System.Globalization;
using Zhike.Customers.Conditions;
using Zhike.Customers.Documents;
using Zhike.Customers.Sources;
using Zhike.Customers.Tags.Definitions;
using Zhike.Kernel;
using Zhike.Storage.Facts;
using Zhike.Storage.Facts.Rows;

namespace Zhike.Customers.Tags.Reading;

/// <summary>Counts over one date's tag values, within the viewer's scope. A date's values change only when its batch runs
/// again, so coverage is kept for a while: reading every column of ten million customers takes seconds.</summary>
internal sealed class TagFigures(IFacts facts, TimeProvider clock)
{
    private const int WordsMax = 20;
    private const int KeptMax = 200;
    private static readonly TimeSpan KeptFor = TimeSpan.FromMinutes(5);

    private readonly ConcurrentDictionary<(DateOnly, string, string, string), (DateTimeOffset At, Dictionary<string, double> Shares)> _kept = new();

    /// <summary>For each tag the share of customers who have a value; 0, false and empty count as none.</summary>
    public async Task<IReadOnlyDictionary<string, double>> CoverageAsync(
        Viewer viewer, DateOnly asOf, IReadOnlyList<TagDefinition> tags, string fingerprint, CancellationToken cancel)
    {
        var key = (asOf, fingerprint, viewer.Scope.Value, viewer.Manager);
        var now = clock.GetUtcNow();
        if (_kept.TryGetValue(key, out var kept) && now - kept.At < KeptFor)
        {
            return kept.Shares;
        }

        var counts = string.Join(", ", tags.Select(t => $"countIf({Has(t)})"));
        var statement = new FactsStatement(
            "coverage of tags", $"SELECT count(), {counts} FROM tag_values WHERE as_of = {{as_of:Date}} AND {CompiledCondition.InScope}").With("as_of", asOf);
        var rows = await facts.ListAsync(viewer, statement, (ref RowReader row) => Numbers(ref row, tags.Count + 1), cancel).ConfigureAwait(false);
        var shares = tags.Index().ToDictionary(t => t.Item.Key, t => rows[0][0] == 0 ? 0 : (double)rows[0][t.Index + 1] / rows[0][0]);
        if (_kept.Count >= KeptMax)
        {
            _kept.Clear();
        }

        _kept[key] = (now, shares);
        return shares;
    }

    /// <summary>Customers by band, by word, or (a number without bands) by tenths of the range that most values lie in.</summary>
    public async Task<IReadOnlyList<DistributionBar>> DistributionAsync(Viewer viewer, DateOnly asOf, TagDefinition tag, CancellationToken cancel)
    {
        if (tag.Type.IsNumeric())
        {
            var bands = tag.Bands.Length > 0 ? tag.Bands : await TenthsAsync(viewer, asOf, tag, cancel).ConfigureAwait(false);
            return await ByBandAsync(viewer, asOf, tag, bands, cancel).ConfigureAwait(false);
        }

        var statement = new FactsStatement(
            "distribution of words",
            $"""
            SELECT ifNull(toString(`{tag.Key}`), '') AS word, count() AS customers
            FROM tag_values
            WHERE as_of = {"{as_of:Date}"} AND {CompiledCondition.InScope}
            GROUP BY word ORDER BY customers DESC, word LIMIT {WordsMax + tag.Values.Length}
            """).With("as_of", asOf);
        var counts = await facts.ListAsync(viewer, statement, (ref RowReader row) => (Word: row.Text(), Customers: (long)row.UInt64()), cancel).ConfigureAwait(false);
        return tag.Type == FieldType.Flag
            ? [.. counts.Select(c => c.Word is "true" or "1" ? new DistributionBar("true", "是", "yes", c.Customers) : new DistributionBar("false", "否", "no", c.Customers))]
            : Bars(tag, counts);
    }

    /// <summary>The named codes in the order of the document; then what else was found; then none. A code that nobody has is shown
    /// where the tag can give nothing else: a stage without customers says something, a region of another bank does not.</summary>
    private static List<DistributionBar> Bars(TagDefinition tag, List<(string Word, long Customers)> counts) =>
    [
        .. tag.Values.Select(v => new DistributionBar(v.Code, v.Label.Zh, v.Label.En, counts.Find(c => c.Word == v.Code).Customers))
            .Where(bar => bar.Customers > 0 || tag.Column.Words.Length > 0),
        .. counts.Where(c => c.Word.Length > 0 && tag.Values.All(v => v.Code != c.Word)).Select(c => new DistributionBar(c.Word, c.Word, c.Word, c.Customers)),
        .. counts.Where(c => c.Word.Length == 0).Select(c => new DistributionBar("", "无", "none", c.Customers)),
    ];

    private async Task<IReadOnlyList<DistributionBar>> ByBandAsync(
        Viewer viewer, DateOnly asOf, TagDefinition tag, IReadOnlyList<Band> bands, CancellationToken cancel)
    {
        var binder = new ParameterBinder("b");
        string Number(decimal edge) => binder.Add("Float64", edge.ToString(CultureInfo.InvariantCulture));
        var counts = bands.Select(band => $"countIf(isNotNull(`{tag.Key}`){(band.From is { } from ? $" AND `{tag.Key}` >= {Number(from)}" : "")}{(band.To is { } to ? $" AND `{tag.Key}` < {Number(to)}" : "")})");
        var statement = new FactsStatement(
            "distribution over bands",
            $"SELECT countIf(isNull(`{tag.Key}`)){string.Concat(counts.Select(c => $", {c}"))} FROM tag_values WHERE as_of = {{as_of:Date}} AND {CompiledCondition.InScope}")
            .WithBound(binder.Parameters).With("as_of", asOf);
        var rows = await facts.ListAsync(viewer, statement, (ref RowReader row) => Numbers(ref row, bands.Count + 1), cancel).ConfigureAwait(false);
        var bars = bands.Index().Select(b => new DistributionBar(tag.Bands.Length > 0 ? b.Item.Label.En : Edges(b.Item), b.Item.Label.Zh, b.Item.Label.En, rows[0][b.Index + 1]));
        return rows[0][0] == 0 ? [.. bars] : [.. bars, new DistributionBar("", "无", "none", rows[0][0])];
    }

    private async Task<IReadOnlyList<Band>> TenthsAsync(Viewer viewer, DateOnly asOf, TagDefinition tag, CancellationToken cancel)
    {
        var statement = new FactsStatement(
            "range of a tag",
            $"SELECT quantiles(0.01, 0.99)(toFloat64(ifNull(`{tag.Key}`, 0))), countIf(isNotNull(`{tag.Key}`)) FROM tag_values WHERE as_of = {{as_of:Date}} AND isNotNull(`{tag.Key}`) AND {CompiledCondition.InScope}")
            .With("as_of", asOf);
        var ranges = await facts.ListAsync(viewer, statement, (ref RowReader row) => (Ends: (object?[])row.Any()!, Rows: row.UInt64()), cancel).ConfigureAwait(false);
        if (ranges[0].Rows == 0)
        {
            return [];
        }

        var (low, high) = ((double)ranges[0].Ends[0]!, (double)ranges[0].Ends[1]!);
        var step = Round((decimal)(high - low) / 10);
        step = tag.Type.IsWhole() && step is > 0 and < 1 ? 1 : step;
        var first = step == 0 ? (decimal)low : Math.Floor((decimal)low / step) * step;
        var edges = step == 0 ? [] : Enumerable.Range(1, 10).Select(i => first + (i * step)).Where(e => e <= (decimal)high).ToList();
        return [.. Enumerable.Range(0, edges.Count + 1).Select(i => Stretch.Of(i == 0 ? null : edges[i - 1], i == edges.Count ? null : edges[i], tag.Type))];
    }

    private static string Edges(Band piece) => FormattableString.Invariant($"{piece.From}..<{piece.To}");

    /// <summary>Up to 1, 2 or 5 times a power of ten, as people read scales.</summary>
    private static decimal Round(decimal step)
    {
        if (step <= 0)
        {
            return 0;
        }

        var power = (decimal)Math.Pow(10, Math.Floor(Math.Log10((double)step)));
        return (step / power) switch { <= 1 => 1, <= 2 => 2, <= 5 => 5, _ => 10 } * power;
    }

    private static string Has(TagDefinition tag)
    {
        var something = tag.Type switch
        {
            FieldType.Text => $"`{tag.Key}` != ''",
            FieldType.Flag => $"`{tag.Key}`",
            FieldType.Date or FieldType.Days or FieldType.Years => $"isNotNull(`{tag.Key}`)",
            _ => $"`{tag.Key}` != 0",
        };
        return tag.Nullable ? $"ifNull({something}, 0)" : something;
    }

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
