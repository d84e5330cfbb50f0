using Microsoft.EntityFrameworkCore;
using Zhike.Storage.Records;

namespace Zhike.Intake.Import;

internal enum ImportState
{
    /// <summary>Also what a killed import leaves behind: running it again completes it.</summary>
    Running,
    Done,

    /// <summary>Ended before the file did; the message says why.</summary>
    Stopped,
    Failed,
}

internal sealed class ImportRunRecord
{
    public required string Id { get; init; }

    public required string Mapping { get; init; }

    public required string Target { get; init; }

    public required string File { get; init; }

    public required bool DryRun { get; init; }

    public required ImportState State { get; set; }

    public required DateTimeOffset StartedAt { get; init; }

    public decimal SecondsElapsed { get; set; }

    public long Rows { get; set; }

    public long Accepted { get; set; }

    public long Refused { get; set; }

    public long Unchanged { get; set; }

    public long Conflicts { get; set; }

    public string Message { get; set; } = "";

    /// <summary>The same as codes and values, see <see cref="FaultsText"/>.</summary>
    public string Faults { get; set; } = "";

    /// <summary>Absolute.</summary>
    public string MappingFile { get; init; } = "";

    public ImportCause Cause { get; init; }

    public string Note { get; init; } = "";

    /// <summary>Of an incremental source: where this run began …</summary>
    public string KeyFrom { get; init; } = "";

    /// <summary>… and where it ended.</summary>
    public string KeyTo { get; set; } = "";
}

internal sealed class ImportRefusalRecord
{
    public required string RunId { get; init; }

    public required long Number { get; init; }

    public required long Row { get; init; }

    public required string ColumnName { get; init; }

    public required string Why { get; set; }

    public string Code { get; init; } = "";

    /// <summary>A JSON list of texts.</summary>
    public string ValuesJson { get; set; } = "[]";
}

internal sealed class ImportRecordsModel : IRecordsModel
{
    public void Configure(ModelBuilder model)
    {
        model.Entity<ImportRunRecord>().ToTable("import_runs").HasKey(r => r.Id);
        model.Entity<SourceMarkRecord>().ToTable("source_marks").HasKey(m => new { m.Mapping, m.Target });
        model.Entity<ImportRefusalRecord>().ToTable("import_refusals").HasKey(r => new { r.RunId, r.Number });
    }
}
