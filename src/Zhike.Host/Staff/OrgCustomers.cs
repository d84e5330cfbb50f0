using Zhike.Contracts.Bank;
using Zhike.Kernel;
using Zhike.Storage;
using Zhike.Storage.Facts;
using Zhike.Storage.Facts.Rows;

namespace Zhike.Host.Staff;

/// <summary>How many customers each place has.</summary>
public sealed class OrgCustomers(IFacts facts, IBusinessDate businessDate)
{
    public async Task<IReadOnlyDictionary<string, long>> CountAsync(Viewer viewer, CancellationToken cancel)
    {
        var rows = await facts.ListAsync(
            viewer,
            new FactsStatement("customers by place", SqlFile.Beside<OrgCustomers>("OrgCustomers.sql"))
                .With("as_of", await businessDate.CurrentAsync(cancel)),
            (ref RowReader row) => (Path: row.Text(), Customers: (long)row.UInt64()),
            cancel);
        return rows.ToDictionary(r => r.Path, r => r.Customers);
    }
}
