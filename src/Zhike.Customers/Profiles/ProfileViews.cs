namespace Zhike.Customers.Profiles;

/// <param name="Name">Masked.</param>
/// <param name="Tags">A few that say most; the portrait has all.</param>
internal sealed record CustomerRow(
    ulong CustomerId, string CustomerNo, string Name, string Gender, long? Age, DateOnly OpenedOn, string OutletName, string ManagerName,
    decimal? Balance, IReadOnlyList<TagChip> Tags);

/// <summary>One tag beside a customer in a list.</summary>
/// <param name="ValueZh">The value in words; of a flag, which is only shown when it holds, the tag's own name.</param>
internal sealed record TagChip(string Key, string NameZh, string NameEn, object? Value, string ValueZh, string ValueEn);

/// <param name="Balance">Of all accounts the customer owns, at the business date.</param>
/// <param name="IsDemo">Some of it was invented.</param>
internal sealed record CustomerView(
    ulong CustomerId, string CustomerNo, string Name, string? Phone, string? Email, string? IdNumber, string? Address, string Gender, DateOnly? BirthDate,
    long? Age, DateOnly OpenedOn, string OutletId, string OutletName, string OrgPath, string ManagerId, string ManagerName, decimal? Balance, bool IsDemo,
    IReadOnlyDictionary<string, string> Attributes);

internal sealed record AccountView(
    ulong AccountId, string AccountNo, string ProductId, string ProductName, string ProductNameEn, string Role, DateOnly OpenedOn, DateOnly? ClosedOn, decimal? Balance);

internal sealed record HoldingView(
    string HoldingNo, string Kind, string ProductId, string ProductName, string ProductNameEn, DateOnly? OpenedOn, DateOnly? ClosedOn, DateOnly? MaturesOn,
    decimal Amount, IReadOnlyDictionary<string, string> Attributes);

/// <summary>A kind of product that the bank offers.</summary>
internal sealed record ShelfKind(string Kind, bool IsHeld, IReadOnlyList<ShelfProduct> Products);

/// <param name="RiskLevel">R1 to R5; empty where it has none.</param>
internal sealed record ShelfProduct(string ProductId, string NameZh, string NameEn, string RiskLevel, bool IsHeld);

/// <param name="AsOf">Null when no tags have been computed yet.</param>
internal sealed record CustomerTags(DateOnly? AsOf, IReadOnlyList<CustomerTag> Items);

/// <param name="ValueZh">A code in words; null for what is no text.</param>
internal sealed record CustomerTag(
    string Key, string NameZh, string NameEn, string Dimension, string Type, string UnitZh, string UnitEn, object? Value,
    string? ValueZh, string? ValueEn, string? BandZh, string? BandEn);

/// <param name="Reason">Goes to the audit trail; 4 to 200 characters.</param>
internal sealed record UnmaskRequest(string? Reason);
