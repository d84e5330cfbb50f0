using Microsoft.EntityFrameworkCore;

namespace Zhike.Storage.Records;

/// <summary>What deleted rows leave behind in files.</summary>
public static class RecordsTraces
{
    /// <summary>SQLite overwrites what is deleted (secure_delete); this moves the journal into the file and empties it, so that nothing
    /// deleted stands in either. PostgreSQL keeps its own files; there it is the business of its VACUUM and its log's retention.</summary>
    public static async Task EmptyJournalAsync(this IRecords records, CancellationToken cancel)
    {
        using var unit = records.Open();
        if (unit.Database.IsSqlite())
        {
            await unit.Database.ExecuteSqlRawAsync("PRAGMA wal_checkpoint(TRUNCATE)", cancel).ConfigureAwait(false);
        }
    }
}
