using System.Collections.Immutable;
using System.Globalization;
using Zhike.Customers.Documents;
using Zhike.Customers.Sources;
using Zhike.Customers.Tags.Definitions;

namespace Zhike.Customers.Tags.Compiling;

/// <summary>A figure that the engine aggregates: a measure itself, or one of the two that a share or a trend is made of.</summary>
/// <param name="EngineType">What it is cast to.</param>
internal sealed record MeasurePart(string Name, Measure Measure, string EngineType)
{
    /// <summary>The same for two parts that collect the same of the same rows; patterns differ by their name.</summary>
    public string Signature => Measure.Shape is not null
        ? Name
        : string.Create(CultureInfo.InvariantCulture, $"{Measure.Aggregate} {Measure.Value?.Sql} {EngineType} {Measure.WindowDays} {Measure.LagDays} {WhereSignature(Measure.Where)}");

    public static string WhereSignature(ImmutableArray<ColumnTest> where) =>
        string.Join(';', where.Select(t => $"{t.Column.Name} {t.Test.Op} {t.Test.DaysAgo} {string.Join(',', t.Test.Operands)}"));

    public static ImmutableArray<MeasurePart> Of(TagDefinition tag)
    {
        var measure = (Measure)tag.Source;
        return measure.Shape switch
        {
            ShareShape share =>
            [
                Plain($"{tag.Key}~part", measure with { Where = [.. measure.Where, .. share.Part] }),
                Plain($"{tag.Key}~whole", measure),
            ],
            TrendShape =>
            [
                Plain($"{tag.Key}~now", measure),
                Plain($"{tag.Key}~before", measure with { LagDays = measure.LagDays + measure.WindowDays!.Value }),
            ],
            _ => [new MeasurePart(tag.Key, measure, tag.EngineType)],
        };
    }

    /// <summary>Over the values of its parts, in their order.</summary>
    public static string Combined(TagDefinition tag, IReadOnlyList<string> parts) => ((Measure)tag.Source).Shape switch
    {
        ShareShape or TrendShape { AsRatio: true } => $"if({parts[1]} = 0, NULL, toFloat64({parts[0]}) / toFloat64({parts[1]}))",
        TrendShape => $"CAST({parts[0]} - {parts[1]}, '{tag.EngineType}')",
        _ => parts[0],
    };

    /// <summary>The rows that move a measure when they enter or leave: which, and the ages at which they do.</summary>
    public static IEnumerable<RowUse> UsesOf(TagDefinition tag) => Of(tag).Select(p => p.Measure).SelectMany(m => m.Shape switch
    {
        SequenceShape sequence => Rows(m, sequence),
        _ => [new RowUse(m.Where, [.. SlotPlan.Edges(m)], m)],
    });

    private static IEnumerable<RowUse> Rows(Measure m, SequenceShape sequence) =>
    [
        new RowUse([.. m.Where, .. sequence.First], [.. SlotPlan.Edges(m), .. sequence.DropOff ? sequence.RunsOutAt.Select(age => m.LagDays + age) : []], m),
        new RowUse([.. m.Where, .. sequence.Then], [.. SlotPlan.Edges(m)], m),
    ];

    private static MeasurePart Plain(string name, Measure measure)
    {
        var plain = measure with { Aggregate = measure.Value is null ? Aggregate.Count : Aggregate.Sum, Shape = null };
        return new MeasurePart(name, plain, plain.Value switch
        {
            null => "UInt32",
            { Type: FieldType.Money } => "Decimal(18, 2)",
            _ => "Float64",
        });
    }
}

/// <param name="Edges">Ages in days at which such a row begins or ends to count.</param>
/// <param name="Measure">Whose window it is.</param>
internal sealed record RowUse(ImmutableArray<ColumnTest> Where, ImmutableArray<int> Edges, Measure Measure);
