using System.Globalization;
using System.IO.Compression;
using System.Security;
using System.Text;

namespace Zhike.Customers.Spreadsheets;

/// <summary>Writes an .xlsx file sheet by sheet and row by row, as it goes out: memory does not grow with the rows. Texts are texts:
/// nothing in them is ever taken for a formula.</summary>
internal sealed class WorkbookWriter : ITableWriter
{
    private readonly ZipArchive _zip;
    private readonly List<string> _sheets = [];
    private readonly (string Creator, string Description) _said;
    private StreamWriter? _sheet;

    /// <param name="creator">With the description, among the file's properties.</param>
    public WorkbookWriter(Stream file, string creator = "", string description = "")
    {
        _zip = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true);
        _said = (creator, description);
    }

    public static byte[] Write(IReadOnlyList<(string Name, IReadOnlyList<IReadOnlyList<string>> Rows)> sheets)
    {
        using var file = new MemoryStream();
        using (var book = new WorkbookWriter(file))
        {
            foreach (var (name, rows) in sheets)
            {
                book.Sheet(name);
                foreach (var row in rows)
                {
                    book.Row([.. row.Select(c => new Cell(c))]);
                }
            }
        }

        return file.ToArray();
    }

    /// <summary>Ends the sheet before it.</summary>
    /// <param name="hidden">Number of a column, from 1, that is not shown; 0 for none.</param>
    public void Sheet(string name, int hidden = 0)
    {
        EndSheet();
        _sheets.Add(name);
        var entry = _zip.CreateEntry(string.Create(CultureInfo.InvariantCulture, $"xl/worksheets/sheet{_sheets.Count}.xml"), CompressionLevel.Fastest);
        _sheet = new StreamWriter(entry.Open(), new UTF8Encoding(false), bufferSize: 1 << 16);
        _sheet.Write("<?xml version=\"1.0\" encoding=\"UTF-8\"?><worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\">");
        if (hidden > 0)
        {
            _sheet.Write(string.Create(CultureInfo.InvariantCulture, $"<cols><col min=\"{hidden}\" max=\"{hidden}\" width=\"20\" hidden=\"1\" customWidth=\"1\"/></cols>"));
        }

        _sheet.Write("<sheetData>");
    }

    public void Row(IReadOnlyList<Cell> cells)
    {
        var sheet = _sheet ?? throw new InvalidOperationException("A row stands in a sheet: begin one first.");
        sheet.Write("<row>");
        foreach (var cell in cells)
        {
            sheet.Write(cell.IsNumber ? "<c><v>" : "<c t=\"inlineStr\"><is><t xml:space=\"preserve\">");
            sheet.Write(cell.IsNumber ? cell.Text : SecurityElement.Escape(Clean(cell.Text)));
            sheet.Write(cell.IsNumber ? "</v></c>" : "</t></is></c>");
        }

        sheet.Write("</row>");
    }

    public void Dispose()
    {
        EndSheet();
        Add("[Content_Types].xml", $"""
            <Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>{Each(i => $"<Override PartName=\"/xl/worksheets/sheet{i}.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml\"/>")}</Types>
            """);
        Add("_rels/.rels", """
            <Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/><Relationship Id="r2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" Target="docProps/core.xml"/></Relationships>
            """);
        Add("docProps/core.xml", $"""
            <cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator>{Escaped(_said.Creator)}</dc:creator><dc:description>{Escaped(_said.Description)}</dc:description></cp:coreProperties>
            """);
        Add("xl/workbook.xml", $"""
            <workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>{Each(i => $"<sheet name=\"{Escaped(_sheets[i - 1])}\" sheetId=\"{i}\" r:id=\"s{i}\"/>")}</sheets></workbook>
            """);
        Add("xl/_rels/workbook.xml.rels", $"""
            <Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{Each(i => $"<Relationship Id=\"s{i}\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet\" Target=\"worksheets/sheet{i}.xml\"/>")}</Relationships>
            """);
        _zip.Dispose();
    }

    private void EndSheet()
    {
        _sheet?.Write("</sheetData></worksheet>");
        _sheet?.Dispose();
        _sheet = null;
    }

    private static string Escaped(string text) => SecurityElement.Escape(Clean(text)) ?? "";

    /// <summary>XML has no place for most control characters.</summary>
    private static string Clean(string text) => text.Any(c => c < ' ') ? new string([.. text.Where(c => c is >= ' ' or '\n' or '\t')]) : text;

    private string Each(Func<int, string> part) => string.Concat(Enumerable.Range(1, _sheets.Count).Select(part));

    private void Add(string name, string content)
    {
        using var stream = _zip.CreateEntry(name, CompressionLevel.Fastest).Open();
        stream.Write(Encoding.UTF8.GetBytes($"<?xml version=\"1.0\" encoding=\"UTF-8\"?>{content.Trim()}"));
    }
}
