namespace Zhike.Intake.Events.Evidence;

/// <summary>The kinds of identities that events name; catalog/identity says what each is worth.</summary>
internal static class IdentityKinds
{
    public const string CustomerNo = "customer_no";
    public const string UserId = "user_id";
    public const string AnonymousId = "anonymous_id";
    public const string Device = "device";

    /// <summary>A user id from a source that names no customers: the same as a user id, but never a customer's number. Only asked for, not written.</summary>
    public const string ClaimedUser = "claimed_user";
}

/// <summary>By what an event knows whose it is.</summary>
internal readonly record struct IdentityKey(string Kind, string Value)
{
    /// <summary>A user who signed in says whose the event is, whoever used the device before; an anonymous id goes before a device.
    /// The identity run gives history by the same order.</summary>
    public static IdentityKey Of(string userId, string anonymousId, string deviceId) =>
        userId.Length > 0 ? new IdentityKey(IdentityKinds.UserId, userId)
        : anonymousId.Length > 0 ? new IdentityKey(IdentityKinds.AnonymousId, anonymousId)
        : deviceId.Length > 0 ? new IdentityKey(IdentityKinds.Device, deviceId)
        : default;

    /// <summary>As it is looked up for a source.</summary>
    public IdentityKey By(bool namesCustomers) => !namesCustomers && Kind == IdentityKinds.UserId ? this with { Kind = IdentityKinds.ClaimedUser } : this;

    /// <summary>For this process's memory.</summary>
    public ulong Hash() => UserHash.Of(Kind, Value);
}
