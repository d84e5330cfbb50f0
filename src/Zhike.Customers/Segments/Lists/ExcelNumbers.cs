using System.Buffers;
using System.Globalization;
using System.IO.Compression;
using System.Runtime.CompilerServices;
using System.Text;
using System.Xml;
using Zhike.Kernel;

namespace Zhike.Customers.Segments.Lists;

/// <summary>Reads customer numbers from the first sheet of an Excel workbook, row by row. Only the workbook's table of shared
/// texts is held, as bytes.</summary>
internal static class ExcelNumbers
{
    /// <summary>Of the table of shared texts; a workbook of a million numbers has some twenty million.</summary>
    private const int SharedBytesMax = 256 << 20;

    private static readonly XmlReaderSettings Settings = new() { Async = true, DtdProcessing = DtdProcessing.Prohibit, IgnoreComments = true };

    /// <param name="file">Seekable: the directory of a workbook stands at its end.</param>
    public static async IAsyncEnumerable<NumberRow> ReadAsync(Stream file, [EnumeratorCancellation] CancellationToken cancel)
    {
        using var book = Open(file);
        var shared = await SharedAsync(book, cancel).ConfigureAwait(false);
        var sheet = book.Entries.Where(e => e.FullName.StartsWith("xl/worksheets/sheet", StringComparison.Ordinal)).OrderBy(e => e.FullName.Length).ThenBy(e => e.FullName, StringComparer.Ordinal).FirstOrDefault()
            ?? throw new ProblemException(Problem.Invalid("file", "is a workbook without a sheet"));
        var stream = sheet.Open();
        await using (stream.ConfigureAwait(false))
        {
            using var xml = XmlReader.Create(stream, Settings);
            int? column = null;
            while (await xml.ReadAsync().ConfigureAwait(false))
            {
                cancel.ThrowIfCancellationRequested();
                if (xml.NodeType != XmlNodeType.Element || xml.LocalName != "row")
                {
                    continue;
                }

                var line = int.Parse(xml.GetAttribute("r") ?? "0", CultureInfo.InvariantCulture);
                var cells = await CellsAsync(xml, shared).ConfigureAwait(false);
                if (column is null)
                {
                    var head = NumberRow.HeadOf([.. Enumerable.Range(0, cells.Count == 0 ? 0 : cells.Keys.Max() + 1).Select(i => cells.GetValueOrDefault(i, ""))]);
                    column = head ?? 0;
                    if (head is not null)
                    {
                        continue;
                    }
                }

                if (cells.Count > 0)
                {
                    yield return NumberRow.Of(line, cells.GetValueOrDefault(column.Value));
                }
            }
        }
    }

    private static ZipArchive Open(Stream file)
    {
        try
        {
            return new ZipArchive(file, ZipArchiveMode.Read, leaveOpen: true);
        }
        catch (InvalidDataException)
        {
            throw new ProblemException(Problem.Invalid("file", "is no Excel workbook (.xlsx)"));
        }
    }

    private static async Task<SharedTexts> SharedAsync(ZipArchive book, CancellationToken cancel)
    {
        var texts = new SharedTexts();
        if (book.GetEntry("xl/sharedStrings.xml") is not { } entry)
        {
            return texts;
        }

        var stream = entry.Open();
        await using (stream.ConfigureAwait(false))
        {
            using var xml = XmlReader.Create(stream, Settings);
            var text = new StringBuilder();
            while (await xml.ReadAsync().ConfigureAwait(false))
            {
                cancel.ThrowIfCancellationRequested();
                if (xml is { NodeType: XmlNodeType.Text or XmlNodeType.SignificantWhitespace or XmlNodeType.Whitespace })
                {
                    text.Append(xml.Value);
                }
                else if (xml is { NodeType: XmlNodeType.Element or XmlNodeType.EndElement, LocalName: "si" })
                {
                    if (xml.NodeType == XmlNodeType.EndElement || xml.IsEmptyElement)
                    {
                        texts.Add(text.ToString());
                    }

                    text.Clear();
                }
            }
        }

        return texts;
    }

    /// <summary>Texts of a row by column number; the reader stands at its end afterwards.</summary>
    private static async Task<Dictionary<int, string>> CellsAsync(XmlReader xml, SharedTexts shared)
    {
        var cells = new Dictionary<int, string>();
        if (xml.IsEmptyElement)
        {
            return cells;
        }

        var (column, type, next) = (0, "", 0);
        while (await xml.ReadAsync().ConfigureAwait(false) && !(xml.NodeType == XmlNodeType.EndElement && xml.LocalName == "row"))
        {
            if (xml.NodeType == XmlNodeType.Element && xml.LocalName == "c")
            {
                column = xml.GetAttribute("r") is { } place ? ColumnOf(place) : next;
                (type, next) = (xml.GetAttribute("t") ?? "", column + 1);
            }
            else if (xml.NodeType == XmlNodeType.Text)
            {
                cells[column] = type == "s" && int.TryParse(xml.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var at) ? shared[at] : cells.GetValueOrDefault(column, "") + xml.Value;
            }
        }

        return cells;
    }

    /// <summary>"AB12" is column 27.</summary>
    private static int ColumnOf(string place) => place.TakeWhile(char.IsAsciiLetterUpper).Aggregate(0, (n, c) => Math.Min(100_000, (n * 26) + (c - 'A' + 1))) - 1;

    private sealed class SharedTexts
    {
        private readonly ArrayBufferWriter<byte> _bytes = new(1 << 16);
        private readonly List<int> _ends = [];

        public string this[int at] => at < 0 || at >= _ends.Count ? "" : Encoding.UTF8.GetString(_bytes.WrittenSpan[(at == 0 ? 0 : _ends[at - 1]).._ends[at]]);

        public void Add(string text)
        {
            _bytes.Write(Encoding.UTF8.GetBytes(text.Length > NumberRow.NumberMax + 1 ? text[..(NumberRow.NumberMax + 1)] : text));
            _ends.Add(_bytes.WrittenCount);
            if (_bytes.WrittenCount > SharedBytesMax)
            {
                throw new ProblemException(new Problem(ProblemKind.LimitExceeded, "workbook_too_large", "The workbook holds more text than a list of customers needs. Save the column of numbers as CSV."));
            }
        }
    }
}
