using System.Globalization;
using System.Xml;
using ExcelDataReader;
using ExcelDataReader.Exceptions;
using Zhike.Intake.Mapping;
using Zhike.Kernel;

namespace Zhike.Intake.Import.Reading;

/// <summary>One sheet of an .xlsx file, row by row; only its table of shared texts is held in memory. Blank rows are passed over,
/// and a cell that holds an error of Excel's (#DIV/0!) has no value.</summary>
internal sealed class ExcelReader(Stream stream, SourceFile source) : IRowReader
{
    /// <summary>Excel keeps 15 digits of a number: longer ones stand there rounded.</summary>
    private const double WholeMax = 1e15;

    private IExcelDataReader? _reader;
    private int[] _columns = [];
    private IReadOnlyList<string> _wanted = [];

    public (long Done, long Total) Progress => (0, 0);

    public Task OpenAsync(IReadOnlyList<string> wanted, CancellationToken cancel)
    {
        _wanted = wanted;
        var reader = _reader = Guard(() => ExcelReaderFactory.CreateOpenXmlReader(stream));
        var sheets = new List<string>();
        do
        {
            sheets.Add(reader.Name);
            if (source.Sheet is null || source.Sheet == reader.Name)
            {
                OpenSheet(reader);
                return Task.CompletedTask;
            }
        }
        while (Guard(reader.NextResult));
        throw new ProblemException(Problem.Invalid("source.sheet", Mapping.YamlFields.OneOf(sheets, source.Sheet ?? "")));
    }

    public ValueTask<ReadRow> NextAsync(RowFields fields, CancellationToken cancel)
    {
        while (Guard(_reader!.Read))
        {
            var (blank, broken) = (true, (ReadRow?)null);
            for (var i = 0; i < _columns.Length; i++)
            {
                var column = _columns[i];
                if (column >= _reader.FieldCount)
                {
                    continue;
                }

                if (_reader.GetValue(column) is { } value)
                {
                    blank = false;
                    if (value is double number && Math.Abs(number) >= WholeMax && number == Math.Truncate(number))
                    {
                        broken ??= ReadRow.Refused(_wanted[i], Said.Of("excel_rounds", $"is a number of more than 15 digits, which Excel rounds: the cell must be a text"));
                    }
                    else
                    {
                        fields.Put(i, Text(value));
                    }
                }
            }

            if (!blank)
            {
                return ValueTask.FromResult(broken ?? ReadRow.Sound);
            }
        }

        return ValueTask.FromResult(ReadRow.Ended);
    }

    public ValueTask DisposeAsync()
    {
        _reader?.Dispose();
        return stream.DisposeAsync();
    }

    private void OpenSheet(IExcelDataReader reader)
    {
        for (var row = 0; row < source.HeaderRow; row++)
        {
            if (!Guard(reader.Read))
            {
                throw new ProblemException(Problem.Invalid("source.header_row", Said.Of(
                    "no_header_row", $"must be a row of the sheet {reader.Name}, which has {row}, but is {source.HeaderRow}")));
            }
        }

        var names = Enumerable.Range(0, reader.FieldCount).Select(i => reader.GetValue(i) is { } value ? Text(value).Trim() : "").ToList();
        var missing = _wanted.Where(w => !names.Contains(w)).ToList();
        if (missing.Count > 0)
        {
            throw new ProblemException(Problem.Invalid(missing.Select(m => FieldError.Of(
                m, Said.Of("no_field", $"is not a field of the sheet {reader.Name}, which has {string.Join(", ", names.Where(n => n.Length > 0))}")))));
        }

        _columns = [.. _wanted.Select(w => names.IndexOf(w))];
    }

    /// <summary>As a person would have typed it: 15 significant digits, ISO days.</summary>
    private static string Text(object value) => value switch
    {
        string text => text,
        double number when Math.Abs(number) < WholeMax => ((decimal)number).ToString(CultureInfo.InvariantCulture),
        DateTime { TimeOfDay.Ticks: 0 } day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        DateTime moment => moment.ToString("yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture),
        TimeSpan time => time.ToString("c", CultureInfo.InvariantCulture),
        bool flag => flag ? "true" : "false",
        _ => System.Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };

    private T Guard<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception damaged) when (damaged is ExcelReaderException or InvalidDataException or XmlException or IOException or FormatException or ArgumentException or IndexOutOfRangeException)
        {
            throw new ProblemException(Problem.Invalid("source.path", Said.Of("not_excel", $"cannot be read as an Excel file (.xlsx): {Path.GetFileName(source.Path)}: {damaged.Message}")));
        }
    }
}
