using System.Globalization;

namespace Zhike.Customers.Spreadsheets;

/// <summary>What stands in one cell of a file that people open. A text stays a text: never a formula, never a rounded number.</summary>
internal readonly record struct Cell(string Text, bool IsNumber = false)
{
    public static Cell Empty { get; } = new("");

    public static Cell Number(IFormattable number) => new(number.ToString(null, CultureInfo.InvariantCulture), true);
}

/// <summary>A table on its way into a file, row by row.</summary>
internal interface ITableWriter : IDisposable
{
    void Row(IReadOnlyList<Cell> cells);
}
