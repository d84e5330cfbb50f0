using System.Text.Json;
using Zhike.Customers.Documents;
using Zhike.Customers.Sources;
using Zhike.Kernel;

namespace Zhike.Customers.Conditions.Reading;

/// <summary>Reads how often, or how much: at_least, at_most, exactly; {"sum": {"of": "amount", "at_least": 1000}}.</summary>
internal sealed class FigureReader(FieldReader fields, FactTable table, List<FieldError> errors)
{
    private const int TimesMax = 1_000_000;

    private static readonly (string Name, Figure Figure)[] Figures =
        [("sum", Figure.Sum), ("avg", Figure.Average), ("min", Figure.Min), ("max", Figure.Max)];

    public FigureTest Read()
    {
        var times = Times();
        var given = Figures.Where(f => fields.Optional(f.Name) is not null).ToList();
        if (given.Count == 0)
        {
            return times ?? FigureTest.Once;
        }

        if (given.Count > 1 || times is not null)
        {
            fields.Refuse(given[^1].Name, $"must stand alone: one of at_least/at_most/exactly, {string.Join(", ", Figures.Select(f => f.Name))}; combine several with \"and\"");
            return FigureTest.Once;
        }

        return Over(given[0].Name, given[0].Figure) ?? FigureTest.Once;
    }

    private FigureTest? Times()
    {
        var (least, most, exactly) = (fields.Whole("at_least", 1, TimesMax), fields.Whole("at_most", 0, TimesMax), fields.Whole("exactly", 0, TimesMax));
        if (least is null && most is null && exactly is null)
        {
            return null;
        }

        if (exactly is not null && (least is not null || most is not null))
        {
            fields.Refuse("exactly", "leaves nothing for at_least and at_most to say");
        }

        if (least > most)
        {
            fields.Refuse("at_least", $"is more than at_most: nobody can do something at least {least} and at most {most} times");
        }

        return new FigureTest(Figure.Count, null, new Bounds(exactly ?? least, true, exactly ?? most, true));
    }

    private FigureTest? Over(string name, Figure figure)
    {
        var before = errors.Count;
        var inner = new FieldReader(fields.Optional(name) ?? default, fields.PathOf(name), errors);
        if (!inner.IsObject)
        {
            return null;
        }

        var of = inner.Text("of", required: true);
        var column = of is null ? null : table.Find(of, FieldType.Number);
        if (of is not null && column?.Type.IsNumeric() != true)
        {
            inner.Refuse("of", $"names \"{of}\", which is no number of {table.Name}{Nearest.Hint(of, table.Columns.Values.Where(c => c.Type.IsNumeric()).Select(c => c.Name))}");
        }

        var money = column?.Type == FieldType.Money && figure != Figure.Average;
        var (least, above) = (Edge(inner, "at_least", money), Edge(inner, "more_than", money));
        var (most, below) = (Edge(inner, "at_most", money), Edge(inner, "less_than", money));
        if (errors.Count == before && (least ?? above ?? most ?? below) is null)
        {
            inner.Refuse("at_least", "is missing: compare with at_least, more_than, at_most or less_than");
        }

        if ((least is not null && above is not null) || (most is not null && below is not null))
        {
            inner.Refuse("more_than", "stands beside another bound on the same side");
        }

        inner.RefuseUnknown();
        return errors.Count > before ? null : new FigureTest(figure, column, new Bounds(least ?? above, above is null, most ?? below, below is null));
    }

    private static decimal? Edge(FieldReader inner, string name, bool money)
    {
        if (inner.Optional(name) is not { } value)
        {
            return null;
        }

        if (value.ValueKind == JsonValueKind.Number && value.TryGetDecimal(out var number) && Math.Abs(number) < 1_000_000_000_000m && decimal.Round(number, money ? 2 : 4) == number)
        {
            return number;
        }

        inner.Refuse(name, $"must be a number with at most {(money ? "two" : "four")} decimals, but is {FieldReader.Show(value)}");
        return null;
    }
}
