using Zhike.Kernel.Calendar;

namespace Zhike.Contracts.Bank;

/// <summary>The bank's calendar: holidays and the weekends worked for them, as published for each year (docs/calendar.md).</summary>
public interface IWorkingDays
{
    /// <summary>As of the definitions in force. A value: whoever counts several days counts them in one calendar.</summary>
    Task<WorkingDays> CalendarAsync(CancellationToken cancel);
}
