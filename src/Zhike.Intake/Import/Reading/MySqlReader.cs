using System.Data.Common;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Zhike.Intake.Mapping;
using Zhike.Kernel;

namespace Zhike.Intake.Import.Reading;

/// <summary>A SELECT of a MySQL or MariaDB database, streamed inside a read-only transaction, every value in the server's text form.</summary>
internal sealed unsafe class MySqlReader(SourceQuery query, string connectionString, TimeSpan zoneOffset, string? since) : IRowReader
{
    private const uint ConnectSeconds = 15;

    /// <summary>A server that says nothing for so long is given up.</summary>
    private const uint ReadSeconds = 3_600;

    private nint _mysql;
    private nint _result;
    private bool _ended;
    private int[] _columns = [];

    public (long Done, long Total) Progress => (0, 0);

    public Task OpenAsync(IReadOnlyList<string> wanted, CancellationToken cancel) => Task.Run(() => Open(wanted), cancel);

    public ValueTask<ReadRow> NextAsync(RowFields fields, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        var row = LibMariaDb.Row(_result);
        if (row is null)
        {
            _ended = LibMariaDb.ErrorNumber(_mysql) == 0;
            return _ended ? ValueTask.FromResult(ReadRow.Ended) : throw QueryFields.Unreachable(query, Error());
        }

        var lengths = LibMariaDb.Lengths(_result);
        for (var column = 0; column < _columns.Length; column++)
        {
            if (_columns[column] >= 0 && row[column] is not null)
            {
                fields.Put(_columns[column], new ReadOnlySpan<byte>(row[column], checked((int)lengths[column])));
            }
        }

        return ValueTask.FromResult(ReadRow.Sound);
    }

    public ValueTask DisposeAsync()
    {
        // TRICKY: freeing a result that was not read to its end would read it to its end, however long, and the connection must
        // be open for it. Left in the middle, the few kilobytes of the result are given up instead.
        if (_result != 0 && _ended)
        {
            LibMariaDb.FreeResult(_result);
        }

        if (_mysql != 0)
        {
            LibMariaDb.Close(_mysql);
        }

        (_mysql, _result) = (0, 0);
        return ValueTask.CompletedTask;
    }

    private void Open(IReadOnlyList<string> wanted)
    {
        var place = Place.Parse(query, connectionString);
        try
        {
            _mysql = LibMariaDb.Init(0);
        }
        catch (DllNotFoundException)
        {
            throw QueryFields.Unreachable(query, "MariaDB's client library is not on this machine (on Debian: apt-get install libmariadb3)");
        }

        var (connect, read) = (ConnectSeconds, ReadSeconds);
        _ = LibMariaDb.Option(_mysql, LibMariaDb.OptionConnectTimeout, &connect);
        _ = LibMariaDb.Option(_mysql, LibMariaDb.OptionReadTimeout, &read);
        fixed (byte* charset = "utf8mb4\0"u8)
        {
            _ = LibMariaDb.Option(_mysql, LibMariaDb.OptionCharset, charset);
        }

        if (LibMariaDb.Connect(_mysql, place.Host, place.User, place.Password, place.Database, place.Port, null, 0) == 0)
        {
            throw QueryFields.Unreachable(query, Error());
        }

        var offset = string.Create(CultureInfo.InvariantCulture, $"{(zoneOffset < TimeSpan.Zero ? '-' : '+')}{zoneOffset:hh\\:mm}");
        Run($"SET SESSION time_zone = '{offset}'");
        Run("SET SESSION TRANSACTION READ ONLY");
        Run("START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY");
        Run(Sql());
        _result = LibMariaDb.UseResult(_mysql);
        if (_result == 0)
        {
            throw QueryFields.Refused(query, "it answers no rows: it must be a SELECT");
        }

        var names = Enumerable.Range(0, checked((int)LibMariaDb.FieldCount(_result))).Select(Name).ToList();
        _columns = QueryFields.Find(wanted, names);
    }

    private string Name(int column) => Marshal.PtrToStringUTF8((nint)(*LibMariaDb.Field(_result, (uint)column))) ?? "";

    private string Sql()
    {
        if (query.Incremental is not { } key)
        {
            return $"SELECT * FROM ({query.Text}\n) AS source";
        }

        // The value was read from this database; as bytes it cannot be anything but a value.
        var text = $"CONVERT(X'{System.Convert.ToHexString(Encoding.UTF8.GetBytes(QueryFields.Back(key, since ?? "")))}' USING utf8mb4)";
        var value = key.Kind switch
        {
            IncrementalKind.Number => $"CAST({text} AS DECIMAL(38, 6))",
            IncrementalKind.Day => $"CAST({text} AS DATE)",
            IncrementalKind.Instant => string.Create(CultureInfo.InvariantCulture, $"CAST({text} AS DATETIME(6)) - INTERVAL {key.Overlap} SECOND"),
            _ => text,
        };
        var where = since is null ? "" : $"WHERE `{key.Column}` >= {value}";
        return $"SELECT * FROM ({query.Text}\n) AS source {where} ORDER BY `{key.Column}`";
    }

    private void Run(string sql)
    {
        var bytes = Encoding.UTF8.GetBytes(sql);
        fixed (byte* pointer = bytes)
        {
            if (LibMariaDb.Query(_mysql, pointer, (nuint)bytes.Length) != 0)
            {
                throw QueryFields.Refused(query, Error());
            }
        }
    }

    private string Error() => Marshal.PtrToStringUTF8(LibMariaDb.Error(_mysql)) ?? "";

    private sealed record Place(string Host, uint Port, string User, string Password, string Database)
    {
        /// <summary>"Server=…;Port=3306;Database=…;User=…;Password=…".</summary>
        public static Place Parse(SourceQuery query, string connectionString)
        {
            try
            {
                var given = new DbConnectionStringBuilder { ConnectionString = connectionString };
                return new Place(
                    Text(given, "Server", "Host", "127.0.0.1"), uint.Parse(Text(given, "Port", "Port", "3306"), CultureInfo.InvariantCulture),
                    Text(given, "User", "Username", ""), Text(given, "Password", "Pwd", ""), Text(given, "Database", "Initial Catalog", ""));
            }
            catch (Exception malformed) when (malformed is ArgumentException or FormatException or OverflowException)
            {
                throw QueryFields.Unreachable(query, "it must look like Server=…;Port=3306;Database=…;User=…;Password=…");
            }
        }

        private static string Text(DbConnectionStringBuilder given, string name, string other, string otherwise) =>
            given.TryGetValue(name, out var value) || given.TryGetValue(other, out value) ? (string)value : otherwise;
    }
}
