using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace Zhike.Intake.Tests.Import.Reading;

/// <summary>Writes an .xlsx file as Excel does, as far as a reader cares: shared texts, numbers, days by their style, booleans.</summary>
internal static class Workbook
{
    /// <param name="sheets">By name; a cell is a text, a number, a DateOnly, a bool or null.</param>
    public static byte[] Of(params (string Name, object?[][] Rows)[] sheets)
    {
        var texts = new List<string>();
        using var file = new MemoryStream();
        using (var zip = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            var bodies = sheets.Select(s => Sheet(s.Rows, texts)).ToList();
            Add(zip, "[Content_Types].xml", $"""<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>""");
            Add(zip, "_rels/.rels", """<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>""");
            Add(zip, "xl/workbook.xml", $"""<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>{string.Concat(sheets.Select((s, i) => string.Create(CultureInfo.InvariantCulture, $"""<sheet name="{s.Name}" sheetId="{i + 1}" r:id="rId{i + 1}"/>""")))}</sheets></workbook>""");
            var relations = string.Concat(sheets.Select((_, i) => string.Create(CultureInfo.InvariantCulture, $"""<Relationship Id="rId{i + 1}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet{i + 1}.xml"/>""")));
            Add(zip, "xl/_rels/workbook.xml.rels", $"""<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{relations}<Relationship Id="rIdS" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" Target="sharedStrings.xml"/><Relationship Id="rIdT" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>""");
            Add(zip, "xl/styles.xml", """<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14" applyNumberFormat="1"/></cellXfs></styleSheet>""");
            for (var i = 0; i < bodies.Count; i++)
            {
                Add(zip, string.Create(CultureInfo.InvariantCulture, $"xl/worksheets/sheet{i + 1}.xml"), bodies[i]);
            }

            Add(zip, "xl/sharedStrings.xml", $"""<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">{string.Concat(texts.Select(t => $"<si><t xml:space=\"preserve\">{System.Security.SecurityElement.Escape(t)}</t></si>"))}</sst>""");
        }

        return file.ToArray();
    }

    private static string Sheet(object?[][] rows, List<string> texts)
    {
        var body = new StringBuilder("""<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>""");
        for (var r = 0; r < rows.Length; r++)
        {
            body.Append(CultureInfo.InvariantCulture, $"<row r=\"{r + 1}\">");
            for (var c = 0; c < rows[r].Length; c++)
            {
                body.Append(Cell(string.Create(CultureInfo.InvariantCulture, $"{(char)('A' + c)}{r + 1}"), rows[r][c], texts));
            }

            body.Append("</row>");
        }

        return body.Append("</sheetData></worksheet>").ToString();
    }

    private static string Cell(string at, object? value, List<string> texts)
    {
        switch (value)
        {
            case null:
                return "";
            case string text:
                texts.Add(text);
                return string.Create(CultureInfo.InvariantCulture, $"<c r=\"{at}\" t=\"s\"><v>{texts.Count - 1}</v></c>");
            case DateOnly day:
                return string.Create(CultureInfo.InvariantCulture, $"<c r=\"{at}\" s=\"1\"><v>{day.DayNumber - new DateOnly(1899, 12, 30).DayNumber}</v></c>");
            case bool flag:
                return $"<c r=\"{at}\" t=\"b\"><v>{(flag ? 1 : 0)}</v></c>";
            default:
                return string.Create(CultureInfo.InvariantCulture, $"<c r=\"{at}\"><v>{value}</v></c>");
        }
    }

    private static void Add(ZipArchive zip, string name, string text)
    {
        using var writer = new StreamWriter(zip.CreateEntry(name).Open());
        writer.Write("""<?xml version="1.0" encoding="UTF-8"?>""");
        writer.Write(text);
    }
}
