namespace Zhike.Customers.Segments.Exports;

/// <param name="Version">Of the segment's members; the newest when not given.</param>
/// <param name="Columns">Keys that GET …/columns answers.</param>
/// <param name="Purpose">In words: the second person decides by it.</param>
/// <param name="Format">csv or xlsx.</param>
/// <param name="Unmasked">Personal data in full: needs the permission, and every customer counts against the quota of looks.</param>
/// <param name="Language">zh or en, of heads and words in the file.</param>
internal sealed record NewExport(
    string? Segment, ulong? Version, IReadOnlyList<string>? Columns, string? Purpose, string? Format, bool Unmasked, string? Language);

/// <param name="Revision">Of the request as it was read.</param>
internal sealed record ExportDecision(string? Note, long Revision);

/// <param name="Group">person, bank, or the dimension of a tag.</param>
/// <param name="Personal">Masked unless the export is unmasked.</param>
internal sealed record ExportColumnView(string Key, string NameZh, string NameEn, string Group, bool Personal);

/// <param name="State">requested, approved, refused, running, ready, expired or failed.</param>
/// <param name="Members">Of the requester's scope when they asked.</param>
/// <param name="Mark">Begins the trace code of every row.</param>
/// <param name="ExpiresAt">Of a request, when it lapses undecided; of a file, when it is deleted.</param>
/// <param name="MayDecide">The viewer may approve or refuse it.</param>
/// <param name="MayDownload">The viewer asked for it and its file is there.</param>
internal sealed record ExportView(
    string Id, string Mark, string Segment, string SegmentZh, string SegmentEn, ulong Version, DateOnly AsOf, IReadOnlyList<string> Columns, bool Unmasked, string Format,
    string Purpose, string OrgPath, string RequestedBy, string RequestedByName, DateTimeOffset RequestedAt, long Members, string State, string DecidedBy, string DecidedByName,
    DateTimeOffset? DecidedAt, string Note, string Message, long Rows, long Bytes, string Sha256, DateTimeOffset? EndedAt, DateTimeOffset ExpiresAt, int Downloads,
    bool MayDecide, bool MayDownload, long Revision);

/// <param name="CustomerNos">Whose row it is: of a code with its second part, and only within the viewer's scope.</param>
internal sealed record ExportTrace(ExportView Export, IReadOnlyList<string> CustomerNos);
