namespace Zhike.Storage;

/// <summary>Where the two stores live.</summary>
public sealed record StorageOptions
{
    /// <summary>Holds facts/ (the engine's files) and records.db, whichever of the two is not elsewhere.</summary>
    public required string DataFolder { get; init; }

    /// <summary>Records:Connection. Null or empty: SQLite in the data folder. Else PostgreSQL, as "Host=…;Database=…" or
    /// "postgresql://user:password@host/database".</summary>
    public string? RecordsConnection { get; init; }

    /// <summary>Facts:Connection. Null or empty: the engine in this process. Else a ClickHouse server,
    /// "https://user:password@host:8443/database".</summary>
    public string? FactsConnection { get; init; }

    /// <summary>Facts:LibraryPath: the engine's library, where it is not in one of the usual places.</summary>
    public string? LibraryPath { get; init; }

    /// <summary>The engine's database in this process; a server's stands in its connection.</summary>
    public string FactsDatabase { get; init; } = "zhike";

    /// <summary>Facts:Connections: how many statements may run at once; more wait their turn.</summary>
    public int FactsConnections { get; init; } = 8;

    /// <summary>Keys:Folder: the key of the personal data and those that seal waiting messages. Null or empty: keys/ in the data
    /// folder; a bank keeps it apart, so that whoever copies the data has no names.</summary>
    public string? Keys { get; init; }

    public string KeysFolder => string.IsNullOrEmpty(Keys) ? Path.Combine(DataFolder, "keys") : Path.GetFullPath(Keys);

    /// <summary>Disk:ReserveMiB, in bytes: with less room than this on the data folder's disk nothing more is written; 0 for none.</summary>
    public long DiskReserveBytes { get; init; }

    public string FactsFolder => Path.Combine(DataFolder, "facts");

    public string RecordsFile => Path.Combine(DataFolder, "records.db");
}
