using Microsoft.EntityFrameworkCore;
using Zhike.Storage.Records;

namespace Zhike.Storage.Audit;

internal sealed class AuditModel : IRecordsModel
{
    public void Configure(ModelBuilder model)
    {
        model.Entity<AuditRow>().ToTable("audit_entries").HasKey(e => e.Sequence);
        model.Entity<AuditRow>().Property(e => e.Sequence).ValueGeneratedNever();
        model.Entity<AuditHead>().ToTable("audit_head").HasKey(h => h.Id);
        model.Entity<AuditHead>().Property(h => h.Id).ValueGeneratedNever();
    }
}

internal sealed class AuditRow
{
    public required long Sequence { get; init; }

    public required DateTimeOffset At { get; init; }

    public required string Actor { get; init; }

    public required string Action { get; init; }

    public required string Subject { get; init; }

    public required string Detail { get; init; }

    public required string PreviousHash { get; init; }

    public required string Hash { get; init; }
}

internal sealed class AuditHead
{
    public required int Id { get; init; }

    public required long Sequence { get; init; }

    public required string Hash { get; init; }
}
