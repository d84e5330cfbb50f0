using System.Globalization;
using System.Text;
using ExcelDataReader;
using ExcelDataReader.Exceptions;
using Zhike.Customers.Tags.Definitions;
using Zhike.Kernel;

namespace Zhike.Customers.Tags.Giving;

/// <param name="Line">As people count: the header is line 1.</param>
public sealed record BadRow(int Line, string Message);

/// <summary>A list with a value a customer, read from a CSV or Excel file: columns customer_no and value, in any order.</summary>
internal sealed class UploadFile
{
    public const int RowsMax = 1_000_000;

    /// <summary>Of a file.</summary>
    public const int BytesMax = 64 << 20;

    private static readonly string[] NumberHeads = ["customer_no", "客户号"];
    private static readonly string[] ValueHeads = ["value", "值", "标签值"];

    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);
    private readonly List<BadRow> _bad = [];

    private UploadFile()
    {
    }

    public IReadOnlyDictionary<string, string> Values => _values;

    public IReadOnlyList<BadRow> Bad => _bad;

    public static Result<UploadFile> Read(Stream seekable, TagDefinition tag)
    {
        // Old Excel saves Chinese as GB 18030; .NET knows it once it is told so.
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        try
        {
            using var reader = seekable.ReadByte() == 'P' && seekable.ReadByte() == 'K'
                ? ExcelReaderFactory.CreateOpenXmlReader(Begin(seekable))
                : ExcelReaderFactory.CreateCsvReader(Begin(seekable), new ExcelReaderConfiguration { FallbackEncoding = Encoding.GetEncoding("GB18030") });
            return Read(reader, tag);
        }
        catch (Exception problem) when (problem is ExcelReaderException or InvalidDataException or System.Xml.XmlException)
        {
            return Problem.Invalid("file", $"cannot be read: {problem.Message}");
        }
    }

    private static Stream Begin(Stream stream)
    {
        stream.Position = 0;
        return stream;
    }

    private static Result<UploadFile> Read(IExcelDataReader reader, TagDefinition tag)
    {
        if (!reader.Read())
        {
            return Problem.Invalid("file", "is empty");
        }

        var heads = Enumerable.Range(0, reader.FieldCount).Select(i => Cell(reader, i).Trim('\uFEFF').ToLowerInvariant()).ToList();
        var (number, value) = (heads.FindIndex(NumberHeads.Contains), heads.FindIndex(ValueHeads.Contains));
        if (number < 0 || value < 0)
        {
            return Problem.Invalid("file", $"must begin with a line that names the columns customer_no and value, but names {string.Join(", ", heads)}");
        }

        var file = new UploadFile();
        for (var line = 2; reader.Read(); line++)
        {
            if (line > RowsMax + 1)
            {
                return Problem.Invalid("file", $"may have {RowsMax} rows");
            }

            file.Take(tag, line, Cell(reader, number), Cell(reader, value));
        }

        return file;
    }

    private void Take(TagDefinition tag, int line, string number, string value)
    {
        if (number.Length == 0 && value.Length == 0)
        {
            return;
        }

        if (number.Length == 0)
        {
            _bad.Add(new BadRow(line, "has no customer number"));
        }
        else if (GivenValue.FromCell(tag, value) is { Ok: false } refused)
        {
            _bad.Add(new BadRow(line, refused.Problem.Message));
        }
        else if (!_values.TryAdd(number, GivenValue.FromCell(tag, value).Value))
        {
            _bad.Add(new BadRow(line, $"names customer {number} again; the first row counts"));
        }
    }

    private static string Cell(IExcelDataReader reader, int column) => column >= reader.FieldCount ? "" : reader.GetValue(column) switch
    {
        null => "",
        DateTime day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        IFormattable value => value.ToString(null, CultureInfo.InvariantCulture).Trim(),
        var other => other.ToString()?.Trim() ?? "",
    };
}
