using System.Collections.Immutable;
using Zhike.Contracts.Customers;

namespace Zhike.Customers.Consent;

/// <summary>One answer of one customer, as the facts keep it.</summary>
internal sealed record Answer(
    string Purpose, string Channel, bool Granted, string Word, DateTimeOffset DecidedAt, string Source, string Document, string Reference, DateTimeOffset RecordedAt);

/// <summary>One entry of one customer in a suppression list. Empty scopes mean everything; the end is excluded.</summary>
internal sealed record Suppressed(
    ulong EntryId, string List, ImmutableArray<string> Channels, ImmutableArray<string> Purposes, ImmutableArray<string> Lines,
    DateTimeOffset StartsAt, DateTimeOffset EndsAt, string Reason, string Source, string Reference, string RecordedBy, DateTimeOffset RecordedAt,
    string EndedBy, string EndedReason, bool IsDemo);

/// <summary>The rule of <see cref="IContactGate"/> for one customer in memory; Verdicts.sql says the same of a set, and a test compares them.</summary>
internal static class GateRule
{
    /// <summary>Which list is named where several forbid: the gravest.</summary>
    private static readonly ImmutableArray<string> Weights = ["erased", "deceased", "legal_hold", "complaint", "opt_out", "credit_distress", "rm_managed"];

    /// <summary>Null: may be contacted.</summary>
    public static GateRefusal? Judge(ContactQuestion question, IEnumerable<Answer> answers, IEnumerable<Suppressed> lists, bool isCustomer)
    {
        if (!IsKnownChannel(question))
        {
            return new GateRefusal("no_consent", "unknown_channel");
        }

        if (Purposes.Find(question.For.Purpose) is not { } purpose)
        {
            return new GateRefusal("no_consent", "unknown_purpose");
        }

        if (!isCustomer)
        {
            return new GateRefusal("no_consent", "unknown_customer");
        }

        if (lists.Where(l => Forbids(l, question)).OrderBy(l => Weight(l.List)).ThenBy(l => l.List, StringComparer.Ordinal).FirstOrDefault() is { } list)
        {
            return new GateRefusal("suppressed", list.List);
        }

        var about = answers.Where(a => a.Purpose == purpose.Key && a.DecidedAt <= question.At).ToList();
        var own = Newest(about.Where(a => a.Channel == question.Channel));
        var everywhere = question.Channel == Purposes.EveryChannel ? null : Newest(about.Where(a => a.Channel == Purposes.EveryChannel));
        return own is null && purpose.NeedsConsent ? new GateRefusal("no_consent", "never_asked")
            : own is { Granted: false } ? new GateRefusal("no_consent", own.Word == "withdrawn" ? "withdrawn" : "denied")
            : everywhere is { Granted: false } ? new GateRefusal("no_consent", "refused_all")
            : null;
    }

    /// <summary>Contacts go by a channel; what is no contact (profiling, sharing) is asked under "all".</summary>
    public static bool IsKnownChannel(ContactQuestion question) => Purposes.Find(question.For.Purpose) is { IsContact: false }
        ? question.Channel == Purposes.EveryChannel
        : Purposes.IsChannel(question.Channel);

    public static bool IsInForce(Suppressed entry, DateTimeOffset at) => entry.StartsAt <= at && at < entry.EndsAt;

    private static bool Forbids(Suppressed entry, ContactQuestion question) => IsInForce(entry, question.At)
        && (entry.Channels.IsEmpty || entry.Channels.Contains(question.Channel))
        && (entry.Purposes.IsEmpty || entry.Purposes.Contains(question.For.Purpose))
        && (entry.Lines.IsEmpty || question.For.ProductLine.Length == 0 || entry.Lines.Contains(question.For.ProductLine));

    /// <summary>Of two of the same instant the refusal, and of two refusals the withdrawal.</summary>
    private static Answer? Newest(IEnumerable<Answer> answers) =>
        answers.MaxBy(a => (a.DecidedAt, a.Granted ? 0 : 1, !a.Granted && a.Word == "withdrawn" ? 1 : 0));

    private static int Weight(string list) => Weights.IndexOf(list) is var place and >= 0 ? place : Weights.Length;
}
