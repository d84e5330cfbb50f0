namespace Zhike.Storage.Audit;

/// <summary>Append-only and hash-chained: every change people make, every look at unmasked data, every sign-in.</summary>
public interface IAudit
{
    /// <summary>Durable when it returns. <paramref name="detail"/> holds no personal data: name the customer number, not the person.</summary>
    Task RecordAsync(AuditEntry entry, CancellationToken cancel);

    /// <summary>Null when every link of the chain holds, else the first broken sequence number.</summary>
    Task<long?> FirstBrokenLinkAsync(CancellationToken cancel);
}

/// <param name="Actor">Staff number, or "system".</param>
/// <param name="Action">A verb in snake_case: "definition_approved", "customer_unmasked", "signed_in".</param>
/// <param name="Subject">What it was done to: "journey/first-hundred-days@3", "customer/1234".</param>
/// <param name="Detail">Short, for people.</param>
public sealed record AuditEntry(string Actor, string Action, string Subject, string Detail);
