using System.Collections.Immutable;

namespace Zhike.Contracts.Customers;

/// <summary>The one place that says whether a customer may be contacted: what they answered, and the lists they are on. Doubt means
/// no: an unknown customer, channel or purpose is refused. Addresses, caps and quiet hours are not its business.</summary>
public interface IContactGate
{
    /// <summary>For a statement over a set of customers.</summary>
    /// <param name="people">A SELECT of customer_id, or the name of a common table expression that has one.</param>
    GateSet Verdicts(ContactQuestion question, string people);

    /// <summary>For customers at hand: those who must not be contacted, and why; who is not in it may be.</summary>
    Task<IReadOnlyDictionary<ulong, GateRefusal>> RefusedAsync(ContactQuestion question, IReadOnlyCollection<ulong> customers, CancellationToken cancel);

    /// <summary>Customers about whom something was recorded, began or ended between the two instants (the second included): to look again.</summary>
    Task<IReadOnlyList<ulong>> ChangedAsync(DateTimeOffset after, DateTimeOffset until, CancellationToken cancel);
}

/// <summary>May they be contacted on this channel, for this, at this instant?</summary>
/// <param name="At">Answers and lists count as they stood then.</param>
public sealed record ContactQuestion(string Channel, ContactClass For, DateTimeOffset At);

/// <summary>What a message or a call is about; its template says so.</summary>
/// <param name="Purpose">See <see cref="Purposes"/>.</param>
/// <param name="ProductLine">Empty where nobody said: then it may be about any line.</param>
public sealed record ContactClass(string Purpose, string ProductLine)
{
    public static ContactClass Marketing { get; } = new("marketing", "");
}

/// <summary>Why not.</summary>
/// <param name="Decision">As contacts keep it: no_consent or suppressed.</param>
/// <param name="Detail">Of no_consent: never_asked, denied, withdrawn, refused_all, unknown_channel, unknown_purpose, unknown_customer;
/// of suppressed: the list.</param>
public sealed record GateRefusal(string Decision, string Detail)
{
    /// <summary>As an outbox keeps it: no_consent, suppressed:deceased, customer_unknown.</summary>
    public string Reason => Detail == "unknown_customer" ? "customer_unknown" : Decision == "suppressed" ? $"{Decision}:{Detail}" : Decision;
}

/// <summary>A SELECT of customer_id, gate_decision, gate_detail (both empty: may be contacted), one row a customer of whom anything is
/// known. Who is missing in it is refused as unknown.</summary>
/// <param name="Sql">Its parameters begin with "gate_".</param>
public sealed record GateSet(string Sql, ImmutableSortedDictionary<string, string> Parameters);
