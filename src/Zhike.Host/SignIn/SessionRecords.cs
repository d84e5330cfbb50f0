using Microsoft.EntityFrameworkCore;
using Zhike.Storage.Records;

namespace Zhike.Host.SignIn;

public sealed class SessionRecord
{
    /// <summary>Hash of the cookie's value.</summary>
    public required string Id { get; init; }

    public required string Staff { get; init; }

    /// <summary>What the header X-Zhike-Antiforgery of a browser's changes must say.</summary>
    public required string Antiforgery { get; init; }

    public required string Address { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset LastSeenAt { get; set; }

    public required DateTimeOffset ExpiresAt { get; init; }
}

internal sealed class SessionModel : IRecordsModel
{
    public void Configure(ModelBuilder model) => model.Entity<SessionRecord>().ToTable("sessions").HasKey(s => s.Id);
}
