using System.Collections.Frozen;
using System.Text.RegularExpressions;
using Zhike.Kernel;

namespace Zhike.Intake.Mapping;

/// <summary>Reads what a mapping says about where its rows come from.</summary>
internal static partial class SourceReader
{
    private static readonly FrozenDictionary<string, SourceKind> Kinds = new Dictionary<string, SourceKind>
    {
        ["csv"] = SourceKind.Csv,
        ["jsonl"] = SourceKind.JsonLines,
        ["parquet"] = SourceKind.Parquet,
        ["excel"] = SourceKind.Excel,
        ["postgresql"] = SourceKind.PostgreSql,
        ["mysql"] = SourceKind.MySql,
        ["kafka"] = SourceKind.Kafka,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static SourceFile Read(YamlFields fields, string folder)
    {
        var kind = KindOf(fields);
        var source = kind is SourceKind.PostgreSql or SourceKind.MySql or SourceKind.Kafka
            ? Query(fields, folder, kind)
            : File(fields, folder, kind);
        fields.RefuseOthers();
        return source;
    }

    /// <summary>A second file of delimited text; what it does not say is as in the first.</summary>
    public static SourceFile Beside(YamlFields fields, string folder, SourceFile first) =>
        Delimited(fields, folder, first.Kind == SourceKind.Csv ? first : null, fields.Text("path", required: true));

    private static SourceKind KindOf(YamlFields fields)
    {
        var path = fields.Text("path") ?? fields.Fields("drop")?.Text("pattern") ?? "";
        var known = fields.Text("kind") ?? ByEnding(path);
        if (Kinds.TryGetValue(known, out var kind))
        {
            return kind;
        }

        fields.Error("kind", YamlFields.OneOf(Kinds.Keys.Order(StringComparer.Ordinal), known));
        return SourceKind.Csv;
    }

    private static string ByEnding(string path)
    {
        var plain = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? path[..^3] : path;
        return Path.GetExtension(plain).ToUpperInvariant() switch
        {
            ".JSONL" or ".NDJSON" => "jsonl",
            ".PARQUET" => "parquet",
            ".XLSX" => "excel",
            _ => "csv",
        };
    }

    private static SourceFile File(YamlFields fields, string folder, SourceKind kind)
    {
        var drop = fields.Fields("drop") is { } group ? Drop(group, folder) : null;
        var path = fields.Text("path", required: drop is null);
        if (path is not null && drop is not null)
        {
            fields.Error("path", Said.Of("path_beside_drop", $"must be left out where drop says where the files come"));
        }

        var source = kind == SourceKind.Csv
            ? Delimited(fields, folder, null, path)
            : Plain(fields, folder, path);
        if (kind is SourceKind.Parquet or SourceKind.Excel && (path ?? drop?.Pattern ?? "").EndsWith(".gz", StringComparison.OrdinalIgnoreCase))
        {
            fields.Error("path", Said.Of("packed_already", $"must not end in .gz: such files are packed inside already"));
        }

        return source with
        {
            Kind = kind,
            Drop = drop,
            Sheet = kind == SourceKind.Excel ? fields.Text("sheet") : null,
            HeaderRow = kind == SourceKind.Excel ? fields.Whole("header_row", 1, 1_000) ?? 1 : 1,
        };
    }

    private static SourceFile Plain(YamlFields fields, string folder, string? path) => new(
        path is null ? "" : Path.GetFullPath(path.Length == 0 ? "." : path, folder), (byte)',', null, SourceEncoding.Utf8, [], fields.Flag("trim", true),
        fields.Whole("field_bytes_max", 16, 16 << 20) ?? MappingReader.FieldBytesMaxDefault);

    private static SourceFile Query(YamlFields fields, string folder, SourceKind kind)
    {
        var connection = fields.Text("connection", required: true) ?? "";
        if (connection.Length > 0 && !Name().IsMatch(connection))
        {
            fields.Error("connection", Said.Of("connection_name", $"must be the name of a connection in the configuration (Sources:Connections:NAME), but is {YamlFields.Shown(connection)}"));
        }

        var text = fields.Text(kind == SourceKind.Kafka ? "topic" : "query", required: true) ?? "";
        var incremental = kind == SourceKind.Kafka ? new IncrementalKey(SourceQuery.LandedAt, IncrementalKind.Instant, 0)
            : fields.Fields("incremental") is { } group ? Incremental(group) : null;
        return Plain(fields, folder, null) with { Kind = kind, Query = new SourceQuery(connection, text.Trim().TrimEnd(';'), incremental) };
    }

    private static IncrementalKey Incremental(YamlFields fields)
    {
        var column = fields.Text("column", required: true) ?? "";
        if (!Name().IsMatch(column))
        {
            fields.Error("column", Said.Of("key_column", $"must be the plain name of a column of the query, but is {YamlFields.Shown(column)}"));
        }

        var kind = fields.Choice("kind", "number", "number", "day", "instant", "text") switch
        {
            "day" => IncrementalKind.Day,
            "instant" => IncrementalKind.Instant,
            "text" => IncrementalKind.Text,
            _ => IncrementalKind.Number,
        };
        var overlap = fields.Whole("overlap", 0, 100_000_000) ?? 0;
        if (overlap > 0 && kind == IncrementalKind.Text)
        {
            fields.Error("overlap", Said.Of("overlap_of_text", $"cannot be counted for a text"));
        }

        fields.RefuseOthers();
        return new IncrementalKey(column, kind, overlap);
    }

    private static DropFolder Drop(YamlFields fields, string folder)
    {
        var drop = new DropFolder(
            Path.GetFullPath(fields.Text("folder", required: true) is { Length: > 0 } given ? given : ".", folder),
            fields.Text("pattern", required: true) ?? "*", fields.Text("ok_suffix") ?? ".ok");
        if (drop.Pattern.AsSpan().IndexOfAny('/', '\\') >= 0)
        {
            fields.Error("pattern", Said.Of("pattern_is_path", $"must be the name of a file with * and ?, not a path"));
        }

        if (drop.OkSuffix.Length == 0 || drop.OkSuffix.AsSpan().IndexOfAny('/', '\\') >= 0)
        {
            fields.Error("ok_suffix", Said.Of("ok_suffix", $"must be what stands behind the file's own name, such as .ok"));
        }

        fields.RefuseOthers();
        return drop;
    }

    private static SourceFile Delimited(YamlFields fields, string folder, SourceFile? like, string? path)
    {
        var encoding = fields.Text("encoding") switch
        {
            null => like?.Encoding ?? SourceEncoding.Utf8,
            "utf-8" or "utf8" => SourceEncoding.Utf8,
            "latin1" or "iso-8859-1" => SourceEncoding.Latin1,
            "gb18030" or "gbk" or "gb2312" => SourceEncoding.Gb18030,
            var other => Wrong(fields, "encoding", Said.Of("encoding", $"must be utf-8, latin1 or gb18030, but is {YamlFields.Shown(other)}"), SourceEncoding.Utf8),
        };
        var delimiter = OneByte(fields, "delimiter") ?? like?.Delimiter ?? (byte)',';
        var quote = fields.Text("quote") is "" or "none" ? null : OneByte(fields, "quote") ?? (like is null ? (byte)'"' : like.Quote);
        if (delimiter == quote || delimiter is (byte)'\n' or (byte)'\r')
        {
            fields.Error("delimiter", Said.Of("delimiter", $"must differ from the quote and from a line end"));
        }

        var names = fields.Texts("fields");
        if (!fields.Flag("header", names.Length == 0) && names.Length == 0)
        {
            fields.Error("fields", Said.Of("fields_without_header", $"must name the fields in their order where the file has no header"));
        }

        return new SourceFile(
            path is null ? "" : Path.GetFullPath(path.Length == 0 ? "." : path, folder), delimiter, quote, encoding, names, fields.Flag("trim", like?.Trim ?? true),
            fields.Whole("field_bytes_max", 16, 16 << 20) ?? like?.FieldBytesMax ?? MappingReader.FieldBytesMaxDefault);
    }

    private static T Wrong<T>(YamlFields fields, string name, Said said, T otherwise)
    {
        fields.Error(name, said);
        return otherwise;
    }

    private static byte? OneByte(YamlFields fields, string name)
    {
        var text = fields.Text(name);
        if (text is null)
        {
            return null;
        }

        text = text switch { "tab" or "\\t" => "\t", _ => text };
        return text.Length == 1 && char.IsAscii(text[0]) ? (byte)text[0] : Wrong<byte?>(fields, name, Said.Of("one_character", $"must be one ASCII character, or \"tab\""), null);
    }

    [GeneratedRegex("^[A-Za-z_][A-Za-z0-9_-]{0,63}$")]
    private static partial Regex Name();
}
