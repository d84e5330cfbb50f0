namespace Zhike.Storage.Records;

/// <summary>The records store: what people edit, claim and approve. SQLite in the data folder by default, PostgreSQL by
/// connection string; nobody above this line can tell which.</summary>
public interface IRecords
{
    /// <summary>A unit of work; dispose it.</summary>
    RecordsContext Open();
}
