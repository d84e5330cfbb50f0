namespace Zhike.Contracts.Bank;

/// <summary>What holds for the whole bank. Section "Bank" of the configuration.</summary>
public sealed record BankOptions
{
    /// <summary>Shown on the screen and in messages.</summary>
    public string Name { get; init; } = "知客示例银行";

    /// <summary>IANA zone in which business days and quiet hours are counted.</summary>
    public string TimeZone { get; init; } = "Asia/Shanghai";

    /// <summary>ISO 4217 currency of every amount.</summary>
    public string Currency { get; init; } = "CNY";

    /// <summary>No contact from this local time (included) …</summary>
    public TimeOnly QuietFrom { get; init; } = new(21, 0);

    /// <summary>… until this one (excluded); the span may pass midnight.</summary>
    public TimeOnly QuietTo { get; init; } = new(9, 0);

    /// <summary>At most so many contacts of a customer, all channels and customer managers' calls together, …</summary>
    public int CapContacts { get; init; } = 3;

    /// <summary>… within so many days.</summary>
    public int CapDays { get; init; } = 7;

    /// <summary>Work orders that one customer manager can be given a day.</summary>
    public int ManagerDailyCapacity { get; init; } = 20;
}
