using Microsoft.EntityFrameworkCore;
using Zhike.Storage.Records;

namespace Zhike.Host.Staff;

/// <summary>One person who may sign in.</summary>
public sealed class StaffRecord : IRevised
{
    public required string Number { get; init; }

    public required string NameZh { get; set; }

    public required Role Role { get; set; }

    public required string OrgPath { get; set; }

    public required string PasswordHash { get; set; }

    public required bool Active { get; set; }

    public required bool IsDemo { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? LastSignInAt { get; set; }

    public long Revision { get; set; }
}

public enum OrgKind
{
    HeadOffice,
    Branch,
    Outlet,
}

/// <summary>One place of the bank's tree.</summary>
public sealed class OrgRecord : IRevised
{
    public required string Path { get; init; }

    public required string Name { get; set; }

    public required OrgKind Kind { get; set; }

    public required string OutletId { get; set; }

    public long Revision { get; set; }
}

internal sealed class StaffModel : IRecordsModel
{
    public void Configure(ModelBuilder model)
    {
        model.Entity<StaffRecord>().ToTable("staff").HasKey(s => s.Number);
        model.Entity<OrgRecord>().ToTable("org_units").HasKey(o => o.Path);
    }
}
