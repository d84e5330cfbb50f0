using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Zhike.Contracts.Intake;
using Zhike.Kernel;
using Zhike.Storage.Audit;
using Zhike.Storage.Records;

namespace Zhike.Intake.Events;

/// <summary>Sources and their write keys. Known keys are remembered for a short while, so that an event costs no look-up.</summary>
internal sealed class WriteKeys(IRecords records, IAudit audit, BankClock clock, IIds ids) : IWriteKeys
{
    /// <summary>A key revoked through another process is refused after this at the latest.</summary>
    public static readonly TimeSpan RememberedFor = TimeSpan.FromSeconds(10);

    private const int RememberedMax = 10_000;
    private const int NameMax = 60;
    private readonly ConcurrentDictionary<string, (string? Source, long Until)> _remembered = new(StringComparer.Ordinal);

    public async Task<string?> SourceOfAsync(string writeKey, CancellationToken cancel)
    {
        if (writeKey.Length is 0 or > 200)
        {
            return null;
        }

        var now = clock.GetTimestamp();
        if (_remembered.TryGetValue(writeKey, out var known) && known.Until > now)
        {
            return known.Source;
        }

        await using var context = records.Open();
        var hash = HashOf(writeKey);
        var name = await context.Set<SourceRecord>().AsNoTracking().Where(s => s.KeyHash == hash && s.RevokedAt == null).Select(s => s.Name).FirstOrDefaultAsync(cancel).ConfigureAwait(false);
        if (_remembered.Count >= RememberedMax)
        {
            _remembered.Clear();
        }

        _remembered[writeKey] = (name, now + (long)(RememberedFor.TotalSeconds * clock.TimestampFrequency));
        return name;
    }

    public async Task<IReadOnlyList<SourceView>> ListAsync(CancellationToken cancel)
    {
        await using var context = records.Open();
        return await context.Set<SourceRecord>().AsNoTracking().OrderBy(s => s.Name)
            .Select(s => new SourceView(s.Id, s.Name, s.KeyEnd, s.CreatedAt, s.CreatedBy, s.RevokedAt)).ToListAsync(cancel).ConfigureAwait(false);
    }

    public async Task InstallAsync(string source, string writeKey, CancellationToken cancel)
    {
        await using var context = records.Open();
        if (!await context.Set<SourceRecord>().AnyAsync(s => s.Name == source && s.RevokedAt == null, cancel).ConfigureAwait(false))
        {
            context.Add(Record(source, writeKey, "system"));
            await context.SaveChangesAsync(cancel).ConfigureAwait(false);
        }
    }

    /// <summary>The key is shown this once.</summary>
    public async Task<Result<NewSource>> CreateAsync(string? name, string staff, CancellationToken cancel)
    {
        name = name?.Trim() ?? "";
        if (name.Length is 0 or > NameMax || !name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-' or '_'))
        {
            return Problem.Invalid("name", $"must be 1 to {NameMax} of a-z, 0-9, '-' and '_'");
        }

        await using var context = records.Open();
        if (await context.Set<SourceRecord>().AnyAsync(s => s.Name == name && s.RevokedAt == null, cancel).ConfigureAwait(false))
        {
            return Problem.Conflict("source_exists", $"There is a source \"{name}\" already.");
        }

        var key = RandomNumberGenerator.GetString("abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789", 32);
        var record = Record(name, key, staff);
        context.Add(record);
        await context.SaveChangesAsync(cancel).ConfigureAwait(false);
        await audit.RecordAsync(new AuditEntry(staff, "source_created", $"source/{name}", ""), cancel).ConfigureAwait(false);
        _remembered.Clear();
        return new NewSource(record.Id, name, key);
    }

    public async Task<Result<SourceView>> RevokeAsync(string id, string staff, CancellationToken cancel)
    {
        await using var context = records.Open();
        var record = await context.Set<SourceRecord>().FirstOrDefaultAsync(s => s.Id == id, cancel).ConfigureAwait(false);
        if (record is null)
        {
            return Problem.NotFound("source", id);
        }

        if (record.RevokedAt is null)
        {
            record.RevokedAt = clock.GetUtcNow();
            await context.SaveChangesAsync(cancel).ConfigureAwait(false);
            await audit.RecordAsync(new AuditEntry(staff, "source_revoked", $"source/{record.Name}", ""), cancel).ConfigureAwait(false);
            _remembered.Clear();
        }

        return new SourceView(record.Id, record.Name, record.KeyEnd, record.CreatedAt, record.CreatedBy, record.RevokedAt);
    }

    private SourceRecord Record(string name, string key, string staff) => new()
    {
        Id = ids.Next().ToString("N"),
        Name = name,
        KeyHash = HashOf(key),
        KeyEnd = key[^4..],
        CreatedAt = clock.GetUtcNow(),
        CreatedBy = staff,
    };

    /// <summary>The keys are long and random, so a plain hash hides them.</summary>
    private static string HashOf(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));
}

/// <param name="KeyEnd">The key's last characters.</param>
internal sealed record SourceView(string Id, string Name, string KeyEnd, DateTimeOffset CreatedAt, string CreatedBy, DateTimeOffset? RevokedAt);

internal sealed record NewSource(string Id, string Name, string WriteKey);

internal sealed record NewSourceRequest(string? Name);
