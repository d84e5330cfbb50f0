using System.Runtime.CompilerServices;
using System.Text;
using Zhike.Storage.Facts.Rows;

namespace Zhike.Storage.Facts.Embedded;

/// <summary>A connection of its own for statements that somebody else wrote: the engine itself refuses, until the connection
/// is closed, to write, to change a setting and to leave its limits. Errors come as <see cref="FactsException"/> with the
/// engine's number, limits hit included. What such a statement may see is not decided here.</summary>
public sealed class ReadOnlySession : IDisposable
{
    private readonly EmbeddedEngine _engine;
    private readonly EngineConnection _connection;
    private readonly string _tag;

    private ReadOnlySession(EmbeddedEngine engine, EngineConnection connection, string tag) =>
        (_engine, _connection, _tag) = (engine, connection, tag);

    /// <param name="database">What unqualified table names mean.</param>
    /// <param name="settings">Set before the connection becomes read-only; the caller has checked that they are harmless.</param>
    /// <param name="resultBytesMax">The answer may not be larger.</param>
    public static async Task<ReadOnlySession> OpenAsync(
        EmbeddedEngine engine, string database, FactsLimits limits, long resultBytesMax, IReadOnlyCollection<KeyValuePair<string, string>> settings) => await EngineThreads.RunAsync(() =>
    {
        var connection = engine.Connect();
        try
        {
            EngineStatement.Set(connection, $"USE `{FactsNames.Checked(database)}`");
            EngineStatement.Limit(connection, limits);
            foreach (var (name, value) in settings)
            {
                Raw(connection, new FactsStatement("setting", $"SET {FactsNames.Checked(name)} = '{Quotable(value)}'")).Run(CancellationToken.None);
            }

            EngineStatement.Set(connection, $"SET max_result_bytes = {resultBytesMax}, result_overflow_mode = 'throw', allow_ddl = 0, allow_introspection_functions = 0, readonly = 1");
            return new ReadOnlySession(engine, connection, EngineStatement.NewTag(database));
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }).ConfigureAwait(false);

    /// <summary>By the engine's own parser: it is one statement, and one that only reads.</summary>
    public bool OnlyReads(string sql) => _connection.Classify(sql) is (1, 0, _);

    /// <summary>The lines of a small answer.</summary>
    public async Task<string[]> LinesAsync(FactsStatement statement, CancellationToken cancel)
    {
        var (bytes, _) = await WholeAsync(statement, "TabSeparatedRaw", cancel).ConfigureAwait(false);
        return Encoding.UTF8.GetString(bytes).Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    public async Task<(byte[] Bytes, FactsSummary Summary)> WholeAsync(FactsStatement statement, string format, CancellationToken cancel)
    {
        var run = Of(statement);
        using var killer = run.KillOnCancel(_engine, cancel);
        return await EngineThreads.RunAsync(() => run.Whole(format, cancel)).ConfigureAwait(false);
    }

    /// <summary>Whether <see cref="ChunksAsync"/> can answer in this format; any other must be read whole.</summary>
    public static bool Streams(string format) =>
        format == "RowBinaryWithNamesAndTypes" || EngineStatement.StreamedFormats.Contains(format);

    /// <summary>The answer to a SELECT as it is made, with its header once.</summary>
    public async IAsyncEnumerable<ReadOnlyMemory<byte>> ChunksAsync(FactsStatement statement, string format, [EnumeratorCancellation] CancellationToken cancel)
    {
        var run = Of(statement);
        using var killer = run.KillOnCancel(_engine, cancel);
        var first = true;
        await foreach (var chunk in run.ChunksAsync(format, cancel).ConfigureAwait(false))
        {
            yield return first || format != "RowBinaryWithNamesAndTypes" ? chunk : chunk[RowStream.HeaderLength(chunk.Span)..];
            first = false;
        }
    }

    public void Dispose() => _connection.Dispose();

    private EngineStatement Of(FactsStatement statement) => Raw(_connection, statement) with { Tag = _tag };

    private static EngineStatement Raw(EngineConnection connection, FactsStatement statement) =>
        new(connection, statement, "session", (failed, error) => new FactsException(failed.Name, FactsErrors.CodeOf(error), FactsErrors.FirstLine(error)));

    private static string Quotable(string value) => value.Any(c => c is '\'' or '\\' || char.IsControl(c))
        ? throw new ArgumentException("A setting's value may hold no quote, backslash or control character.")
        : value;
}
