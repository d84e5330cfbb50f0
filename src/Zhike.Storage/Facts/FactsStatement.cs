using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Zhike.Storage.Facts;

/// <summary>One statement of ClickHouse SQL with its named parameters ({name:Type} in the text). The name is what logs and
/// timings show; the values never appear in either.</summary>
public sealed record FactsStatement(string Name, string Sql)
{
    /// <summary>Values in the engine's escaped text form, by parameter name.</summary>
    public ImmutableSortedDictionary<string, string> Parameters { get; init; } =
        ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    /// <summary>What it may cost; hit, the statement is refused with a clear Problem.</summary>
    public FactsLimits Limits { get; init; } = FactsLimits.Interactive;

    public FactsStatement Within(FactsLimits limits) => this with { Limits = limits };

    public FactsStatement With(string name, string value) =>
        this with { Parameters = Parameters.SetItem(name, Escape(value)) };

    public FactsStatement With(string name, ulong value) => Plain(name, value.ToString(CultureInfo.InvariantCulture));

    public FactsStatement With(string name, long value) => Plain(name, value.ToString(CultureInfo.InvariantCulture));

    public FactsStatement With(string name, decimal value) => Plain(name, value.ToString(CultureInfo.InvariantCulture));

    public FactsStatement With(string name, double value) => Plain(name, value.ToString("R", CultureInfo.InvariantCulture));

    public FactsStatement With(string name, bool value) => Plain(name, value ? "1" : "0");

    public FactsStatement With(string name, DateOnly value) => Plain(name, value.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));

    /// <summary>For {name:DateTime64(3, 'UTC')}: milliseconds are kept, the rest is cut.</summary>
    public FactsStatement With(string name, DateTimeOffset value) =>
        Plain(name, value.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture));

    /// <summary>For {name:Array(String)}.</summary>
    public FactsStatement With(string name, IEnumerable<string> values) =>
        Plain(name, $"[{string.Join(',', values.Select(v => $"'{Escape(v).Replace("'", "\\'", StringComparison.Ordinal)}'"))}]");

    /// <summary>For {name:Array(UInt64)}.</summary>
    public FactsStatement With(string name, IEnumerable<ulong> values) =>
        Plain(name, $"[{string.Join(',', values.Select(v => v.ToString(CultureInfo.InvariantCulture)))}]");

    /// <summary>Takes over parameters that another part of the program has already bound (a compiled segment, say).</summary>
    public FactsStatement WithBound(IEnumerable<KeyValuePair<string, string>> parameters) =>
        this with { Parameters = Parameters.SetItems(parameters) };

    private FactsStatement Plain(string name, string text) => this with { Parameters = Parameters.SetItem(name, text) };

    private static readonly SearchValues<char> Escaped = SearchValues.Create("\\\t\n\r\b\f\0");

    /// <summary>The engine reads parameter values as escaped TSV fields.</summary>
    private static string Escape(string value)
    {
        if (value.AsSpan().IndexOfAny(Escaped) < 0)
        {
            return value;
        }

        var escaped = new StringBuilder(value.Length + 8);
        foreach (var c in value)
        {
            escaped.Append(c switch
            {
                '\\' => "\\\\",
                '\t' => "\\t",
                '\n' => "\\n",
                '\r' => "\\r",
                '\b' => "\\b",
                '\f' => "\\f",
                '\0' => "\\0",
                _ => c.ToString(),
            });
        }

        return escaped.ToString();
    }
}

/// <summary>The budget of one statement.</summary>
/// <param name="MemoryBytesMax">The engine refuses rather than take more.</param>
/// <param name="TimeMax">The engine stops the statement after this.</param>
/// <param name="Threads">0 leaves it to the engine (all cores).</param>
public sealed record FactsLimits(long MemoryBytesMax, TimeSpan TimeMax, int Threads = 0)
{
    /// <summary>A person waits for it: 2 GiB, 30 s.</summary>
    public static FactsLimits Interactive { get; } = new(2L << 30, TimeSpan.FromSeconds(30));

    /// <summary>One customer or a small table: 512 MiB, 5 s, one thread.</summary>
    public static FactsLimits Point { get; } = new(512L << 20, TimeSpan.FromSeconds(5), 1);

    /// <summary>Nightly work, imports, replays: 8 GiB, one hour.</summary>
    public static FactsLimits Batch { get; } = new(8L << 30, TimeSpan.FromHours(1));
}

/// <summary>What a statement did.</summary>
/// <param name="RowsWritten">Rows the engine wrote; a block it dropped as a repetition may be counted.</param>
public sealed record FactsSummary(ulong RowsRead, ulong RowsWritten, TimeSpan Elapsed);
