using System.Collections.Immutable;

namespace Zhike.Intake.Mapping;

internal enum ValueKind
{
    Text,
    Code,
    Day,
    LongDay,
    Instant,
    Money,
    PositiveMoney,
    Number,
    Flag,
    Path,
}

/// <summary>How rows of a table are kept when the same key comes again.</summary>
internal enum KeepStyle
{
    /// <summary>A changed row becomes a newer version.</summary>
    Versions,

    /// <summary>A row never changes; the same key with another content is a conflict.</summary>
    Log,

    /// <summary>Every answer is kept; its instant is part of the key.</summary>
    Answers,

    /// <summary>Sealed before it is stored.</summary>
    Sealed,
}

/// <param name="Default">When the source has no value; null where <paramref name="Required"/>, or where the column may be null.</param>
/// <param name="Personal">Its values never appear in a report, only their shape.</param>
internal sealed record StandardColumn(string Name, ValueKind Kind, bool Required = false, string? Default = null, bool Personal = false)
{
    /// <summary>The closed list of a code.</summary>
    public ImmutableArray<string> Codes { get; init; } = [];

    public bool Nullable { get; init; }

    /// <summary>A bank's number that is replaced by ids of ours: see <see cref="Reference"/>.</summary>
    public Reference? Reference { get; init; }

    public string SqlType => Kind switch
    {
        ValueKind.Day => Wrap("Date"),
        ValueKind.LongDay => Wrap("Date32"),
        ValueKind.Instant => Wrap("DateTime64(3, 'UTC')"),
        ValueKind.Money or ValueKind.PositiveMoney => Wrap("Decimal(18, 2)"),
        ValueKind.Number => "UInt64",
        ValueKind.Flag => "Bool",
        _ => "String",
    };

    private string Wrap(string type) => Nullable ? $"Nullable({type})" : type;
}

/// <summary>Where a bank's number is looked up among what was imported before.</summary>
/// <param name="Table">Name of the Join table that is filled for the import.</param>
/// <param name="Fill">SELECT of the key and the found columns.</param>
/// <param name="Found">Column of the Join table -> column of the target; the first source that finds a value counts.</param>
internal sealed record Reference(string Table, string Columns, string Fill, ImmutableArray<(string From, string To, string Type)> Found);

/// <summary>A table of the standard model as a target of imports.</summary>
/// <param name="Store">The table rows are written to.</param>
/// <param name="View">Where the present state is read.</param>
/// <param name="Key">Columns that tell rows apart.</param>
/// <param name="DenseId">The column of our own number, allotted for new keys; null where there is none.</param>
internal sealed record StandardTable(
    string Name, string Store, string View, ImmutableArray<string> Key, string? DenseId, KeepStyle Style, bool HasAttributes, ImmutableArray<StandardColumn> Columns)
{
    /// <summary>Of groups of columns at least one must be mapped: a holding needs an account or a customer.</summary>
    public ImmutableArray<string> NeedsOneOf { get; init; } = [];

    /// <summary>Columns that references bring, with their types.</summary>
    public IEnumerable<(string Name, string Type)> FoundColumns => Columns
        .Where(c => c.Reference is not null)
        .SelectMany(c => c.Reference!.Found.Select(f => (f.To, f.Type)))
        .Distinct();

    /// <summary>What is stored beside key numbers, version and run: columns of the row's own and those found.</summary>
    public IEnumerable<(string Name, string Type)> StoredColumns => Columns
        .Where(c => c.Reference is null || KeepsOwnText(c))
        .Select(c => (c.Name, c.SqlType))
        .Concat(FoundColumns);

    /// <summary>A number of the bank's that is stored beside what it was looked up for.</summary>
    private static bool KeepsOwnText(StandardColumn column) => column.Name is "outlet_id";
}
