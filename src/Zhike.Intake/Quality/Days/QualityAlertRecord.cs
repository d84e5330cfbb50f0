using Microsoft.EntityFrameworkCore;
using Zhike.Storage.Records;

namespace Zhike.Intake.Quality.Days;

internal enum AlertState
{
    Open,

    /// <summary>Somebody looks after it.</summary>
    Acknowledged,

    /// <summary>By a person, or because the measure came back within its limit.</summary>
    Closed,
}

internal enum QualityMeasure
{
    VolumeLow,
    VolumeHigh,
    Violations,
    Late,
    Duplicates,
    Skewed,

    /// <summary>Events that nobody planned.</summary>
    Unknown,
}

internal sealed class QualityAlertRecord : IRevised
{
    public required string Id { get; init; }

    public required DateOnly Day { get; init; }

    public required string Source { get; init; }

    /// <summary>Empty where the measure is the source's.</summary>
    public required string Event { get; init; }

    public required QualityMeasure Measure { get; init; }

    /// <summary>A share, or a volume; the latest while it was beyond the limit.</summary>
    public required decimal Value { get; set; }

    public required decimal LimitAt { get; init; }

    public decimal? Expected { get; set; }

    public required long Events { get; set; }

    public required AlertState State { get; set; }

    public required DateTimeOffset OpenedAt { get; init; }

    public required DateTimeOffset ChangedAt { get; set; }

    public required string ChangedBy { get; set; }

    public required string Note { get; set; }

    public long Revision { get; set; }
}

internal sealed class QualityAlertsModel : IRecordsModel
{
    public void Configure(ModelBuilder model) => model.Entity<QualityAlertRecord>().ToTable("quality_alerts").HasKey(a => a.Id);
}
