using System.Diagnostics;
using Microsoft.Data.Sqlite;
using Npgsql;
using Zhike.Kernel;
using Zhike.Storage.Records;

namespace Zhike.Storage.Backups;

/// <summary>A copy of the records as of one moment: SQLite copies itself; PostgreSQL's own pg_dump and pg_restore do it there.</summary>
internal sealed class RecordsCopy(RecordsConnection records)
{
    public string Kind => records.IsPostgres ? "postgresql" : "sqlite";

    public string Part => records.IsPostgres ? BackupManifest.PostgresPart : BackupManifest.SqlitePart;

    public Task WriteAsync(string file, CancellationToken cancel) => records.IsPostgres
        ? RunAsync("pg_dump", ["--format=custom", "--no-owner", "--no-privileges", $"--file={file}"], cancel)
        : CopySqliteAsync(file, cancel);

    /// <summary>Into the configured database in one transaction. For SQLite the file simply moves to its place.</summary>
    public async Task ReadPostgresAsync(string file, CancellationToken cancel)
    {
        var connection = new NpgsqlConnection(records.Text);
        await using (connection.ConfigureAwait(false))
        {
            await connection.OpenAsync(cancel).ConfigureAwait(false);
            var tables = new NpgsqlCommand("SELECT count(*) FROM information_schema.tables WHERE table_schema = current_schema()", connection);
            await using (tables.ConfigureAwait(false))
            {
                if (await tables.ExecuteScalarAsync(cancel).ConfigureAwait(false) is > 0L)
                {
                    throw new ProblemException(Problem.Conflict("records_not_empty", "The database that Records:Connection names holds tables already. Name an empty one."));
                }
            }
        }

        await RunAsync("pg_restore", ["--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges", "--dbname", Builder().Database!, file], cancel).ConfigureAwait(false);
    }

    private async Task CopySqliteAsync(string file, CancellationToken cancel)
    {
        var connection = new SqliteConnection(records.Text);
        await using (connection.ConfigureAwait(false))
        {
            await connection.OpenAsync(cancel).ConfigureAwait(false);
            var copy = connection.CreateCommand();
            await using (copy.ConfigureAwait(false))
            {
                copy.CommandText = "VACUUM INTO @file";
                copy.Parameters.AddWithValue("@file", file);
                await copy.ExecuteNonQueryAsync(cancel).ConfigureAwait(false);
            }
        }
    }

    private async Task RunAsync(string program, IEnumerable<string> arguments, CancellationToken cancel)
    {
        var builder = Builder();
        var start = new ProcessStartInfo(Find(program)) { RedirectStandardError = true };
        start.Environment["PGHOST"] = builder.Host;
        start.Environment["PGPORT"] = builder.Port.ToString(System.Globalization.CultureInfo.InvariantCulture);
        start.Environment["PGUSER"] = builder.Username;
        start.Environment["PGPASSWORD"] = builder.Password;
        start.Environment["PGDATABASE"] = builder.Database;
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        using var process = Process.Start(start)!;
        var said = await process.StandardError.ReadToEndAsync(cancel).ConfigureAwait(false);
        await process.WaitForExitAsync(cancel).ConfigureAwait(false);
        if (process.ExitCode != 0)
        {
            throw new ProblemException(new Problem(ProblemKind.Unavailable, "records_copy_failed", $"{program} ended with {process.ExitCode}: {said.Trim()}"));
        }
    }

    private NpgsqlConnectionStringBuilder Builder() => new(records.Text);

    private static string Find(string program)
    {
        var places = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Concat(Directory.Exists("/usr/lib/postgresql") ? Directory.GetDirectories("/usr/lib/postgresql").OrderDescending().Select(v => Path.Combine(v, "bin")) : []);
        return places.Select(p => Path.Combine(p, program)).FirstOrDefault(File.Exists)
            ?? throw new ProblemException(new Problem(
                ProblemKind.Unavailable, "pg_tools_missing", $"The records are in PostgreSQL, and {program} is not installed here. Install PostgreSQL's client programs (Debian: postgresql-client)."));
    }
}
