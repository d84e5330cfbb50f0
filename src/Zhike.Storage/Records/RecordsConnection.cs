using Microsoft.Data.Sqlite;
using Npgsql;

namespace Zhike.Storage.Records;

/// <summary>Which relational store, and how to reach it.</summary>
public sealed record RecordsConnection
{
    private RecordsConnection(string text, string? file) => (Text, File) = (text, file);

    /// <summary>The provider's own connection string; may hold a password, so it is never logged.</summary>
    public string Text { get; }

    /// <summary>SQLite's file; null on PostgreSQL.</summary>
    public string? File { get; }

    public bool IsPostgres => File is null;

    /// <exception cref="InvalidOperationException">The option is neither empty nor a PostgreSQL connection; the message names the key.</exception>
    public static RecordsConnection From(StorageOptions options) => string.IsNullOrWhiteSpace(options.RecordsConnection)
        ? Sqlite(options.RecordsFile)
        : Postgres(options.RecordsConnection);

    public static RecordsConnection Sqlite(string file) => new(
        new SqliteConnectionStringBuilder
        {
            DataSource = Path.GetFullPath(file),
            ForeignKeys = true,
            DefaultTimeout = 30,
        }.ToString(),
        Path.GetFullPath(file));

    public static RecordsConnection Postgres(string text)
    {
        try
        {
            var builder = text.StartsWith("postgres", StringComparison.OrdinalIgnoreCase) && text.Contains("://", StringComparison.Ordinal)
                ? FromUri(new Uri(text))
                : new NpgsqlConnectionStringBuilder(text);
            return string.IsNullOrEmpty(builder.Host) || string.IsNullOrEmpty(builder.Database)
                ? throw Malformed("it names no host or no database")
                : new RecordsConnection(builder.ToString(), null);
        }
        catch (Exception problem) when (problem is ArgumentException or UriFormatException or FormatException)
        {
            throw Malformed(problem.Message);
        }
    }

    private static NpgsqlConnectionStringBuilder FromUri(Uri uri)
    {
        var user = uri.UserInfo.Split(':', 2);
        var builder = new NpgsqlConnectionStringBuilder
        {
            Host = uri.Host,
            Database = uri.AbsolutePath.Trim('/'),
            Username = Uri.UnescapeDataString(user[0]),
            Password = user.Length > 1 ? Uri.UnescapeDataString(user[1]) : null,
        };
        if (uri.Port > 0)
        {
            builder.Port = uri.Port;
        }

        return builder;
    }

    private static InvalidOperationException Malformed(string why) => new(
        $"Records:Connection must be empty (SQLite in the data folder) or a PostgreSQL connection such as \"Host=db;Database=zhike;Username=zhike;Password=…\": {why}.");
}
