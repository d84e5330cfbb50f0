using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Zhike.Kernel;
using Zhike.Storage.Audit;
using Zhike.Storage.Records;

namespace Zhike.Host.Staff;

/// <summary>Who works at the bank and where: reads and changes, each change in the audit trail.</summary>
public sealed class StaffRegister(IRecords records, IAudit audit, WallClock wall)
{
    /// <summary>Passwords must be at least this long.</summary>
    public const int PasswordLengthMin = 10;

    public const int ListMax = 1000;

    private static readonly PasswordHasher<string> Hasher = new();

    public async Task<StaffRecord?> FindAsync(string number, CancellationToken cancel)
    {
        await using var context = records.Open();
        return await context.Set<StaffRecord>().AsNoTracking().SingleOrDefaultAsync(s => s.Number == number, cancel);
    }

    public async Task<OrgRecord?> UnitAsync(string path, CancellationToken cancel)
    {
        await using var context = records.Open();
        return await context.Set<OrgRecord>().AsNoTracking().SingleOrDefaultAsync(o => o.Path == path, cancel);
    }

    /// <summary>Staff at or below a place, by number; the first <see cref="ListMax"/>, so a large bank searches.</summary>
    public async Task<IReadOnlyList<StaffRecord>> ListAsync(OrgPath scope, string? search, CancellationToken cancel)
    {
        await using var context = records.Open();
        var found = context.Set<StaffRecord>().AsNoTracking().Where(s => s.OrgPath.StartsWith(scope.Value));
        if (!string.IsNullOrWhiteSpace(search))
        {
            found = found.Where(s => s.Number.Contains(search) || s.NameZh.Contains(search));
        }

        return await found.OrderBy(s => s.Number).Take(ListMax).ToListAsync(cancel);
    }

    /// <summary>The tree at or below a place, parents before children.</summary>
    public async Task<IReadOnlyList<OrgRecord>> TreeAsync(OrgPath scope, CancellationToken cancel)
    {
        await using var context = records.Open();
        return await context.Set<OrgRecord>().AsNoTracking().Where(o => o.Path.StartsWith(scope.Value)).OrderBy(o => o.Path).ToListAsync(cancel);
    }

    /// <summary>How many active people work at each place.</summary>
    public async Task<IReadOnlyDictionary<string, int>> HeadcountAsync(OrgPath scope, CancellationToken cancel)
    {
        await using var context = records.Open();
        return await context.Set<StaffRecord>().Where(s => s.Active && s.OrgPath.StartsWith(scope.Value))
            .GroupBy(s => s.OrgPath).ToDictionaryAsync(g => g.Key, g => g.Count(), cancel);
    }

    public async Task SignedInAsync(string number, CancellationToken cancel)
    {
        await using var context = records.Open();
        await context.Set<StaffRecord>().Where(s => s.Number == number).ExecuteUpdateAsync(set => set.SetProperty(s => s.LastSignInAt, wall.Now), cancel);
    }

    public async Task<bool> IsEmptyAsync(CancellationToken cancel)
    {
        await using var context = records.Open();
        return !await context.Set<StaffRecord>().AnyAsync(cancel);
    }

    public async Task<Result<StaffRecord>> AddAsync(NewStaff person, string actor, CancellationToken cancel)
    {
        var errors = await CheckAsync(person, cancel);
        if (errors.Count > 0)
        {
            return Problem.Invalid(errors);
        }

        if (await FindAsync(person.Staff, cancel) is not null)
        {
            return Problem.Conflict("staff_exists", $"There is somebody with the number \"{person.Staff}\" already.");
        }

        var record = new StaffRecord
        {
            Number = person.Staff,
            NameZh = person.NameZh,
            Role = Roles.Parse(person.Role)!.Value,
            OrgPath = person.OrgPath,
            PasswordHash = Hash(person.Password),
            Active = true,
            IsDemo = false,
            CreatedAt = wall.Now,
        };
        await using var context = records.Open();
        context.Add(record);
        await context.SaveChangesAsync(cancel);
        await audit.RecordAsync(new AuditEntry(actor, "staff_added", $"staff/{record.Number}", $"{person.Role} at {record.OrgPath}"), cancel);
        return record;
    }

    /// <summary>Changes what is given. Nobody takes away their own rights, so that the bank is never left without an administrator.</summary>
    public async Task<Result<ChangedStaff>> ChangeAsync(string number, StaffChange change, string actor, CancellationToken cancel)
    {
        await using var context = records.Open();
        var record = await context.Set<StaffRecord>().SingleOrDefaultAsync(s => s.Number == number, cancel);
        if (record is null)
        {
            return Problem.NotFound("staff member", number);
        }

        var next = new NewStaff(number, change.NameZh ?? record.NameZh, change.Role ?? Roles.NameOf(record.Role), change.OrgPath ?? record.OrgPath, change.Password ?? "unchanged-password");
        var active = change.Active ?? record.Active;
        var errors = await CheckAsync(next, cancel);
        if (number == actor && Roles.Parse(next.Role) is { } own && own != record.Role)
        {
            errors.Add(new FieldError("role", "cannot be one's own to change: another administrator does it"));
        }

        if (number == actor && !active)
        {
            errors.Add(new FieldError("active", "cannot be taken from oneself: another administrator does it"));
        }

        if (errors.Count > 0)
        {
            return Problem.Invalid(errors);
        }

        if (record.Revision != change.Revision)
        {
            return Problem.Conflict("changed_meanwhile", "Somebody else changed this meanwhile. Load it again and repeat your change.");
        }

        var before = StaffState.Of(record);
        (record.NameZh, record.Role, record.OrgPath, record.Active) = (next.NameZh, Roles.Parse(next.Role)!.Value, next.OrgPath, active);
        if (change.Password is not null)
        {
            record.PasswordHash = Hash(change.Password);
        }

        var after = StaffState.Of(record);
        if (after == before && change.Password is null)
        {
            return new ChangedStaff(record, false);
        }

        await context.SaveChangesAsync(cancel);
        await audit.RecordAsync(new AuditEntry(actor, "staff_changed", $"staff/{number}", before.ChangesTo(after, change.Password is not null)), cancel);
        return new ChangedStaff(record, change.Password is not null || after with { NameZh = before.NameZh } != before);
    }

    /// <summary>Adds or updates many at once, as a demo or an HR file brings them; passwords of people who are there stay.</summary>
    public async Task<int> InstallAsync(IReadOnlyCollection<OrgRecord> units, IReadOnlyCollection<StaffRecord> people, CancellationToken cancel)
    {
        await using var context = records.Open();
        var knownUnits = await context.Set<OrgRecord>().Select(o => o.Path).ToHashSetAsync(cancel);
        var knownPeople = await context.Set<StaffRecord>().Select(s => s.Number).ToHashSetAsync(cancel);
        context.AddRange(units.Where(u => knownUnits.Add(u.Path)));
        var added = people.Where(p => knownPeople.Add(p.Number)).ToList();
        context.AddRange(added);
        await context.SaveChangesAsync(cancel);
        if (added.Count > 0)
        {
            await audit.RecordAsync(new AuditEntry("system", "staff_installed", "staff", $"{added.Count} people, {units.Count} places"), cancel);
        }

        return added.Count;
    }

    public static string Hash(string password) => Hasher.HashPassword("", password);

    /// <summary>Takes as long for somebody who does not exist as for somebody who does.</summary>
    public static bool PasswordMatches(StaffRecord? person, string password)
    {
        var hash = person is { Active: true, PasswordHash.Length: > 0 } ? person.PasswordHash : Nobody.Value;
        return Hasher.VerifyHashedPassword("", hash, password) != PasswordVerificationResult.Failed && hash != Nobody.Value;
    }

    private static readonly Lazy<string> Nobody = new(() => Hash(Convert.ToBase64String(System.Security.Cryptography.RandomNumberGenerator.GetBytes(24))));

    private async Task<List<FieldError>> CheckAsync(NewStaff person, CancellationToken cancel)
    {
        var errors = new List<FieldError>();
        if (person.Staff.Length is < 2 or > 40 || !person.Staff.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '.' or '-' or '_'))
        {
            errors.Add(new FieldError("staff", "must be 2 to 40 of a-z, 0-9, '.', '-' and '_'"));
        }

        if (string.IsNullOrWhiteSpace(person.NameZh) || person.NameZh.Length > 60)
        {
            errors.Add(new FieldError("nameZh", "must have 1 to 60 characters"));
        }

        if (Roles.Parse(person.Role) is null)
        {
            errors.Add(new FieldError("role", $"must be one of {string.Join(", ", Roles.Names)}, but is \"{person.Role}\""));
        }

        if (OrgPath.Parse(person.OrgPath, "orgPath").Problem is { } malformed)
        {
            errors.AddRange(malformed.Errors);
        }
        else if (person.OrgPath != "/hq/" && await UnitAsync(person.OrgPath, cancel) is null)
        {
            errors.Add(new FieldError("orgPath", $"names no place of the tree: \"{person.OrgPath}\""));
        }

        if (person.Password.Length is < PasswordLengthMin or > 200)
        {
            errors.Add(new FieldError("password", $"must have at least {PasswordLengthMin} characters"));
        }

        return errors;
    }
}
