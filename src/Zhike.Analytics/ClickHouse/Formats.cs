using System.Collections.Frozen;

namespace Zhike.Analytics.ClickHouse;

/// <summary>The output formats that are open, and what they are on the wire. None of them reads a schema or template file.</summary>
internal static class Formats
{
    private static readonly FrozenDictionary<string, string> ContentTypes = new Dictionary<string, string>
    {
        ["TabSeparated"] = Tsv, ["TSV"] = Tsv, ["TabSeparatedRaw"] = Tsv, ["TSVRaw"] = Tsv, ["TabSeparatedWithNames"] = Tsv, ["TSVWithNames"] = Tsv,
        ["TabSeparatedWithNamesAndTypes"] = Tsv, ["TSVWithNamesAndTypes"] = Tsv,
        ["CSV"] = Csv, ["CSVWithNames"] = Csv, ["CSVWithNamesAndTypes"] = Csv,
        ["JSON"] = Json, ["JSONStrings"] = Json, ["JSONCompact"] = Json, ["JSONCompactStrings"] = Json, ["JSONColumns"] = Json,
        ["JSONColumnsWithMetadata"] = Json, ["JSONCompactColumns"] = Json, ["JSONObjectEachRow"] = Json,
        ["JSONEachRow"] = Lines, ["JSONLines"] = Lines, ["JSONStringsEachRow"] = Lines, ["JSONEachRowWithProgress"] = Lines,
        ["JSONCompactEachRow"] = Lines, ["JSONCompactStringsEachRow"] = Lines, ["JSONCompactEachRowWithNames"] = Lines,
        ["JSONCompactEachRowWithNamesAndTypes"] = Lines, ["JSONCompactStringsEachRowWithNames"] = Lines, ["JSONCompactStringsEachRowWithNamesAndTypes"] = Lines,
        ["RowBinary"] = Binary, ["RowBinaryWithNames"] = Binary, ["RowBinaryWithNamesAndTypes"] = Binary, ["Native"] = Binary,
        ["Parquet"] = Binary, ["Arrow"] = Binary, ["ArrowStream"] = Binary, ["ORC"] = Binary, ["MsgPack"] = Binary, ["Avro"] = Binary,
        ["Pretty"] = Text, ["PrettyCompact"] = Text, ["PrettySpace"] = Text, ["PrettyJSONEachRow"] = Text, ["Vertical"] = Text, ["Markdown"] = Text,
        ["Values"] = Text, ["XML"] = "application/xml; charset=UTF-8", ["Null"] = Text,
    }.ToFrozenDictionary();

    private const string Tsv = "text/tab-separated-values; charset=UTF-8";
    private const string Csv = "text/csv; charset=UTF-8; header=absent";
    private const string Json = "application/json; charset=UTF-8";
    private const string Lines = "application/x-ndjson; charset=UTF-8";
    private const string Binary = "application/octet-stream";
    private const string Text = "text/plain; charset=UTF-8";

    public static string Checked(string format) => ContentTypes.ContainsKey(format) ? format : throw Refusal.UnknownFormat(format);

    public static string ContentTypeOf(string format) => ContentTypes[format];
}
