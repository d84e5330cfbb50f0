using System.Collections.Immutable;
using System.Globalization;
using Zhike.Customers.Conditions;
using Zhike.Customers.Sources;
using Zhike.Customers.Tags.Definitions;

namespace Zhike.Customers.Tags.Compiling;

/// <summary>What the passing of days does to the values of one date when no fact arrives. A row of facts enters and leaves
/// windows; a number of days grows; a test of such a number, or of a date so many days ago, turns at its threshold. Everybody
/// for whom any of that happens is computed again, all others are carried over column by column.</summary>
internal sealed class DayMoves(TagSet tags, DateOnly before, DateOnly asOf, string zone)
{
    private readonly ImmutableDictionary<string, TagDefinition> _byKey = tags.InOrder.ToImmutableDictionary(t => t.Key);
    private readonly int _days = asOf.DayNumber - before.DayNumber;

    /// <summary>Over a table's rows: one that counted for some tag at one of the dates and not at the other.</summary>
    public string RowsOf(FactTable table, ParameterBinder binder)
    {
        var rows = RowSource.Of(table, asOf, zone, binder);
        var uses = tags.InOrder.Where(t => t.Source is Measure m && m.Table == table).SelectMany(MeasurePart.UsesOf).ToList();
        var passings = uses.SelectMany(u => u.Edges.Select(edge => (Edge: edge, u.Where)))
            .GroupBy(p => p.Edge).OrderBy(g => g.Key)
            .Select(g => rows.Windowed ? $"({Passes(rows.Day, g.Key, binder)}{Wanted([.. g.Select(p => p.Where)], binder)})" : "0");
        var turnings = uses.Where(u => TurnsWithTime(u.Where))
            .Select(u => $"(({Counts(u, rows, before, binder)}) != ({Counts(u, rows, asOf, binder)}))");
        return AnyOf(passings.Concat(turnings));
    }

    /// <summary>Over customers c and outlets o: an age in years that is another.</summary>
    public string Birthdays(ParameterBinder binder) => AnyOf(tags.InOrder
        .Select(t => t.Source).OfType<FromAttribute>()
        .Where(a => a.Form == AttributeForm.Age || a.Attribute.Sql.Contains("{as_of:Date}", StringComparison.Ordinal))
        .Select(a => $"ifNull({AttributeSql.Of(a, binder.Add(before))} != {AttributeSql.Of(a, binder.Add(asOf))}, 0)").Distinct());

    /// <summary>Whether <see cref="Birthdays"/> needs the outlets.</summary>
    public bool BirthdaysOfOutlets => tags.InOrder.Any(t => t.Source is FromAttribute { Form: AttributeForm.Age, Attribute.NeedsOutlet: true });

    /// <summary>Over the values of <c>before</c>: a test in some rule, or a recorded band, that comes out otherwise.</summary>
    public string Turnings(ParameterBinder binder)
    {
        var tests = tags.InOrder.Select(t => t.Source).OfType<Rule>()
            .SelectMany(r => r.Cases).SelectMany(c => c.When.All()).OfType<TagTest>()
            .Where(t => t.Test.DaysAgo || Moves(_byKey[t.Tag.Key]))
            .DistinctBy(t => (t.Tag.Key, t.Test.Op, t.Test.DaysAgo, string.Join(',', t.Test.Operands)))
            .Select(t => $"(({TestSql.Of(t.Tag, $"`{t.Tag.Key}`", t.Test, before, binder)}) != ({TestSql.Of(t.Tag, Grown(_byKey[t.Tag.Key]), t.Test, asOf, binder)}))");
        var bands = tags.InOrder.Where(t => t.RecordsChanges && Moves(t))
            .Select(t => BandCode.Differ(BandCode.Of(t, $"`{t.Key}`"), BandCode.Of(t, Grown(t))));
        return AnyOf(tests.Concat(bands).Concat(tags.InOrder.Where(StreakTurns).Select(t => $"`{t.Key}` > 0")));
    }

    /// <summary>The value at <c>asOf</c>, over the row of <c>before</c>, of a customer for whom nothing turned.</summary>
    public string Grown(TagDefinition tag) => tag.Source switch
    {
        Ratio ratio when Moves(tag) => RatioSql(Grown(_byKey[ratio.Of.Key]), Grown(_byKey[ratio.To.Key])),
        _ when GrowsByTheDay(tag) => string.Create(CultureInfo.InvariantCulture, $"(`{tag.Key}` + {_days})"),
        _ => $"`{tag.Key}`",
    };

    public static string RatioSql(string of, string to) => $"if(isNull({to}) OR {to} = 0, NULL, toFloat64({of}) / toFloat64({to}))";

    /// <summary>Depends on nothing but the passing of days, as long as no fact changes.</summary>
    private static bool GrowsByTheDay(TagDefinition tag) => tag.Source
        is Measure { CountsDays: true } or FromAttribute { Form: AttributeForm.DaysSince };

    /// <summary>A run that must reach one more period than before may have ended, without any row.</summary>
    private bool StreakTurns(TagDefinition tag) => tag.Source is Measure { Shape: StreakShape { Current: true } streak, LagDays: var lag }
        && streak.Reached(before.AddDays(-lag)) != streak.Reached(asOf.AddDays(-lag));

    private bool Moves(TagDefinition tag) =>
        GrowsByTheDay(tag) || (tag.Source is Ratio ratio && (Moves(_byKey[ratio.Of.Key]) || Moves(_byKey[ratio.To.Key])));

    private static bool TurnsWithTime(ImmutableArray<ColumnTest> where) => where.Any(t => t.Test.DaysAgo);

    /// <summary>A row of age a at asOf had age a - (asOf - before) then; here an edge lies between.</summary>
    private string Passes(string day, int edge, ParameterBinder binder) => _days == 1
        ? $"{day} = {binder.Add(asOf.AddDays(-edge))}"
        : $"{day} > {binder.Add(before.AddDays(-edge))} AND {day} <= {binder.Add(asOf.AddDays(-edge))}";

    private string Wanted(IReadOnlyList<ImmutableArray<ColumnTest>> wheres, ParameterBinder binder) => wheres.Any(w => w.IsEmpty)
        ? ""
        : $" AND ({string.Join(" OR ", wheres.Select(w => $"({TestSql.Of(w, asOf, binder)})").Distinct())})";

    private static string Counts(RowUse use, RowSource rows, DateOnly date, ParameterBinder binder)
    {
        var measure = use.Measure;
        var window = !rows.Windowed
            ? "1"
            : $"{rows.Day} <= {binder.Add(date.AddDays(-measure.LagDays))}" +
                (measure.WindowDays is { } days ? $" AND {rows.Day} > {binder.Add(date.AddDays(-measure.LagDays - days))}" : "");
        return $"{window} AND {TestSql.Of(use.Where, date, binder)}";
    }

    private static string AnyOf(IEnumerable<string> predicates) => $"({string.Join("\n        OR ", predicates.DefaultIfEmpty("0"))})";
}
