using Microsoft.EntityFrameworkCore;
using Zhike.Storage.Records;

namespace Zhike.Intake.Sources;

/// <summary>When a source runs by itself.</summary>
internal sealed class SourceScheduleRecord : IRevised
{
    /// <summary>Relative to the folder of sources.</summary>
    public required string MappingFile { get; init; }

    /// <summary>Empty: a watched folder is looked into all the time.</summary>
    public required string Cron { get; set; }

    public required bool Enabled { get; set; }

    public DateTimeOffset? NextAt { get; set; }

    public DateTimeOffset? LastAt { get; set; }

    public string LastOutcome { get; set; } = "";

    public required string ChangedBy { get; set; }

    public required DateTimeOffset ChangedAt { get; set; }

    public long Revision { get; set; }
}

internal enum SourceFileState
{
    /// <summary>Also what a killed import leaves behind: it is taken again.</summary>
    Taken,
    Done,
    Refused,
}

/// <summary>A file that came through a watched folder.</summary>
internal sealed class SourceFileRecord
{
    public required string Id { get; init; }

    public required string MappingFile { get; init; }

    public required string Name { get; init; }

    public required long Bytes { get; init; }

    /// <summary>SHA-256, hexadecimal.</summary>
    public required string Checksum { get; init; }

    public required SourceFileState State { get; set; }

    public string Why { get; set; } = "";

    /// <summary>The same as codes and values, see <see cref="Import.FaultsText"/>.</summary>
    public string Faults { get; set; } = "";

    /// <summary>Joined by spaces.</summary>
    public string RunIds { get; set; } = "";

    public required DateTimeOffset TakenAt { get; set; }

    public DateTimeOffset? EndedAt { get; set; }
}

internal sealed class ScheduleRecordsModel : IRecordsModel
{
    public void Configure(ModelBuilder model)
    {
        model.Entity<SourceScheduleRecord>().ToTable("source_schedules").HasKey(s => s.MappingFile);
        model.Entity<SourceFileRecord>().ToTable("source_files").HasKey(f => f.Id);
    }
}
