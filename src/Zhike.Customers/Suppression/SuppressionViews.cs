namespace Zhike.Customers.Suppression;

/// <param name="Channels">What a new entry gets; empty: all of them. The same holds for purposes and lines.</param>
/// <param name="Current">Of the viewer's customers, how many are on it now.</param>
internal sealed record SuppressionListView(
    string Key, string NameZh, string NameEn, string DescriptionZh, string DescriptionEn, IReadOnlyList<string> Channels, IReadOnlyList<string> Purposes,
    IReadOnlyList<string> Lines, bool HoldsErasure, long Current, long Ended);

/// <param name="EntryId">As text: it has more digits than a script's numbers.</param>
/// <param name="State">current, waiting (begins later) or ended.</param>
/// <param name="EndsAt">Null: open.</param>
internal sealed record SuppressionView(
    string EntryId, string List, string NameZh, string NameEn, string CustomerId, string CustomerNo, IReadOnlyList<string> Channels, IReadOnlyList<string> Purposes,
    IReadOnlyList<string> Lines, string State, DateTimeOffset StartsAt, DateTimeOffset? EndsAt, string Reason, string Source, string Reference,
    string RecordedBy, DateTimeOffset RecordedAt, string EndedBy, string EndedReason, bool IsDemo);

/// <param name="Channels">Null: as the list says; empty: all. The same holds for purposes and lines.</param>
/// <param name="StartsOn">Today unless said.</param>
/// <param name="EndsOn">The last day on the list; open unless said.</param>
internal sealed record SuppressionRequest(
    string? CustomerNo, string? List, IReadOnlyList<string>? Channels, IReadOnlyList<string>? Purposes, IReadOnlyList<string>? Lines, DateOnly? StartsOn,
    DateOnly? EndsOn, string? Reason, string? Reference);

internal sealed record EndRequest(string? Reason);

/// <summary>What an upload did.</summary>
/// <param name="Matched">Rows that became entries.</param>
/// <param name="AlreadyListed">Customers who were on the list already; nothing changed for them.</param>
/// <param name="Unmatched">Well-formed rows whose customer number nobody in the viewer's scope has; the first of them stand in Numbers.</param>
internal sealed record SuppressionUpload(
    long Rows, long Matched, long AlreadyListed, long Unmatched, IReadOnlyList<string> Numbers, long Bad, IReadOnlyList<BadRow> BadRows);

/// <param name="Row">As in the file, its head being row 1.</param>
internal sealed record BadRow(long Row, string Message);
