using System.Security.Cryptography;
using Zhike.Host.Bank;
using Zhike.Host.Options;
using Zhike.Host.Staff;
using Zhike.Kernel;

namespace Zhike.Host.Setup;

/// <summary>The demo bank's tree and people, from org.csv and staff.csv, and their one password.</summary>
public static class DemoPeople
{
    /// <summary>For a demo that only this machine can reach; any other gets a random one.</summary>
    public const string LocalPassword = "zhike-demo";

    private const string PasswordKey = "demo_password";

    /// <summary>One of each role, for the sign-in page and the terminal.</summary>
    private static readonly string[] Shown = ["wang.lan", "li.wei", "admin", "auditor", "zhao.he"];

    public static async Task<string> InstallAsync(string folder, StaffRegister register, BankState state, WallClock wall, ZhikeOptions options, CancellationToken cancel)
    {
        var password = await state.FindAsync(PasswordKey, cancel);
        if (password is null)
        {
            password = options.IsLoopback ? LocalPassword : RandomNumberGenerator.GetHexString(12, lowercase: true);
            await state.SetAsync(PasswordKey, password, cancel);
        }

        // One hash for all: they share the password, and two hundred hashes would take seconds.
        var hash = StaffRegister.Hash(password);
        var units = CsvRows.Read(Path.Combine(folder, "org.csv"), "path", "kind", "name_zh", "outlet_id").Select(row => new OrgRecord
        {
            Path = OrgPath.Parse(row["path"], "path").OrThrow().Value,
            Name = row["name_zh"],
            Kind = row["kind"] switch { "head_office" => OrgKind.HeadOffice, "branch" => OrgKind.Branch, _ => OrgKind.Outlet },
            OutletId = row["outlet_id"],
        }).ToList();
        var people = CsvRows.Read(Path.Combine(folder, "staff.csv"), "staff", "name_zh", "role", "org_path").Select(row => new StaffRecord
        {
            Number = row["staff"],
            NameZh = row["name_zh"],
            Role = Roles.Parse(row["role"]) ?? throw new ProblemException(Problem.Invalid("role", $"of {row["staff"]} must be one of {string.Join(", ", Roles.Names)}")),
            OrgPath = OrgPath.Parse(row["org_path"], "org_path").OrThrow().Value,
            PasswordHash = hash,
            Active = true,
            IsDemo = true,
            CreatedAt = wall.Now,
        }).ToList();
        await register.InstallAsync(units, people, cancel);
        return $"{people.Count} people at {units.Count} places";
    }

    /// <summary>Whom a visitor may be, with the password; empty when the demo's people are not there yet.</summary>
    public static async Task<IReadOnlyList<DemoSignIn>> SignInsAsync(StaffRegister register, BankState state, CancellationToken cancel)
    {
        if (await state.FindAsync(PasswordKey, cancel) is not { } password)
        {
            return [];
        }

        var people = (await register.ListAsync(OrgPath.Root, null, cancel)).Where(s => s is { IsDemo: true, Active: true }).ToList();
        var heads = new[] { Role.BranchManager, Role.OutletManager, Role.CustomerManager }
            .Select(role => people.Where(s => s.Role == role).OrderBy(s => s.OrgPath, StringComparer.Ordinal).ThenBy(s => s.Number, StringComparer.Ordinal).FirstOrDefault(s => s.OrgPath.StartsWith("/hq/prague/", StringComparison.Ordinal)));
        return [.. Shown.Select(n => people.Find(s => s.Number == n)).Concat(heads).OfType<StaffRecord>()
            .Select(s => new DemoSignIn(s.Number, s.NameZh, Roles.NameOf(s.Role), password))];
    }
}

/// <summary>A person whom a visitor of the demo may be.</summary>
public sealed record DemoSignIn(string User, string NameZh, string Role, string Password);
