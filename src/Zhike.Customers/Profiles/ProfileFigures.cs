using Zhike.Contracts.Bank;
using Zhike.Kernel;
using Zhike.Storage;
using Zhike.Storage.Facts;
using Zhike.Storage.Facts.Rows;

namespace Zhike.Customers.Profiles;

/// <summary>The customers' part of the home page.</summary>
internal sealed class ProfileFigures(IFacts facts, IBusinessDate businessDate) : IHomeFigures
{
    public async Task<IReadOnlyDictionary<string, decimal>> FiguresAsync(Viewer viewer, CancellationToken cancel)
    {
        var statement = new FactsStatement("home figures of customers", SqlFile.Beside<ProfileFigures>("HomeFigures.sql"))
            .With("as_of", await businessDate.CurrentAsync(cancel).ConfigureAwait(false));
        return await facts.FirstOrNullAsync(
            viewer,
            statement,
            (ref RowReader row) => new Dictionary<string, decimal>
            {
                ["customers"] = row.UInt64(), ["new_customers_30d"] = row.UInt64(), ["aum"] = row.Decimal(), ["transactions"] = row.UInt64(),
            },
            cancel).ConfigureAwait(false) ?? [];
    }
}
