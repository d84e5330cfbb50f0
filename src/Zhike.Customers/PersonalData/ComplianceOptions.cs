namespace Zhike.Customers.PersonalData;

/// <summary>Options under "Compliance".</summary>
internal sealed class ComplianceOptions
{
    /// <summary>Different customers whose data one member of staff may unmask a day, where the rules say nothing of their role.</summary>
    public int UnmaskPerDay { get; set; } = 50;

    /// <summary>In which a person's request must be answered.</summary>
    public int RequestDays { get; set; } = 15;

    /// <summary>working (by the bank's calendar) or calendar (every day).</summary>
    public string RequestDayKind { get; set; } = "working";
}
