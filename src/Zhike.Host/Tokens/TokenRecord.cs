using Microsoft.EntityFrameworkCore;
using Zhike.Storage.Records;

namespace Zhike.Host.Tokens;

/// <summary>An access token for programs: it may do what its owner may do, until it expires or is revoked.</summary>
public sealed class TokenRecord
{
    public required string Id { get; init; }

    public required string Hash { get; init; }

    public required string Staff { get; init; }

    public required string Name { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    public DateTimeOffset? LastUsedAt { get; set; }

    public DateTimeOffset? RevokedAt { get; set; }
}

internal sealed class TokenModel : IRecordsModel
{
    public void Configure(ModelBuilder model) => model.Entity<TokenRecord>().ToTable("tokens").HasKey(t => t.Id);
}
