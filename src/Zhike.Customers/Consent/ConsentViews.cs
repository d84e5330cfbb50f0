using Zhike.Contracts.Customers;
using Zhike.Customers.Suppression;

namespace Zhike.Customers.Consent;

/// <param name="Answer">granted, denied or withdrawn.</param>
/// <param name="Granted">The same in older words: true for granted, false for denied.</param>
/// <param name="Purpose">marketing unless said.</param>
/// <param name="Reason">How the customer said so; goes to the audit trail.</param>
/// <param name="Document">Name and version of the text that was answered.</param>
/// <param name="Reference">Where the evidence lies.</param>
/// <param name="DecidedAt">Now unless said; never in the future.</param>
internal sealed record ConsentRequest(
    string? Channel, bool? Granted = null, string? Reason = null, string? Purpose = null, string? Answer = null, string? Document = null,
    string? Reference = null, DateTimeOffset? DecidedAt = null)
{
    public string? Word => Answer ?? (Granted is { } granted ? granted ? "granted" : "denied" : null);
}

/// <summary>One answer with its evidence.</summary>
/// <param name="Source">Who handed it over: an import, or "staff:" and a staff number.</param>
internal sealed record AnswerView(
    string Purpose, string Channel, string Answer, DateTimeOffset DecidedAt, DateTimeOffset RecordedAt, string Source, string Document, string Reference);

/// <summary>A purpose on a channel: what was answered last, and what the gate says today.</summary>
/// <param name="Answer">Empty: was never asked.</param>
/// <param name="Refusal">Why the customer must not be contacted here: no_consent or suppressed; empty where they may be.</param>
/// <param name="Detail">The list, or never_asked, denied, withdrawn, refused_all.</param>
internal sealed record ConsentCell(string Purpose, string Channel, string Answer, DateTimeOffset? DecidedAt, string Source, string Refusal, string Detail);

internal sealed record ConsentPanel(
    IReadOnlyList<PurposeView> Purposes, IReadOnlyList<NamedValue> Channels, IReadOnlyList<ConsentCell> Cells, IReadOnlyList<AnswerView> History,
    IReadOnlyList<SuppressionView> Lists);

internal sealed record PurposeView(string Key, string NameZh, string NameEn, bool IsContact, bool NeedsConsent);
