using Zhike.Customers.Tags.Definitions;
using Zhike.Kernel;
using Zhike.Storage.Facts;
using Zhike.Storage.Facts.Rows;

namespace Zhike.Customers.Tags.Running;

/// <summary>Keeps a column in tag_values for every tag. Columns are added, never changed or dropped: old dates keep what they had.</summary>
internal sealed class TagColumns(IFacts facts)
{
    private static readonly Viewer Publishing = Viewer.Bank("tag columns");

    public const string Nightly = "tag_values";

    public const string Live = "tag_values_live";

    /// <summary>Name and engine type of every column that is there.</summary>
    public async Task<IReadOnlyDictionary<string, string>> ReadAsync(CancellationToken cancel, string table = Nightly)
    {
        var columns = await facts.ListAsync(
            Publishing,
            new FactsStatement("tag columns", "SELECT name, type FROM system.columns WHERE database = currentDatabase() AND table = {table:String}").With("table", table),
            (ref RowReader row) => (Name: row.Text(), Type: row.Text()),
            cancel).ConfigureAwait(false);
        return columns.ToDictionary(c => c.Name, c => c.Type);
    }

    public async Task EnsureAsync(IEnumerable<TagDefinition> tags, CancellationToken cancel, string table = Nightly)
    {
        var there = await ReadAsync(cancel, table).ConfigureAwait(false);
        var missing = tags.Where(t => !there.ContainsKey(t.Key)).Select(t => $"ADD COLUMN IF NOT EXISTS `{t.Key}` {t.EngineType}").ToList();
        if (missing.Count > 0)
        {
            await facts.ExecuteAsync(Publishing, new FactsStatement("add tag columns", $"ALTER TABLE {table} {string.Join(", ", missing)}"), cancel).ConfigureAwait(false);
        }
    }
}
