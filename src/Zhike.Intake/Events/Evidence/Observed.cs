namespace Zhike.Intake.Events.Evidence;

/// <summary>That two identities were seen together: a row of identity_evidence to be.</summary>
/// <param name="AKind">The kind "user_id" becomes "customer_no" where the value is a customer's number.</param>
/// <param name="BKind">Empty for what an alias names: an earlier user id where it is known as one, else an anonymous id.</param>
/// <param name="Rule">One of <see cref="EvidenceRules"/>.</param>
internal readonly record struct Observed(string AKind, string AValue, string BKind, string BValue, string Rule, Guid EventId, DateTimeOffset At);

/// <summary>How it is known.</summary>
internal static class EvidenceRules
{
    public const string SignedIn = "signed_in";
    public const string Alias = "alias";
    public const string Declared = "declared";

    /// <summary>Said by a source that names no customers: joins people only where the bank's rules trust that source by name.</summary>
    public const string Claimed = "claimed";
}

/// <summary>What somebody says of themselves in an identify call, in plain text; lives until it is hashed, a moment later.</summary>
/// <param name="Subject">Who said it.</param>
internal readonly record struct DeclaredTrait(IdentityKey Subject, DeclaredKind Kind, string Plain, Guid EventId, DateTimeOffset At);

internal enum DeclaredKind : byte
{
    CustomerNo,
    Phone,
    Email,
    IdNumber,
    Card,
    OpenId,
    WecomId,
}
