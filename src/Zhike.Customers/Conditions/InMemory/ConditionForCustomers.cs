using Zhike.Contracts.Customers;
using Zhike.Customers.Tags.Realtime;
using Zhike.Storage.Facts;

namespace Zhike.Customers.Conditions.InMemory;

/// <summary>A compiled condition that answers of single customers.</summary>
internal sealed class ConditionForCustomers(Condition condition, FactsPlan plan, DateOnly asOf, DateTimeOffset now, DateOnly? tagDate, CurrentValues current, IFacts facts) : IConditionForOne
{
    public async Task<bool> HoldsAsync(ulong customerId, CancellationToken cancel) =>
        (await HoldForAsync([customerId], null, cancel).ConfigureAwait(false)).Contains(customerId);

    public async Task<IReadOnlySet<ulong>> HoldForAsync(
        IReadOnlyCollection<ulong> customerIds, IReadOnlyDictionary<ulong, DateTimeOffset>? since, CancellationToken cancel)
    {
        if (plan.Asked == Asked.Nobody || customerIds.Count == 0)
        {
            return new HashSet<ulong>();
        }

        var rows = await current.AtAsync(asOf, cancel).ConfigureAwait(false);
        var known = await new FactsLookUp(plan, asOf, now, tagDate, rows).ReadAsync(facts, customerIds, since, cancel).ConfigureAwait(false);
        var memory = new ConditionInMemory(condition, plan, asOf, now);
        return known.Values.Where(memory.Holds).Select(c => c.CustomerId).ToHashSet();
    }
}
