namespace Zhike.Contracts.Frontline;

/// <summary>Opens work orders for the live run's planned contacts of channel work_order. May be repeated and killed anywhere.</summary>
public interface IWorkOrders
{
    /// <summary>Answers how many were opened.</summary>
    Task<int> OpenAsync(CancellationToken cancel);

    /// <summary>Expires what is overdue and relays transitions to the facts. Answers how many.</summary>
    Task<int> AdvanceAsync(CancellationToken cancel);
}
