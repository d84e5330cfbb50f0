using System.Globalization;
using System.IO.Compression;
using System.Xml;
using ExcelDataReader;
using ExcelDataReader.Exceptions;
using Zhike.Kernel;

namespace Zhike.Customers.Spreadsheets;

internal enum WorkbookKind
{
    /// <summary>.xlsx.</summary>
    OpenXml,

    /// <summary>.xls, up to Excel 2003.</summary>
    Binary,
}

/// <summary>The rows of a workbook's first sheet as a person would have typed them: ISO days, whole numbers without a fraction.</summary>
internal static class WorkbookRows
{
    private const int ColumnsMax = 200;

    /// <summary>Of all parts together, and of the table of texts, which is held: a small file may unpack to anything.</summary>
    private const long UnpackedMax = 1L << 30;
    private const long TextsMax = 256L << 20;

    /// <summary>Excel keeps 15 digits of a number.</summary>
    private const double WholeMax = 1e15;

    public static IEnumerable<TableRow> Read(Stream seekable, WorkbookKind kind)
    {
        using var reader = Guard(() => Open(seekable, kind));
        for (var row = 1L; Guard(reader.Read); row++)
        {
            yield return new TableRow(row, [.. Enumerable.Range(0, Math.Min(reader.FieldCount, ColumnsMax)).Select(i => Text(reader.GetValue(i)))], null);
        }
    }

    private static IExcelDataReader Open(Stream seekable, WorkbookKind kind)
    {
        if (kind == WorkbookKind.Binary)
        {
            return ExcelReaderFactory.CreateBinaryReader(seekable);
        }

        using (var parts = new ZipArchive(seekable, ZipArchiveMode.Read, leaveOpen: true))
        {
            if (parts.Entries.Sum(e => e.Length) > UnpackedMax || parts.GetEntry("xl/sharedStrings.xml") is { Length: > TextsMax })
            {
                throw new ProblemException(new Problem(
                    ProblemKind.LimitExceeded, "workbook_too_large", "Unpacked, the workbook holds more than a table of customers needs. Save the sheet as CSV."));
            }
        }

        seekable.Position = 0;
        return ExcelReaderFactory.CreateOpenXmlReader(seekable);
    }

    private static string Text(object? value) => value switch
    {
        null => "",
        string text => text.Trim(),
        double number when Math.Abs(number) < WholeMax => ((decimal)number).ToString(CultureInfo.InvariantCulture),
        DateTime { TimeOfDay.Ticks: 0 } day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        DateTime moment => moment.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
        bool flag => flag ? "true" : "false",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)?.Trim() ?? "",
    };

    private static T Guard<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception damaged) when (damaged is ExcelReaderException or InvalidDataException or XmlException or IOException or FormatException or ArgumentException or IndexOutOfRangeException or OverflowException)
        {
            throw new ProblemException(Problem.Invalid("file", $"cannot be read as an Excel file (.xlsx, .xls): {damaged.Message}"));
        }
    }
}
