namespace Zhike.Customers.Identity.Reading;

/// <param name="Id">The identity's number, as a text: it is too large for a script's numbers.</param>
/// <param name="Value">Masked unless the viewer may see personal data; of a hash its first characters.</param>
/// <param name="Role">key, carrier or hint; empty where the rules no longer know the kind.</param>
/// <param name="SharedSince">Of a device: when a second person was first seen on it.</param>
/// <param name="Events">Events of the customer that came by this identity.</param>
internal sealed record IdentityMember(
    string Id, string Kind, string KindZh, string KindEn, string Value, string Role, DateTimeOffset FirstSeen, DateTimeOffset? SharedSince, long Events);

/// <param name="Rules">signed_in, declared, alias, bank_file, same_number; several where it was observed in several ways.</param>
/// <param name="Decision">together, apart, or empty.</param>
internal sealed record IdentityLink(
    string A, string B, string AKind, string AValue, string BKind, string BValue, IReadOnlyList<string> Rules, IReadOnlyList<string> Sources,
    DateTimeOffset First, DateTimeOffset Last, long Times, string EventId, string Decision, string Reason, string DecidedBy);

/// <param name="A">Number of the identity, as in links.</param>
/// <param name="What">merged, held, hinted, split.</param>
/// <param name="LimitKind">Held: of which kind the person would have had too many; "customer" for two customers.</param>
internal sealed record IdentityChange(
    string Id, string A, string B, string What, string AKind, string AValue, string BKind, string BValue, string Rule, string Source, DateTimeOffset ObservedAt, string LimitKind,
    DateTimeOffset ChangedAt, string ChangedBy);

/// <summary>By what a customer is known, why, and how it came to be.</summary>
internal sealed record IdentityGraph(IReadOnlyList<IdentityMember> Identities, IReadOnlyList<IdentityLink> Links, IReadOnlyList<IdentityChange> Changes);

/// <param name="ACustomerNo">Empty where that side is no customer, or none that the viewer may see.</param>
internal sealed record IdentitySuggestion(
    string A, string B, string What, string AKind, string AValue, string BKind, string BValue, string Rule, string Source, DateTimeOffset ObservedAt, string LimitKind,
    string ACustomerNo, string BCustomerNo, string APerson, string BPerson);

internal sealed record IdentityKindFigures(string Kind, string KindZh, string KindEn, string Role, int Priority, long Identities, long OfCustomers, long Customers, long Shared);

internal sealed record IdentityRunView(
    DateTimeOffset FinishedAt, double Seconds, long Links, long Identities, long Merged, long Held, long EventsGiven, long EventsTaken);

internal sealed record IdentityFigures(IReadOnlyList<IdentityKindFigures> Kinds, IReadOnlyList<IdentityRunView> Runs);

/// <param name="A">Numbers of the two identities, as in links and suggestions.</param>
/// <param name="Decision">together, apart, or none to take an earlier word back.</param>
internal sealed record IdentityDecisionRequest(string? A, string? B, string? Decision, string? Reason);

/// <param name="Person">Whose the identity is.</param>
/// <param name="Identities">Identities of that person.</param>
/// <param name="Events">Events that came by these identities, and follow them; those under the customer's own number stay.</param>
/// <param name="OwnEvents">Those that came by this identity alone.</param>
/// <param name="CustomerNo">Empty where the person is no customer, or none that the viewer may see.</param>
internal sealed record IdentitySide(string Identity, string Person, long Identities, long Events, long OwnEvents, string CustomerNo);

/// <param name="Sides">Who remains when they become one first.</param>
internal sealed record IdentityConsequences(IReadOnlyList<IdentitySide> Sides);
