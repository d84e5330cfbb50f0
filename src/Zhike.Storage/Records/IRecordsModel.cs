using Microsoft.EntityFrameworkCore;

namespace Zhike.Storage.Records;

/// <summary>A room's part of the relational model: its tables, keys and nothing else. The tables themselves are made by the
/// room's Schema/Records/NNN_name.sql.</summary>
public interface IRecordsModel
{
    void Configure(ModelBuilder model);
}

/// <summary>Something that people edit: saving it with an outdated revision is refused, never merged silently.</summary>
public interface IRevised
{
    /// <summary>Counts up with every change; the context sets it.</summary>
    long Revision { get; set; }
}
