using Zhike.Customers.Tags.Running;
using Zhike.Kernel;
using Zhike.Storage;
using Zhike.Storage.Facts;
using Zhike.Storage.Facts.Rows;

namespace Zhike.Customers.Tiering;

/// <summary>Counts over a tiering, of the viewer's customers.</summary>
internal sealed class TieringQueries(IFacts facts, TagOptions options)
{
    private const int CourseDaysMax = 24;
    private static readonly Viewer Asking = Viewer.Bank("dates of tags");

    /// <summary>Dates with values, ascending.</summary>
    public async Task<IReadOnlyList<DateOnly>> DaysAsync(DateOnly upto, CancellationToken cancel)
    {
        var statement = new FactsStatement("dates of tags", SqlFile.Beside<TieringQueries>("Days.sql")).With("upto", upto).With("kept", (long)options.DatesKept);
        var days = await facts.ListAsync(Asking, statement, (ref RowReader row) => row.Date(), cancel).ConfigureAwait(false);
        return [.. days.Order()];
    }

    /// <summary>Every tier at a date, those without customers too; customers without a tier come last, with an empty code.</summary>
    public async Task<IReadOnlyList<TierStanding>> StandingAsync(Viewer viewer, TieringScheme scheme, DateOnly asOf, CancellationToken cancel)
    {
        var filled = TierSql.Fill("Standing.sql", scheme);
        var statement = new FactsStatement("standing in tiers", filled.Sql).WithBound(filled.Parameters).With("as_of", asOf).With("tag", scheme.Tag.Key);
        var rows = (await facts.ListAsync(viewer, statement, Read, cancel).ConfigureAwait(false)).ToDictionary(r => r.Place);
        var all = rows.Values.Sum(r => r.Customers);
        return
        [
            .. scheme.Tiers.Select((tier, i) => Standing(tier.Code, rows.GetValueOrDefault(i + 1), all, scheme.Targets.FirstOrDefault(t => t.Tier == tier.Code))),
            Standing("", rows.GetValueOrDefault(0), all, target: null),
        ];
    }

    /// <summary>At most so many dates of a stretch, evenly, its ends always among them.</summary>
    public async Task<IReadOnlyList<CourseDay>> CourseAsync(Viewer viewer, TieringScheme scheme, IReadOnlyList<DateOnly> days, CancellationToken cancel)
    {
        if (days.Count == 0)
        {
            return [];
        }

        var chosen = Enumerable.Range(0, Math.Min(CourseDaysMax, days.Count))
            .Select(i => days[(int)((long)i * (days.Count - 1) / Math.Max(1, Math.Min(CourseDaysMax, days.Count) - 1))]).Distinct().ToList();
        var filled = TierSql.Fill("Course.sql", scheme);
        var statement = new FactsStatement("tiers over time", filled.Sql).WithBound(filled.Parameters)
            .With("days", $"[{string.Join(',', chosen.Select(d => $"'{d:yyyy-MM-dd}'"))}]");
        var rows = await facts.ListAsync(viewer, statement, (ref RowReader row) => (Day: row.Date(), Place: row.UInt8(), Customers: (long)row.UInt64()), cancel).ConfigureAwait(false);
        return
        [
            .. chosen.Select(day =>
            {
                var counts = rows.Where(r => r.Day == day).ToDictionary(r => (int)r.Place, r => r.Customers);
                return new CourseDay(day, [.. scheme.Tiers.Select((_, i) => counts.GetValueOrDefault(i + 1)), counts.GetValueOrDefault(0)]);
            }),
        ];
    }

    public async Task<TierFlow> FlowAsync(Viewer viewer, TieringScheme scheme, DateOnly from, DateOnly to, CancellationToken cancel)
    {
        var filled = TierSql.Fill("Flow.sql", scheme);
        var statement = new FactsStatement("flow between tiers", filled.Sql).WithBound(filled.Parameters).With("from", from).With("to", to);
        var cells = await facts.ListAsync(viewer, statement, (ref RowReader row) => (Old: (int)row.UInt8(), New: (int)row.UInt8(), Customers: (long)row.UInt64()), cancel).ConfigureAwait(false);
        var there = cells.Where(c => c is { Old: > 0, New: > 0 }).ToList();
        return new TierFlow(
            from, to, [.. cells.Select(c => new FlowCell(CodeOf(scheme, c.Old), CodeOf(scheme, c.New), c.Customers))],
            there.Where(c => c.Old == c.New).Sum(c => c.Customers), there.Where(c => c.Old != c.New).Sum(c => c.Customers),
            scheme.Ordered ? there.Where(c => c.New > c.Old).Sum(c => c.Customers) : null, scheme.Ordered ? there.Where(c => c.New < c.Old).Sum(c => c.Customers) : null);
    }

    public static string CodeOf(TieringScheme scheme, int place) => place == 0 ? "" : scheme.Tiers[place - 1].Code;

    private static TierStanding Standing(string code, Row? row, long all, TierTarget? target)
    {
        var share = all == 0 ? 0 : (double)(row?.Customers ?? 0) / all;
        var stay = row is null || row.Customers == row.SinceBefore ? null : new TierStay(row.Quartiles[0], row.Quartiles[1], row.Quartiles[2]);
        return new TierStanding(code, row?.Customers ?? 0, share, target?.AtLeast, target?.AtMost, all == 0 ? null : target?.MetBy(share), stay, row?.SinceBefore ?? 0);
    }

    private static Row Read(ref RowReader row) => new(
        row.UInt8(), (long)row.UInt64(), (long)row.UInt64(), [.. ((object?[])row.Any()!).Select(v => (double)v!)]);

    private sealed record Row(int Place, long Customers, long SinceBefore, double[] Quartiles);
}
