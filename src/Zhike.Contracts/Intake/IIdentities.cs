namespace Zhike.Contracts.Intake;

/// <summary>Finds the customer behind a number that a channel knows.</summary>
public interface IIdentities
{
    /// <summary>By linked user id, and by customer number where the asker may name customers; 0 when nobody is known by it.</summary>
    /// <param name="namesCustomers">As <see cref="LiveSource.NamesCustomers"/>.</param>
    Task<ulong> CustomerOfAsync(string userId, bool namesCustomers, CancellationToken cancel);
}
