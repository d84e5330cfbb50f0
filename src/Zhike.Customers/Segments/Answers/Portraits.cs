using System.Text.Json;
using Zhike.Contracts.Customers;
using Zhike.Customers.Conditions;
using Zhike.Customers.Documents;
using Zhike.Customers.Segments.Views;
using Zhike.Customers.Tags.Compiling;
using Zhike.Customers.Tags.Definitions;
using Zhike.Kernel;
using Zhike.Storage.Facts;
using Zhike.Storage.Facts.Rows;

namespace Zhike.Customers.Segments.Answers;

/// <summary>Which tags tell the people of an expression from all others of the viewer's: one pass over the wide table of tags.</summary>
internal sealed class Portraits(IFacts facts, LiveTags live, LiveCatalogue catalogue, ConditionCompiler conditions, ConditionTime time)
{
    /// <summary>A piece that fewer of the viewer's customers have says nothing about a group.</summary>
    public const int SupportMin = 5;

    private const int PiecesMax = 60;

    public async Task<Result<Portrait>> OfAsync(Viewer viewer, JsonElement expression, DateOnly asOf, CancellationToken cancel)
    {
        var scope = new ConditionScope(asOf, await time.NowForAsync(asOf, cancel).ConfigureAwait(false), "e");
        var compiled = await conditions.CompileWideAsync(expression, scope, cancel).ConfigureAwait(false);
        if (!compiled.Ok)
        {
            return compiled.Problem;
        }

        if (await catalogue.TagDateAsync(asOf, cancel).ConfigureAwait(false) is not { } day)
        {
            return Problem.Conflict("no_tags_yet", $"No batch of tags has run on or before {asOf:yyyy-MM-dd}.");
        }

        var shown = (await live.ReadAsync(cancel).ConfigureAwait(false)).InOrder.Select(t => (Tag: t, Pieces: PiecesOf(t))).Where(t => t.Pieces.Count is > 1 and <= PiecesMax).ToList();
        var binder = new ParameterBinder("t");
        var codes = shown.Select((t, i) => FormattableString.Invariant($"{CodeOf(t.Tag, binder)} AS c{i}"));
        var counts = shown.Select((t, i) => FormattableString.Invariant($"countResample(0, {t.Pieces.Count}, 1)(c{i}), countIfResample(0, {t.Pieces.Count}, 1)(inside, c{i})"));
        var statement = new FactsStatement(
            "segment portrait",
            $"SELECT count(), countIf(inside), {string.Join(", ", counts)} FROM (SELECT {compiled.Value.Membership} AS inside, {string.Join(", ", codes)}"
            + $" FROM tag_values WHERE as_of = {{day:Date}} AND {CompiledCondition.InScope}) SETTINGS use_index_for_in_with_subqueries = 0")
            .WithBound(compiled.Value.Parameters).WithBound(binder.Parameters).With("day", day);
        var rows = await facts.ListAsync(viewer, statement, (ref RowReader row) => (All: row.UInt64(), Inside: row.UInt64(), Counts: Arrays(ref row, shown.Count * 2)), cancel).ConfigureAwait(false);
        var (all, inside, found) = rows[0];
        var tags = shown.Select((t, i) => Describe(t.Tag, t.Pieces, found[2 * i], found[(2 * i) + 1], all, inside)).OrderByDescending(t => t.Distance).ThenBy(t => t.Key, StringComparer.Ordinal);
        return new Portrait(asOf, day, (long)inside, (long)all, [.. tags]);
    }

    private static PortraitTag Describe(TagDefinition tag, List<NamedValue> pieces, ulong[] bank, ulong[] own, ulong all, ulong inside)
    {
        var described = pieces.Select((piece, i) =>
        {
            var (share, everywhere) = (Share(own[i], inside), Share(bank[i], all));
            return new PortraitPiece(
                piece.Value, piece.Zh, piece.En, (long)own[i], (long)bank[i], share, everywhere,
                bank[i] < SupportMin || inside == 0 ? null : share / everywhere, share - everywhere);
        }).ToList();

        // Chi-square a head: how far the two distributions lie apart, each piece weighed by how rare it is.
        var distance = described.Where(p => p.Index is not null).Sum(p => p.Lift * p.Lift / p.ShareAll);
        return new PortraitTag(tag.Key, tag.Name.Zh, tag.Name.En, tag.Dimension, distance, described);
    }

    private static double Share(ulong part, ulong whole) => whole == 0 ? 0 : (double)part / whole;

    /// <summary>By the number that <see cref="CodeOf"/> gives: none first.</summary>
    private static List<NamedValue> PiecesOf(TagDefinition tag) => tag.Type switch
    {
        FieldType.Flag => [new NamedValue("false", "否", "no"), new NamedValue("true", "是", "yes")],
        FieldType.Text when tag.Values.Length > 0 => [new NamedValue("", "无", "none"), .. tag.Values.Select(v => new NamedValue(v.Code, v.Label.Zh, v.Label.En))],
        FieldType.Text or FieldType.Date => [],
        _ when tag.Bands.Length > 0 => [new NamedValue("", "无", "none"), .. tag.Bands.Select(b => new NamedValue(b.Label.En, b.Label.Zh, b.Label.En))],
        _ => [new NamedValue("none", "无", "none"), new NamedValue("some", "有", "some")],
    };

    private static string CodeOf(TagDefinition tag, ParameterBinder binder)
    {
        var column = $"`{tag.Key}`";
        return tag.Type switch
        {
            FieldType.Flag => $"toUInt8(ifNull({column}, 0))",
            FieldType.Text => $"toUInt8(indexOf({binder.AddMany("String", tag.Values.Select(v => v.Code))}, ifNull(toString({column}), '')))",
            _ when tag.Bands.Length > 0 => $"toUInt8(ifNull({BandCode.Of(tag, column)}, 0))",
            _ => $"toUInt8(ifNull({column} != 0, 0))",
        };
    }

    private static ulong[][] Arrays(ref RowReader row, int count)
    {
        var arrays = new ulong[count][];
        for (var i = 0; i < count; i++)
        {
            arrays[i] = row.UInt64s();
        }

        return arrays;
    }
}
