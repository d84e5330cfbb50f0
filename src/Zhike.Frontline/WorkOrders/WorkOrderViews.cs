using Zhike.Frontline.Reasons;

namespace Zhike.Frontline.WorkOrders;

/// <summary>A line of a list. The customer is masked.</summary>
/// <param name="Subject">What it is about: the beginning of the selling point.</param>
/// <param name="Status">open, accepted, done, expired.</param>
public sealed record WorkOrderRow(
    string Id, long CustomerId, string CustomerNo, string CustomerName, string JourneyNameZh, string JourneyNameEn, string Subject, int Priority,
    string Status, DateOnly DueOn, string ManagerId, string ManagerName, string OutletName, DateTimeOffset OpenedAt, string? Label, long Revision);

/// <summary>Everything a customer manager needs in front of the customer, or on the phone.</summary>
/// <param name="Phone">Masked; the true one is behind a recorded look at the customer.</param>
/// <param name="Labels">What a report may say.</param>
public sealed record WorkOrderView(
    string Id, long CustomerId, string CustomerNo, string CustomerName, string? Phone, string JourneyNameZh, string JourneyNameEn, string Subject,
    string SellingPoint, string Script, int Priority, string Status, DateOnly DueOn, string ManagerId, string ManagerName, string OutletName,
    DateTimeOffset OpenedAt, string AcceptedBy, DateTimeOffset? AcceptedAt, DateTimeOffset? ReportedAt, string? Label, string? Note, long Revision,
    IReadOnlyList<Reason> Reasons, IReadOnlyList<ReportLabel> Labels);

/// <param name="Revision">As it was read; null takes the newest.</param>
public sealed record AcceptRequest(long? Revision);

/// <param name="Label">One of the closed list's keys.</param>
/// <param name="Note">At most 1,000 characters; no personal data of others.</param>
/// <param name="Revision">As it was read.</param>
public sealed record ReportRequest(string Label, string? Note, long Revision);
