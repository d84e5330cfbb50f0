using System.Globalization;
using Zhike.Customers.Documents;
using Zhike.Customers.Sources;

namespace Zhike.Customers.Tags.Reading;

/// <summary>A piece of a number line that nobody named, said as people say it: whole numbers from 3 to below 6 are "3 – 5".</summary>
internal static class Stretch
{
    public static Band Of(decimal? from, decimal? to, FieldType type) => new(from, to, Label(from, to, type));

    private static LocalText Label(decimal? from, decimal? to, FieldType type)
    {
        string Number(decimal edge) => edge.ToString(type == FieldType.Share ? "#,0.##%" : "#,0.##", CultureInfo.InvariantCulture);
        return (from, to) switch
        {
            (null, null) => new LocalText("全部", "all"),
            (null, 1) when type == FieldType.Count => Both("0"),
            (null, { } end) => new LocalText($"{Number(end)} 以下", $"below {Number(end)}"),
            ({ } start, null) => new LocalText($"{Number(start)} 及以上", $"{Number(start)} or more"),
            ({ } start, { } end) when type.IsWhole() && end == start + 1 => Both(Number(start)),
            ({ } start, { } end) => Both($"{Number(start)} – {Number(type.IsWhole() ? end - 1 : end)}"),
        };
    }

    private static LocalText Both(string text) => new(text, text);
}
