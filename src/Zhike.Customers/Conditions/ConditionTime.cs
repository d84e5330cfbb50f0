using Zhike.Contracts.Bank;
using Zhike.Kernel;

namespace Zhike.Customers.Conditions;

/// <summary>Up to which instant events count for a business date: the end of that day, or now when it is the bank's current one.</summary>
internal sealed class ConditionTime(BankClock clock, IBusinessDate businessDate)
{
    public async Task<DateTimeOffset> NowForAsync(DateOnly asOf, CancellationToken cancel) =>
        asOf >= await businessDate.CurrentAsync(cancel).ConfigureAwait(false) ? clock.GetUtcNow() : clock.InstantOf(asOf.AddDays(1), TimeOnly.MinValue).AddMilliseconds(-1);
}
