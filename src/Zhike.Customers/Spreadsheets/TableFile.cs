using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Xml;
using Zhike.Kernel;

namespace Zhike.Customers.Spreadsheets;

/// <summary>Reads a small table that somebody hands in: CSV (UTF-8, commas or semicolons, quotes as in RFC 4180) or the first sheet of
/// an .xlsx file. Rows come as texts, the head included; blank rows are left out but counted.</summary>
internal static class TableFile
{
    public const int RowsMax = 1_000_000;
    private const long UnpackedMax = 1L << 30;

    /// <exception cref="ProblemException">It is no table, or too long.</exception>
    public static IEnumerable<(long Row, IReadOnlyList<string> Cells)> Read(string fileName, byte[] content)
    {
        var rows = content is [(byte)'P', (byte)'K', ..] ? Sheet(content) : Csv(fileName, content);
        var read = 0;
        foreach (var row in rows.Where(r => r.Cells.Any(c => c.Length > 0)))
        {
            if (++read > RowsMax + 1)
            {
                throw new ProblemException(new Problem(ProblemKind.LimitExceeded, "too_many_rows", $"A file may hold {RowsMax} rows; split it."));
            }

            yield return row;
        }
    }

    private static IEnumerable<(long Row, IReadOnlyList<string> Cells)> Csv(string fileName, byte[] content)
    {
        string text;
        try
        {
            text = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(content).TrimStart('\uFEFF');
        }
        catch (DecoderFallbackException)
        {
            throw new ProblemException(Problem.Invalid("file", $"{fileName} must be UTF-8 text or an .xlsx file; save it as \"CSV UTF-8\""));
        }

        var end = text.IndexOf('\n', StringComparison.Ordinal);
        var head = end < 0 ? text : text[..end];
        var comma = head.Count(c => c == ';') > head.Count(c => c == ',') ? ';' : ',';
        return Lines(text, comma);
    }

    private static IEnumerable<(long Row, IReadOnlyList<string> Cells)> Lines(string text, char comma)
    {
        var (cells, cell, quoted, row) = (new List<string>(), new StringBuilder(), false, 1L);
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (quoted)
            {
                if (c == '"' && i + 1 < text.Length && text[i + 1] == '"')
                {
                    cell.Append('"');
                    i++;
                }
                else if (c == '"')
                {
                    quoted = false;
                }
                else
                {
                    cell.Append(c);
                }
            }
            else if (c == '"' && cell.Length == 0)
            {
                quoted = true;
            }
            else if (c == comma || c == '\n')
            {
                cells.Add(cell.ToString().Trim());
                cell.Clear();
                if (c == '\n')
                {
                    yield return (row++, cells);
                    cells = [];
                }
            }
            else
            {
                cell.Append(c);
            }
        }

        if (cell.Length > 0 || cells.Count > 0)
        {
            cells.Add(cell.ToString().Trim());
            yield return (row, cells);
        }
    }

    private static List<(long Row, IReadOnlyList<string> Cells)> Sheet(byte[] content)
    {
        try
        {
            using var zip = new ZipArchive(new MemoryStream(content));
            if (zip.Entries.Sum(e => e.Length) > UnpackedMax)
            {
                throw new ProblemException(new Problem(ProblemKind.LimitExceeded, "file_too_large", $"Unpacked, the file may have {UnpackedMax >> 20} MiB."));
            }

            var shared = zip.GetEntry("xl/sharedStrings.xml") is { } strings ? Shared(strings) : [];
            var sheet = zip.Entries.Where(e => e.FullName.StartsWith("xl/worksheets/sheet", StringComparison.Ordinal)).MinBy(e => (e.FullName.Length, e.FullName))
                ?? throw new InvalidDataException("no sheet");
            return [.. Cells(sheet, shared)];
        }
        catch (Exception wrong) when (wrong is InvalidDataException or XmlException)
        {
            throw new ProblemException(Problem.Invalid("file", "is no .xlsx file that can be read"));
        }
    }

    private static List<string> Shared(ZipArchiveEntry entry)
    {
        var texts = new List<string>();
        using var xml = Open(entry);
        StringBuilder? text = null;
        while (xml.Read())
        {
            switch (xml.NodeType, xml.LocalName)
            {
                case (XmlNodeType.Element, "si"):
                    text = new StringBuilder();
                    break;
                case (XmlNodeType.EndElement, "si"):
                    texts.Add(text!.ToString());
                    break;
                case (XmlNodeType.Text or XmlNodeType.SignificantWhitespace, _):
                    text?.Append(xml.Value);
                    break;
            }
        }

        return texts;
    }

    private static IEnumerable<(long Row, IReadOnlyList<string> Cells)> Cells(ZipArchiveEntry entry, List<string> shared)
    {
        using var xml = Open(entry);
        var (row, cells, column, type, value) = (0L, new List<string>(), 0, "", new StringBuilder());
        while (xml.Read())
        {
            if (xml is { NodeType: XmlNodeType.Element, LocalName: "row" })
            {
                (row, cells) = (long.TryParse(xml.GetAttribute("r"), CultureInfo.InvariantCulture, out var r) ? r : row + 1, []);
            }
            else if (xml is { NodeType: XmlNodeType.Element, LocalName: "c" })
            {
                (column, type) = (Column(xml.GetAttribute("r"), cells.Count), xml.GetAttribute("t") ?? "");
                value.Clear();
            }
            else if (xml.NodeType == XmlNodeType.Text)
            {
                value.Append(xml.Value);
            }
            else if (xml is { NodeType: XmlNodeType.EndElement, LocalName: "c" })
            {
                while (cells.Count < column)
                {
                    cells.Add("");
                }

                cells.Add(type == "s" && int.TryParse(value.ToString(), CultureInfo.InvariantCulture, out var i) && i < shared.Count ? shared[i].Trim() : value.ToString().Trim());
            }
            else if (xml is { NodeType: XmlNodeType.EndElement, LocalName: "row" })
            {
                yield return (row, cells);
            }
        }
    }

    /// <summary>"AB7" is column 27, counted from 0.</summary>
    private static int Column(string? place, int next) => place is null ? next
        : Math.Min(place.TakeWhile(char.IsAsciiLetterUpper).Aggregate(0, (sum, c) => (sum * 26) + (c - 'A' + 1)) - 1, 200);

    private static XmlReader Open(ZipArchiveEntry entry) => XmlReader.Create(
        entry.Open(), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, IgnoreWhitespace = false, CloseInput = true });
}
