using System.Collections.Immutable;

namespace Zhike.Intake.Mapping;

/// <summary>How one file becomes rows of the standard model. Written as YAML, see docs/mapping.md.</summary>
/// <param name="Imports">When not empty, this document only lists other mappings, run in this order; the rest is unset.</param>
internal sealed record ImportMapping(
    string Name,
    string File,
    SourceFile Source,
    ImmutableArray<LookUp> LookUps,
    ImmutableArray<ImportTarget> Targets,
    BadRows BadRows,
    ImmutableArray<string> Imports);

/// <summary>Where rows come from: a file (".gz" is unpacked on the way), or a query of another database.</summary>
/// <param name="Path">Absolute; empty where no file is read, or where a watched folder names it.</param>
/// <param name="Fields">Names of the fields where the file has no header; empty where it has one.</param>
/// <param name="Trim">Spaces around a value are not part of it.</param>
internal sealed record SourceFile(
    string Path, byte Delimiter, byte? Quote, SourceEncoding Encoding, ImmutableArray<string> Fields, bool Trim, int FieldBytesMax)
{
    public SourceKind Kind { get; init; } = SourceKind.Csv;

    /// <summary>Of an Excel file; null: its first sheet.</summary>
    public string? Sheet { get; init; }

    /// <summary>Of an Excel file: the row that names the fields, counted from 1; titles above it are passed over.</summary>
    public int HeaderRow { get; init; } = 1;

    /// <summary>Of a query or a topic; null for a file.</summary>
    public SourceQuery? Query { get; init; }

    /// <summary>The file of each night is found there; null where the mapping names its file.</summary>
    public DropFolder? Drop { get; init; }

    public bool IsFile => Kind is SourceKind.Csv or SourceKind.JsonLines or SourceKind.Excel or SourceKind.Parquet;

    /// <summary>What people call it: the file's name, or the connection.</summary>
    public string Label => IsFile ? System.IO.Path.GetFileName(Path) : Query is { } query ? query.Connection : "";
}

internal enum SourceKind
{
    Csv,
    JsonLines,
    Parquet,
    Excel,
    PostgreSql,
    MySql,
    Kafka,
}

/// <summary>A question to another database, or a topic of messages.</summary>
/// <param name="Connection">Name of a connection in the configuration: no credentials stand in a mapping.</param>
/// <param name="Text">The SELECT, or the topic.</param>
/// <param name="Incremental">Read only what is new; null reads all of it each time.</param>
internal sealed record SourceQuery(string Connection, string Text, IncrementalKey? Incremental)
{
    /// <summary>The key of a topic: when a message landed. No member of a message is called so.</summary>
    public const string LandedAt = " landed_at";
}

/// <summary>A column that only grows. A run reads from the largest value of the last finished run, that value included: rows that
/// share it may have come later, and those that were there are found unchanged.</summary>
/// <param name="Overlap">Reads so much further back, for rows that were committed late: units, days or seconds.</param>
internal sealed record IncrementalKey(string Column, IncrementalKind Kind, int Overlap);

internal enum IncrementalKind
{
    Number,
    Day,
    Instant,
    Text,
}

/// <summary>A folder into which another system puts files, each announced by an empty or telling file beside it.</summary>
/// <param name="Folder">Absolute.</param>
/// <param name="Pattern">Names of files, with * and ?.</param>
/// <param name="OkSuffix">What the announcing file's name has behind the file's own.</param>
internal sealed record DropFolder(string Folder, string Pattern, string OkSuffix);

internal enum SourceEncoding
{
    Utf8,
    Latin1,
    Gb18030,
}

/// <summary>A second file, read beforehand, in which a value of a row is looked up.</summary>
/// <param name="Where">Only rows of the second file with these values count.</param>
/// <param name="Then">The value found is looked up again in this one (an earlier one).</param>
/// <param name="Pick">Which value counts when a key has several: first, min or max.</param>
internal sealed record LookUp(
    string Name, SourceFile Source, string Key, string Value, ImmutableDictionary<string, string> Where, string? Then, string Pick);

/// <summary>Which standard table the rows go to, and how each of its columns is made.</summary>
internal sealed record ImportTarget(StandardTable Table, ImmutableArray<ColumnRule> Columns, ImmutableArray<AttributeRule> Attributes, string Field);

/// <summary>How one column comes out of a row: take, look up, translate, complete, convert, in this order.</summary>
internal sealed record ColumnRule(string Column, string Field, int Line)
{
    /// <summary>Source fields; several are joined by <see cref="Separator"/>.</summary>
    public ImmutableArray<string> From { get; init; } = [];

    public string Separator { get; init; } = "|";

    public string? Constant { get; init; }

    /// <summary>Texts that mean "no value".</summary>
    public ImmutableArray<string> Missing { get; init; } = [];

    /// <summary>Only the first so many characters.</summary>
    public int? Take { get; init; }

    public string? LookUp { get; init; }

    public ImmutableDictionary<string, string>? Codes { get; init; }

    /// <summary>What a value outside the code table becomes; null refuses the row.</summary>
    public string? Otherwise { get; init; }

    /// <summary>Zeros in front up to this length.</summary>
    public int? Pad { get; init; }

    public string Prefix { get; init; } = "";

    /// <summary>A conversion of the closed list in <see cref="Conversions"/>.</summary>
    public string? As { get; init; }

    public string? Default { get; init; }

    /// <summary>Of a date.</summary>
    public string? Format { get; init; }

    /// <summary>In front of two-digit years: 19 or 20.</summary>
    public int Century { get; init; } = 19;

    /// <summary>A source field with a number of months to add to a date.</summary>
    public string? PlusMonths { get; init; }

    public bool DecimalComma { get; init; }

    public bool? Required { get; init; }

    /// <summary>The first of these that has a value; excludes all of the above but default and required.</summary>
    public ImmutableArray<ColumnRule> FirstOf { get; init; } = [];
}

/// <summary>What else the bank hands over, by name, as text.</summary>
/// <param name="Type">text, number or date: what the text must look like.</param>
internal sealed record AttributeRule(string Name, string Type, ColumnRule Rule);

/// <param name="Stop">True: the first refused row ends the import.</param>
/// <param name="Limit">More refused rows than this end the import too.</param>
internal sealed record BadRows(bool Stop, long Limit);
