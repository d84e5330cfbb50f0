using Zhike.Kernel;
using Zhike.Storage;
using Zhike.Storage.Facts;
using Zhike.Storage.Facts.Rows;

namespace Zhike.Host.Home;

/// <summary>New customers and balances day by day, for the two curves of the home page.</summary>
public sealed class HomeSeriesQuery(IFacts facts)
{
    private const int Days = 90;

    public async Task<HomeSeries> RunAsync(Viewer viewer, DateOnly businessDate, CancellationToken cancel)
    {
        var rows = await facts.ListAsync(
            viewer,
            new FactsStatement("home series", SqlFile.Beside<HomeSeriesQuery>("HomeSeries.sql"))
                .With("as_of", businessDate).With("first_day", businessDate.AddDays(1 - Days)),
            (ref RowReader row) => (Day: row.Date(), New: (long)row.UInt64(), Balance: row.Decimal()),
            cancel);
        return new HomeSeries([.. rows.Select(r => r.Day)], [.. rows.Select(r => r.New)], [.. rows.Select(r => r.Balance)]);
    }
}
