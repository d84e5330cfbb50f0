using System.Globalization;
using Npgsql;
using NpgsqlTypes;
using Zhike.Intake.Mapping;
using Zhike.Kernel;

namespace Zhike.Intake.Import.Reading;

/// <summary>A SELECT of a PostgreSQL database, streamed inside a read-only transaction, every value in the server's own text form.</summary>
internal sealed class PostgresReader(SourceQuery query, string connectionString, string zone, string? since) : IRowReader
{
    private NpgsqlConnection? _connection;
    private NpgsqlTransaction? _transaction;
    private NpgsqlDataReader? _reader;
    private int[] _columns = [];

    public (long Done, long Total) Progress => (0, 0);

    public Task OpenAsync(IReadOnlyList<string> wanted, CancellationToken cancel) => GuardAsync(async () =>
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString)
        {
            Pooling = false,
            ApplicationName = "zhike import",
            CommandTimeout = 0,
            Timezone = zone,
            Options = "-c default_transaction_read_only=on",
        };
        _connection = new NpgsqlConnection(settings.ConnectionString);
        await _connection.OpenAsync(cancel).ConfigureAwait(false);
        _transaction = await _connection.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, cancel).ConfigureAwait(false);
        var command = new NpgsqlCommand(Sql(), _connection, _transaction) { AllResultTypesAreUnknown = true };
        await using (command.ConfigureAwait(false))
        {
            // TRICKY: a parameter without a name keeps the text from being taken apart at semicolons, so the server refuses a second
            // statement. Of no type, it takes the column's, and the column's index serves.
            command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Unknown, Value = since is null ? "" : QueryFields.Back(query.Incremental!, since) });

            _reader = await command.ExecuteReaderAsync(System.Data.CommandBehavior.SequentialAccess, cancel).ConfigureAwait(false);
        }

        _columns = QueryFields.Find(wanted, [.. Enumerable.Range(0, _reader.FieldCount).Select(i => _reader.GetName(i))]);
        return true;
    });

    public async ValueTask<ReadRow> NextAsync(RowFields fields, CancellationToken cancel) =>
        await GuardAsync(async () =>
        {
            if (!await _reader!.ReadAsync(cancel).ConfigureAwait(false))
            {
                return ReadRow.Ended;
            }

            // Sequential access: columns are taken in the query's order, each once.
            for (var column = 0; column < _columns.Length; column++)
            {
                if (_columns[column] >= 0 && !await _reader.IsDBNullAsync(column, cancel).ConfigureAwait(false))
                {
                    fields.Put(_columns[column], _reader.GetString(column));
                }
            }

            return ReadRow.Sound;
        }).ConfigureAwait(false);

    public async ValueTask DisposeAsync()
    {
        if (_reader is not null)
        {
            await _reader.DisposeAsync().ConfigureAwait(false);
        }

        if (_transaction is not null)
        {
            await _transaction.DisposeAsync().ConfigureAwait(false);
        }

        if (_connection is not null)
        {
            await _connection.DisposeAsync().ConfigureAwait(false);
        }
    }

    private string Sql()
    {
        if (query.Incremental is not { } key)
        {
            return $"SELECT * FROM ({query.Text}\n) AS source WHERE CAST($1 AS text) IS NOT NULL";
        }

        var value = key is { Kind: IncrementalKind.Instant, Overlap: > 0 }
            ? string.Create(CultureInfo.InvariantCulture, $"CAST($1 AS timestamptz) - interval '{key.Overlap} seconds'")
            : "$1";
        var where = since is null ? "WHERE CAST($1 AS text) IS NOT NULL" : $"WHERE \"{key.Column}\" >= {value}";
        return $"SELECT * FROM ({query.Text}\n) AS source {where} ORDER BY \"{key.Column}\" NULLS FIRST";
    }

    private async Task<T> GuardAsync<T>(Func<Task<T>> work)
    {
        try
        {
            return await work().ConfigureAwait(false);
        }
        catch (PostgresException refused)
        {
            throw QueryFields.Refused(query, refused.MessageText);
        }
        catch (Exception lost) when (lost is NpgsqlException or TimeoutException or System.Net.Sockets.SocketException or ArgumentException)
        {
            throw QueryFields.Unreachable(query, lost.Message);
        }
    }
}

/// <summary>What the queries of either database have in common.</summary>
internal static class QueryFields
{
    /// <summary>For each column of the query the wanted field that takes it, or -1.</summary>
    public static int[] Find(IReadOnlyList<string> wanted, IReadOnlyList<string> columns)
    {
        var missing = wanted.Where(w => !columns.Contains(w)).Distinct().ToList();
        if (missing.Count > 0)
        {
            throw new ProblemException(Problem.Invalid(missing.Select(m => FieldError.Of(m, Said.Of("no_query_column", $"is not a column of the query, which has {string.Join(", ", columns)}")))));
        }

        return [.. columns.Select(c => wanted.ToList().IndexOf(c))];
    }

    /// <summary>The value to read from: the last one, further back by the overlap. Instants go back in the database's own way.</summary>
    public static string Back(IncrementalKey key, string since) => (key.Overlap, key.Kind) switch
    {
        (> 0, IncrementalKind.Number) when decimal.TryParse(since, NumberStyles.Number, CultureInfo.InvariantCulture, out var number) =>
            (number - key.Overlap).ToString(CultureInfo.InvariantCulture),
        (> 0, IncrementalKind.Day) when DateOnly.TryParseExact(since, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) =>
            day.AddDays(-key.Overlap).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        _ => since,
    };

    public static ProblemException Refused(SourceQuery query, string message) =>
        new(Problem.Invalid("source.query", Said.Of("query_refused", $"was refused by {query.Connection}: {message}")));

    public static ProblemException Unreachable(SourceQuery query, string message) =>
        new(new Problem(ProblemKind.Unavailable, "source_unreachable", $"The connection {query.Connection} cannot be used: {message}"));
}
