using Microsoft.EntityFrameworkCore;
using Zhike.Storage.Records;

namespace Zhike.Intake.Events;

internal sealed class SourceRecord : IRevised
{
    public required string Id { get; init; }

    /// <summary>Stands beside every event that came by it.</summary>
    public required string Name { get; init; }

    public required string KeyHash { get; init; }

    public required string KeyEnd { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required string CreatedBy { get; init; }

    public DateTimeOffset? RevokedAt { get; set; }

    /// <summary>One a line: https://m.bank.example; "*" is every page.</summary>
    public string AllowedOrigins { get; set; } = "*";

    /// <summary>0: no limit of its own.</summary>
    public long EventsPerSecond { get; set; }

    /// <summary>Events that may come at once after a rest.</summary>
    public long Burst { get; set; }

    /// <summary>Its word about who a customer is counts.</summary>
    public bool NamesCustomers { get; set; } = true;

    public long Revision { get; set; }
}

internal sealed class SourceRecordsModel : IRecordsModel
{
    public void Configure(ModelBuilder model) => model.Entity<SourceRecord>().ToTable("sources").HasKey(s => s.Id);
}
