using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;

namespace Zhike.Storage.Migrations;

public enum MigrationStore
{
    Facts,
    Records,
}

/// <summary>One numbered step of a room's schema. It is applied once, recorded, and never changed after a release.</summary>
public sealed record Migration(string Room, int Number, string Name, string Sql)
{
    /// <summary>"journeys/001_steps": what the store's table of applied migrations holds.</summary>
    public string Id => string.Create(CultureInfo.InvariantCulture, $"{Room}/{Number:000}_{Name}");

    /// <summary>The statements, each without its semicolon; comments stay with the statement that follows them.</summary>
    public IEnumerable<string> Statements => Sql.Split(";\n", StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
        .Select(s => s.TrimEnd(';'))
        .Where(s => s.Split('\n').Any(line => line.Trim() is { Length: > 0 } text && !text.StartsWith("--", StringComparison.Ordinal)));
}

/// <summary>Finds a room's migrations: the files Schema/Facts/NNN_name.sql and Schema/Records/NNN_name.sql in its assembly, by number, those of
/// one number by name. Where several bear a number (work side by side makes them), none needs what another of it makes. The ledger holds names
/// ("customers/031_tag_statistics"), so one that comes later is applied to old data too, and none is renumbered once it was applied anywhere.</summary>
public static partial class MigrationFiles
{
    public static IReadOnlyList<Migration> In(Assembly room, MigrationStore store) =>
    [
        .. room.GetManifestResourceNames()
            .Select(resource => (resource, match: Name().Match(resource)))
            .Where(r => r.match.Success && r.match.Groups["store"].Value == store.ToString())
            .Select(r => new Migration(
                room.GetName().Name!.Replace("Zhike.", "", StringComparison.Ordinal).ToLowerInvariant(),
                int.Parse(r.match.Groups["number"].Value, CultureInfo.InvariantCulture),
                r.match.Groups["name"].Value,
                Read(room, r.resource)))
            .OrderBy(m => m.Number).ThenBy(m => m.Name, StringComparer.Ordinal),
    ];

    private static string Read(Assembly room, string resource)
    {
        using var reader = new StreamReader(room.GetManifestResourceStream(resource)!);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }

    [GeneratedRegex(@"\.Schema\.(?<store>Facts|Records)\._?(?<number>\d{3})_(?<name>\w+)\.sql$")]
    private static partial Regex Name();
}
