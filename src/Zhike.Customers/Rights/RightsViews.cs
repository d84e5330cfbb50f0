using Zhike.Contracts.Customers;

namespace Zhike.Customers.Rights;

/// <param name="Kind">access, correction, export, erasure or objection.</param>
/// <param name="ReceivedOn">Today unless said; the time runs from there.</param>
/// <param name="Channel">How it came: counter, call, app, letter.</param>
internal sealed record NewRequest(string? CustomerNo, string? Kind, DateOnly? ReceivedOn, string? Channel, string? Note);

/// <param name="Step">verify, start, finish, refuse or withdraw.</param>
/// <param name="Revision">Of the request as it was read.</param>
internal sealed record StepRequest(string? Step, string? Note, long Revision);

/// <summary>Null leaves a field as it is.</summary>
internal sealed record CorrectionRequest(string? Name, string? Phone, string? Email, string? IdNumber, string? Address, string? Note);

/// <param name="Purposes">Some of marketing, credit_offers, profiling, third_party.</param>
internal sealed record ObjectionRequest(IReadOnlyList<string>? Purposes, string? Note);

/// <param name="State">received, verified, working, done, refused or withdrawn.</param>
/// <param name="Overdue">Open, and the last day is over.</param>
/// <param name="DaysLeft">Calendar days to the last day; negative when it is over.</param>
internal sealed record RequestView(
    string Id, string Kind, string CustomerId, string CustomerNo, DateOnly ReceivedOn, DateOnly DueOn, bool Overdue, int DaysLeft, string Channel, string Note,
    string State, string Answer, string CreatedBy, DateTimeOffset CreatedAt, DateTimeOffset? ClosedAt, bool IsDemo, long Revision);

internal sealed record StepView(DateTimeOffset At, string Staff, string Step, string Note);

/// <param name="Steps">What may be done with it now.</param>
internal sealed record RequestDetails(RequestView Request, IReadOnlyList<StepView> History, IReadOnlyList<string> Steps, CertificateView? Certificate);

/// <param name="Hash">SHA-256 of the certificate's own words: request, customer number within the program, instant, person, tables.</param>
/// <param name="FilesCleanAt">When no file of the engine held the old rows any more; null while the engine still removes them.</param>
internal sealed record CertificateView(DateTimeOffset ErasedAt, string ErasedBy, IReadOnlyList<ErasedRows> Tables, string Hash, DateTimeOffset? FilesCleanAt);

internal sealed record RequestCounts(long Open, long DueSoon, long Overdue, long Closed, int Days, string DayKind);
