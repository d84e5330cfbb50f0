using Microsoft.EntityFrameworkCore;
using Zhike.Host.Options;
using Zhike.Storage.Records;

namespace Zhike.Host.SignIn;

/// <summary>Browser sessions, kept on the server, so that ending one ends it everywhere.</summary>
public sealed class Sessions(IRecords records, WallClock wall, ZhikeOptions options)
{
    /// <summary>The time of the last request is written at most this often.</summary>
    private static readonly TimeSpan SeenEvery = TimeSpan.FromMinutes(1);

    /// <summary>Answers the cookie's value, which is kept nowhere.</summary>
    public async Task<(string Value, SessionRecord Session)> BeginAsync(string staff, string address, CancellationToken cancel)
    {
        var value = Secret.New();
        var session = new SessionRecord
        {
            Id = Secret.Hash(value),
            Staff = staff,
            Antiforgery = Secret.New(),
            Address = address,
            CreatedAt = wall.Now,
            LastSeenAt = wall.Now,
            ExpiresAt = wall.Now + options.SignIn.SessionLife,
        };
        await using var context = records.Open();
        await context.Set<SessionRecord>().Where(s => s.ExpiresAt < wall.Now).ExecuteDeleteAsync(cancel);
        context.Add(session);
        await context.SaveChangesAsync(cancel);
        return (value, session);
    }

    /// <summary>The session behind a cookie, if it is neither over nor idle for too long.</summary>
    public async Task<SessionRecord?> FindAsync(string value, CancellationToken cancel)
    {
        var id = Secret.Hash(value);
        await using var context = records.Open();
        var session = await context.Set<SessionRecord>().SingleOrDefaultAsync(s => s.Id == id, cancel);
        if (session is null || session.ExpiresAt <= wall.Now || session.LastSeenAt + options.SignIn.Idle <= wall.Now)
        {
            return null;
        }

        if (wall.Now - session.LastSeenAt > SeenEvery)
        {
            await context.Set<SessionRecord>().Where(s => s.Id == id).ExecuteUpdateAsync(set => set.SetProperty(s => s.LastSeenAt, wall.Now), cancel);
        }

        return session;
    }

    public async Task EndAsync(string sessionId, CancellationToken cancel)
    {
        await using var context = records.Open();
        await context.Set<SessionRecord>().Where(s => s.Id == sessionId).ExecuteDeleteAsync(cancel);
    }

    public async Task EndAllOfAsync(string staff, CancellationToken cancel)
    {
        await using var context = records.Open();
        await context.Set<SessionRecord>().Where(s => s.Staff == staff).ExecuteDeleteAsync(cancel);
    }
}
