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
    private readonly ConcurrentDictionary<string, (LiveSource? Source, long Until)> _remembered = new(StringComparer.Ordinal);
    private (IReadOnlyList<string>? Origins, long Until) _origins = (null, long.MinValue);

    /// <summary>Null when the key is unknown or revoked.</summary>
    public async ValueTask<LiveSource?> FindAsync(string writeKey, CancellationToken cancel)
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
        var record = await context.Set<SourceRecord>().AsNoTracking().Where(s => s.KeyHash == hash && s.RevokedAt == null).FirstOrDefaultAsync(cancel).ConfigureAwait(false);
        if (_remembered.Count >= RememberedMax)
        {
            _remembered.Clear();
        }

        var source = record is null ? null : new LiveSource(record.Name, SourceFields.Origins(record.AllowedOrigins), record.EventsPerSecond, record.Burst, record.NamesCustomers);
        _remembered[writeKey] = (source, now + Until);
        return source;
    }

    /// <summary>May a browser on this page ask at all? A preflight bears no key, so a page is allowed that any source allows.</summary>
    public async Task<bool> AnyAllowsAsync(string origin, CancellationToken cancel)
    {
        var now = clock.GetTimestamp();
        var (origins, until) = _origins;
        if (origins is null || until <= now)
        {
            await using var context = records.Open();
            var texts = await context.Set<SourceRecord>().AsNoTracking().Where(s => s.RevokedAt == null).Select(s => s.AllowedOrigins).Distinct().ToListAsync(cancel).ConfigureAwait(false);
            origins = texts.Any(t => SourceFields.Origins(t).Count == 0) ? [] : [.. texts.SelectMany(SourceFields.Origins).Append("-")];
            _origins = (origins, now + Until);
        }

        return origins.Count == 0 || origins.Contains(origin, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>By its name; of a source that is gone what held last.</summary>
    public async Task<bool> NamesCustomersAsync(string source, CancellationToken cancel)
    {
        await using var context = records.Open();
        return await context.Set<SourceRecord>().AsNoTracking().Where(s => s.Name == source)
            .OrderBy(s => s.RevokedAt != null).ThenByDescending(s => s.CreatedAt).Select(s => s.NamesCustomers).FirstOrDefaultAsync(cancel).ConfigureAwait(false);
    }

    /// <summary>Of a source that is gone what held last.</summary>
    public async Task<IReadOnlyList<string>> NamingSourcesAsync(CancellationToken cancel)
    {
        await using var context = records.Open();
        var all = await context.Set<SourceRecord>().AsNoTracking().Select(s => new { s.Name, s.NamesCustomers, s.RevokedAt, s.CreatedAt }).ToListAsync(cancel).ConfigureAwait(false);
        return [.. all.GroupBy(s => s.Name).Where(g => g.OrderBy(s => s.RevokedAt != null).ThenByDescending(s => s.CreatedAt).First().NamesCustomers).Select(g => g.Key)];
    }

    public async Task<IReadOnlyList<SourceView>> ListAsync(CancellationToken cancel)
    {
        await using var context = records.Open();
        var all = await context.Set<SourceRecord>().AsNoTracking().OrderBy(s => s.Name).ToListAsync(cancel).ConfigureAwait(false);
        return [.. all.Select(SourceView.Of)];
    }

    public async Task InstallAsync(string source, string writeKey, bool namesCustomers, CancellationToken cancel)
    {
        await using var context = records.Open();
        if (!await context.Set<SourceRecord>().AnyAsync(s => s.Name == source && s.RevokedAt == null, cancel).ConfigureAwait(false))
        {
            context.Add(Record(source, writeKey, "system", namesCustomers));
            await context.SaveChangesAsync(cancel).ConfigureAwait(false);
        }
    }

    /// <summary>The key is shown this once.</summary>
    public async Task<Result<NewSource>> CreateAsync(NewSourceRequest request, string staff, CancellationToken cancel)
    {
        var name = request.Name?.Trim() ?? "";
        var errors = SourceFields.Check(request.AllowedOrigins, request.EventsPerSecond, request.Burst);
        if (!SourceFields.IsName(name))
        {
            errors.Add(new FieldError("name", $"must be 1 to {SourceFields.NameMax} of a-z, 0-9, '-' and '_'"));
        }

        if (errors.Count > 0)
        {
            return Problem.Invalid(errors);
        }

        await using var context = records.Open();
        if (await context.Set<SourceRecord>().AnyAsync(s => s.Name == name && s.RevokedAt == null, cancel).ConfigureAwait(false))
        {
            return Problem.Conflict("source_exists", $"There is a source \"{name}\" already.");
        }

        var key = RandomNumberGenerator.GetString("abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789", 32);
        var record = Record(name, key, staff, request.NamesCustomers ?? true);
        Set(record, request.AllowedOrigins, request.EventsPerSecond, request.Burst);
        context.Add(record);
        await context.SaveChangesAsync(cancel).ConfigureAwait(false);
        await audit.RecordAsync(new AuditEntry(staff, "source_created", $"source/{name}", Trust(record)), cancel).ConfigureAwait(false);
        Forget();
        return new NewSource(record.Id, name, key);
    }

    /// <summary>Changes what is given.</summary>
    public async Task<Result<SourceView>> ChangeAsync(string id, SourceChange change, string staff, CancellationToken cancel)
    {
        if (SourceFields.Check(change.AllowedOrigins, change.EventsPerSecond, change.Burst) is { Count: > 0 } errors)
        {
            return Problem.Invalid(errors);
        }

        await using var context = records.Open();
        var record = await context.Set<SourceRecord>().FirstOrDefaultAsync(s => s.Id == id, cancel).ConfigureAwait(false);
        if (record is null)
        {
            return Problem.NotFound("source", id);
        }

        if (change.Revision != record.Revision)
        {
            return Problem.Conflict("changed_meanwhile", $"Source \"{record.Name}\" was changed by somebody else meanwhile.");
        }

        Set(record, change.AllowedOrigins, change.EventsPerSecond, change.Burst);
        record.NamesCustomers = change.NamesCustomers ?? record.NamesCustomers;
        await context.SaveChangesAsync(cancel).ConfigureAwait(false);
        await audit.RecordAsync(
            new AuditEntry(staff, "source_changed", $"source/{record.Name}", $"origins {record.AllowedOrigins.Replace('\n', ' ')}; {record.EventsPerSecond} events/s, burst {record.Burst}; {Trust(record)}"), cancel).ConfigureAwait(false);
        Forget();
        return SourceView.Of(record);
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
            Forget();
        }

        return SourceView.Of(record);
    }

    private long Until => (long)(RememberedFor.TotalSeconds * clock.TimestampFrequency);

    private static void Set(SourceRecord record, IReadOnlyList<string>? origins, long? perSecond, long? burst)
    {
        record.AllowedOrigins = origins is null ? record.AllowedOrigins : SourceFields.Text(origins);
        record.EventsPerSecond = perSecond ?? record.EventsPerSecond;
        record.Burst = burst ?? record.Burst;
    }

    private static string Trust(SourceRecord record) => record.NamesCustomers ? "names customers" : "names no customers";

    private void Forget()
    {
        _remembered.Clear();
        _origins = (null, long.MinValue);
    }

    private SourceRecord Record(string name, string key, string staff, bool namesCustomers) => new()
    {
        Id = ids.Next().ToString("N"),
        Name = name,
        KeyHash = HashOf(key),
        KeyEnd = key[^4..],
        CreatedAt = clock.GetUtcNow(),
        CreatedBy = staff,
        NamesCustomers = namesCustomers,
    };

    /// <summary>The keys are long and random, so a plain hash hides them.</summary>
    private static string HashOf(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));
}
