namespace Zhike.Storage.Audit;

/// <summary>Append-only and hash-chained: every change people make, every look at unmasked data, every sign-in.</summary>
public interface IAudit
{
    /// <summary>Durable when it returns. <paramref name="entry"/> holds no personal data: name the customer number, not the person.</summary>
    Task RecordAsync(AuditEntry entry, CancellationToken cancel);

    /// <summary>Null when every link of the chain holds, else the first broken sequence number.</summary>
    Task<long?> FirstBrokenLinkAsync(CancellationToken cancel);

    /// <summary>Newest first; <paramref name="page"/> counts from 1.</summary>
    Task<AuditPage> PageAsync(AuditFilter filter, int page, int size, CancellationToken cancel);
}

/// <param name="Actor">Staff number, or "system".</param>
/// <param name="Action">A verb in snake_case: "definition_approved", "customer_unmasked", "signed_in".</param>
/// <param name="Subject">What it was done to: "journey/first-hundred-days@3", "customer/1234".</param>
/// <param name="Detail">Short, for people.</param>
public sealed record AuditEntry(string Actor, string Action, string Subject, string Detail);

/// <summary>An entry as it stands in the trail.</summary>
public sealed record AuditLine(long Sequence, DateTimeOffset At, string Actor, string Action, string Subject, string Detail, string Hash);

/// <summary>Null asks for all.</summary>
public sealed record AuditFilter(string? Actor = null, string? Action = null, string? Subject = null);

public sealed record AuditPage(IReadOnlyList<AuditLine> Items, long Total);
