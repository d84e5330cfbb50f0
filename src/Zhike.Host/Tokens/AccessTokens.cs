using Microsoft.EntityFrameworkCore;
using Zhike.Host.Options;
using Zhike.Host.SignIn;
using Zhike.Host.Staff;
using Zhike.Kernel;
using Zhike.Storage.Audit;
using Zhike.Storage.Records;

namespace Zhike.Host.Tokens;

/// <summary>Makes, finds and revokes access tokens.</summary>
public sealed class AccessTokens(IRecords records, StaffRegister staff, IAudit audit, IIds ids, WallClock wall, ZhikeOptions options)
{
    /// <summary>So that a token in a log or a repository is recognised as one.</summary>
    public const string Prefix = "zk_";

    /// <summary>The time of the last use is written at most this often.</summary>
    private static readonly TimeSpan UsedEvery = TimeSpan.FromMinutes(1);

    /// <summary>Answers the token, which is kept nowhere.</summary>
    public async Task<Result<(string Value, TokenRecord Token)>> MakeAsync(string owner, string name, TimeSpan life, string actor, CancellationToken cancel)
    {
        if (string.IsNullOrWhiteSpace(name) || name.Length > 80)
        {
            return Problem.Invalid("name", "must have 1 to 80 characters");
        }

        if (life <= TimeSpan.Zero || life > TimeSpan.FromDays(options.TokenDaysMax))
        {
            return Problem.Invalid("days", $"must lie between 1 and {options.TokenDaysMax} (Tokens:DaysMax)");
        }

        if (await staff.FindAsync(owner, cancel) is not { Active: true })
        {
            return Problem.NotFound("staff member", owner);
        }

        var value = Prefix + Secret.New();
        var token = new TokenRecord
        {
            Id = ids.Next().ToString("N"),
            Hash = Secret.Hash(value),
            Staff = owner,
            Name = name,
            CreatedAt = wall.Now,
            ExpiresAt = wall.Now + life,
        };
        await using var context = records.Open();
        context.Add(token);
        await context.SaveChangesAsync(cancel);
        await audit.RecordAsync(new AuditEntry(actor, "token_made", $"token/{token.Id}", $"\"{name}\" for {owner}"), cancel);
        return (value, token);
    }

    /// <summary>The token behind a bearer value; expired, revoked and unknown are refused each with its own code.</summary>
    public async Task<Result<TokenRecord>> FindAsync(string value, CancellationToken cancel)
    {
        var hash = Secret.Hash(value);
        await using var context = records.Open();
        var token = await context.Set<TokenRecord>().AsNoTracking().SingleOrDefaultAsync(t => t.Hash == hash, cancel);
        return token switch
        {
            null => Refused("token_unknown", "This token is not known here. Make one with: zhike token --user U"),
            { RevokedAt: not null } => Refused("token_revoked", "This token was revoked."),
            _ when token.ExpiresAt <= wall.Now => Refused("token_expired", $"This token expired on {token.ExpiresAt:yyyy-MM-dd HH:mm} UTC. Make a new one with: zhike token --user U"),
            _ => await UsedAsync(context, token, cancel),
        };
    }

    /// <summary>Those of one person, or everybody's; newest first, revoked and expired ones too.</summary>
    public async Task<IReadOnlyList<TokenRecord>> ListAsync(string? owner, CancellationToken cancel)
    {
        await using var context = records.Open();
        return await context.Set<TokenRecord>().AsNoTracking().Where(t => owner == null || t.Staff == owner).OrderByDescending(t => t.CreatedAt).Take(500).ToListAsync(cancel);
    }

    /// <summary>False when there is none of that id (or it is not <paramref name="owner"/>'s, where one is given).</summary>
    public async Task<bool> RevokeAsync(string id, string? owner, string actor, CancellationToken cancel)
    {
        await using var context = records.Open();
        var token = await context.Set<TokenRecord>().SingleOrDefaultAsync(t => t.Id == id && (owner == null || t.Staff == owner), cancel);
        if (token is null)
        {
            return false;
        }

        if (token.RevokedAt is null)
        {
            token.RevokedAt = wall.Now;
            await context.SaveChangesAsync(cancel);
            await audit.RecordAsync(new AuditEntry(actor, "token_revoked", $"token/{id}", $"\"{token.Name}\" of {token.Staff}"), cancel);
        }

        return true;
    }

    private async Task<TokenRecord> UsedAsync(RecordsContext context, TokenRecord token, CancellationToken cancel)
    {
        if (token.LastUsedAt is not { } last || wall.Now - last > UsedEvery)
        {
            await context.Set<TokenRecord>().Where(t => t.Id == token.Id).ExecuteUpdateAsync(set => set.SetProperty(t => t.LastUsedAt, wall.Now), cancel);
        }

        return token;
    }

    private static Problem Refused(string code, string message) => new(ProblemKind.Forbidden, code, message);
}
