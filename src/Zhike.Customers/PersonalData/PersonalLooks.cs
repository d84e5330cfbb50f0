using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Zhike.Contracts.Http;
using Zhike.Kernel;
using Zhike.Storage.Audit;
using Zhike.Storage.Records;

namespace Zhike.Customers.PersonalData;

/// <summary>One look of one member of staff at one customer's data, unmasked.</summary>
internal sealed class PersonalLook
{
    public required string Id { get; init; }

    public required string Staff { get; init; }

    public required string Role { get; init; }

    /// <summary>Of the bank's calendar.</summary>
    public required DateOnly Day { get; init; }

    /// <summary>The how-manieth of that day: two looks at once cannot both be the last.</summary>
    public required int Place { get; init; }

    public required long CustomerId { get; init; }

    public required string Purpose { get; init; }

    public required string Fields { get; init; }

    public required DateTimeOffset At { get; init; }
}

internal sealed class PersonalLooksModel : IRecordsModel
{
    public void Configure(ModelBuilder model) => model.Entity<PersonalLook>(look =>
    {
        look.ToTable("personal_looks");
        look.HasKey(l => l.Id);
    });
}

/// <param name="Used">Different customers whom they looked at today.</param>
/// <param name="RenewsAt">When a new day begins at the bank.</param>
internal sealed record QuotaView(string Staff, string Role, int Used, int PerDay, DateTimeOffset RenewsAt);

internal sealed record LookView(string Staff, string Role, string CustomerId, string Purpose, IReadOnlyList<string> Fields, DateTimeOffset At);

/// <summary>Who looked at whom, and how many more they may look at today. Looking again at somebody of the same day costs nothing.</summary>
internal sealed class PersonalLooks(IRecords records, AuditChain audit, LivePersonalRules rules, IOptions<ComplianceOptions> options, IIds ids, BankClock clock)
{
    private const int Tries = 5;

    /// <summary>Recorded in the audit trail and the quota before anything is shown; refused when the quota is used up.</summary>
    public Task<Problem?> RecordAsync(Viewer viewer, ulong customer, string purpose, IReadOnlyList<string> fields, CancellationToken cancel) =>
        RecordAsync(viewer, [customer], purpose, fields, new AuditEntry(viewer.Staff, "customer_unmasked", $"customer/{customer}", purpose), cancel);

    /// <summary>All of them or none; one line of the audit trail for all.</summary>
    public async Task<Problem?> RecordAsync(
        Viewer viewer, IReadOnlyCollection<ulong> customers, string purpose, IReadOnlyList<string> fields, AuditEntry entry, CancellationToken cancel)
    {
        var today = clock.Today();
        for (var tries = 1; ; tries++)
        {
            using var unit = records.Open();
            var looks = unit.Set<PersonalLook>().Where(l => l.Staff == viewer.Staff && l.Day == today);
            var seen = (await looks.Select(l => l.CustomerId).Distinct().ToListAsync(cancel).ConfigureAwait(false)).ToHashSet();
            if (await QuotaAsync(viewer.Role, seen.Count, customers.Count(c => !seen.Contains((long)c)), cancel).ConfigureAwait(false) is { } over)
            {
                return over;
            }

            try
            {
                using var transaction = await unit.Database.BeginTransactionAsync(cancel).ConfigureAwait(false);
                var place = await looks.CountAsync(cancel).ConfigureAwait(false);
                unit.AddRange(customers.Select(customer => new PersonalLook
                {
                    Id = ids.Next().ToString(),
                    Staff = viewer.Staff,
                    Role = viewer.Role,
                    Day = today,
                    Place = ++place,
                    CustomerId = (long)customer,
                    Purpose = purpose,
                    Fields = string.Join(',', fields),
                    At = clock.GetUtcNow(),
                }));
                await unit.SaveChangesAsync(cancel).ConfigureAwait(false);
                await audit.AppendAsync(unit, entry, cancel).ConfigureAwait(false);
                await transaction.CommitAsync(cancel).ConfigureAwait(false);
                return null;
            }
            catch (DbUpdateException) when (tries < Tries)
            {
                // Another look of theirs took this place of the day; count again.
            }
        }
    }

    /// <summary>Whether a role may look at so many more on a day on which it has looked at so many; null when it may.</summary>
    public async Task<Problem?> QuotaAsync(string role, int seen, long more, CancellationToken cancel)
    {
        var perDay = await PerDayAsync(role, cancel).ConfigureAwait(false);
        if (more == 0 || seen + more <= perDay)
        {
            return null;
        }

        var renews = clock.InstantOf(clock.Today().AddDays(1), TimeOnly.MinValue);
        var asked = more == 1 ? "" : $" This asks for {more} more.";
        return new Problem(
            ProblemKind.LimitExceeded, "unmask_quota",
            $"You have looked at the data of {seen} customers today; your role may look at {perDay} a day.{asked} It renews at {TimeZoneInfo.ConvertTime(renews, clock.Zone):yyyy-MM-dd HH:mm}.")
        { RetryAfter = renews - clock.GetUtcNow() };
    }

    public async Task<Page<LookView>> PageAsync(string staff, DateOnly? day, PageRequest page, CancellationToken cancel)
    {
        using var unit = records.Open();
        var looks = unit.Set<PersonalLook>().AsNoTracking().Where(l => (staff == "" || l.Staff == staff) && (day == null || l.Day == day));
        var total = await looks.LongCountAsync(cancel).ConfigureAwait(false);
        var rows = await looks.OrderByDescending(l => l.At).ThenBy(l => l.Id).Skip((int)page.Offset).Take(page.Size).ToListAsync(cancel).ConfigureAwait(false);
        return new Page<LookView>(
            [.. rows.Select(l => new LookView(l.Staff, l.Role, ((ulong)l.CustomerId).ToString(System.Globalization.CultureInfo.InvariantCulture), l.Purpose, l.Fields.Split(',', StringSplitOptions.RemoveEmptyEntries), l.At))],
            total);
    }

    /// <summary>Of everybody who looked at somebody today, the busiest first.</summary>
    public async Task<IReadOnlyList<QuotaView>> QuotasAsync(CancellationToken cancel)
    {
        var today = clock.Today();
        using var unit = records.Open();
        var looks = await unit.Set<PersonalLook>().AsNoTracking().Where(l => l.Day == today).Select(l => new { l.Staff, l.Role, l.CustomerId }).Distinct().ToListAsync(cancel).ConfigureAwait(false);
        var renews = clock.InstantOf(today.AddDays(1), TimeOnly.MinValue);
        var quotas = new List<QuotaView>();
        foreach (var one in looks.GroupBy(l => (l.Staff, l.Role)))
        {
            quotas.Add(new QuotaView(one.Key.Staff, one.Key.Role, one.Select(l => l.CustomerId).Distinct().Count(), await PerDayAsync(one.Key.Role, cancel).ConfigureAwait(false), renews));
        }

        return [.. quotas.OrderByDescending(q => q.Used).ThenBy(q => q.Staff, StringComparer.Ordinal)];
    }

    private async Task<int> PerDayAsync(string role, CancellationToken cancel) =>
        (await rules.FindAsync(cancel).ConfigureAwait(false)).Roles.GetValueOrDefault(role)?.UnmaskPerDay ?? options.Value.UnmaskPerDay;
}
