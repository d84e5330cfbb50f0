using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Globalization;
using System.Text;
using Zhike.Kernel;
using Zhike.Storage;
using Zhike.Storage.Facts;
using Zhike.Storage.Facts.Rows;
using Zhike.Storage.Migrations;

namespace Zhike.Analytics.ClickHouse;

/// <summary>Makes the database of a scope: the views that a BI tool may read, each with the scope in its text. People of one
/// scope share it. It holds no rows, so it is made again whenever the tables behind it changed.</summary>
internal sealed class ScopedViews(IFacts facts) : IDisposable
{
    private static readonly Viewer Making = Viewer.Bank("scoped views");
    private readonly ConcurrentDictionary<string, string> _made = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _one = new(1);

    public static FrozenSet<string> Names { get; } = new[]
    {
        "customers", "accounts", "holdings", "transactions", "events", "tag_values", "segment_members", "journey_steps", "contacts",
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>The database of the viewer's scope, ready to be read.</summary>
    public async Task<string> DatabaseAsync(Viewer viewer, CancellationToken cancel)
    {
        var database = $"bi_{StableHash.Word(facts.Database, viewer.Scope.Value, viewer.Manager)}";
        var schema = await SchemaAsync(cancel).ConfigureAwait(false);
        if (_made.TryGetValue(database, out var made) && made == schema)
        {
            return database;
        }

        await _one.WaitAsync(cancel).ConfigureAwait(false);
        try
        {
            await MakeAsync(database, viewer, cancel).ConfigureAwait(false);
            _made[database] = schema;
            return database;
        }
        finally
        {
            _one.Release();
        }
    }

    public void Dispose() => _one.Dispose();

    private async Task MakeAsync(string database, Viewer viewer, CancellationToken cancel)
    {
        await facts.ExecuteAsync(Making, new FactsStatement("scope database", $"CREATE DATABASE IF NOT EXISTS `{database}`"), cancel).ConfigureAwait(false);
        var text = SqlFile.Beside<ScopedViews>("ScopedViews.sql")
            .Replace("$bi", $"`{database}`", StringComparison.Ordinal)
            .Replace("$facts", $"`{facts.Database}`", StringComparison.Ordinal)
            .Replace("$org", Literal(viewer.Scope.Value), StringComparison.Ordinal)
            .Replace("$manager", Literal(viewer.Manager), StringComparison.Ordinal);
        foreach (var statement in new Migration("analytics", 1, "scoped_views", text).Statements)
        {
            await facts.ExecuteAsync(Making, new FactsStatement("scoped view", statement), cancel).ConfigureAwait(false);
        }
    }

    /// <summary>A word for the columns behind the views: a published tag adds one.</summary>
    private async Task<string> SchemaAsync(CancellationToken cancel)
    {
        var columns = new FactsStatement(
            "columns behind views",
            "SELECT toString(cityHash64(groupArray((table, name, type)))) FROM (SELECT table, name, type FROM system.columns WHERE database = {facts:String} ORDER BY table, position)")
            .With("facts", facts.Database).Within(FactsLimits.Point);
        return await facts.FirstOrNullAsync(Making, columns, (ref RowReader row) => row.Text(), cancel).ConfigureAwait(false) ?? "";
    }

    /// <summary>Every character but letters, digits and a few marks goes in as its number, so that no text ends the quotes.</summary>
    private static string Literal(string text)
    {
        var literal = new StringBuilder("'");
        foreach (var b in Encoding.UTF8.GetBytes(text))
        {
            var plain = char.IsAsciiLetterOrDigit((char)b) || b is (byte)'/' or (byte)'-' or (byte)'_' or (byte)'.';
            literal.Append(plain ? ((char)b).ToString() : string.Create(CultureInfo.InvariantCulture, $"\\x{b:x2}"));
        }

        return literal.Append('\'').ToString();
    }
}
