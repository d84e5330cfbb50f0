using Zhike.Contracts.Bank;
using Zhike.Kernel;
using Zhike.Storage;
using Zhike.Storage.Facts;
using Zhike.Storage.Facts.Rows;

namespace Zhike.Customers.Profiles.Wealth;

/// <summary>Assets and liabilities of one customer, day by day.</summary>
internal sealed class WealthQuery(IFacts facts, IBusinessDate businessDate)
{
    /// <summary>The chart begins at most so many days before the business date.</summary>
    public const int CourseDaysMax = 730;

    /// <summary>Only the days on which anything changed, and the first and the last: between two of them all stays as it is.</summary>
    public async Task<IReadOnlyList<WealthDay>> CourseAsync(Viewer viewer, ulong customer, CancellationToken cancel)
    {
        var asOf = await businessDate.CurrentAsync(cancel).ConfigureAwait(false);
        var days = await DaysAsync(viewer, customer, asOf.AddDays(-CourseDaysMax), asOf, cancel).ConfigureAwait(false);
        return [.. days.Where((day, i) => i == 0 || i == days.Count - 1 || !day.SameAs(days[i - 1]))];
    }

    /// <summary>Every day from the first of which anything is known, at the earliest <paramref name="from"/>; empty outside the viewer's scope.</summary>
    public async Task<IReadOnlyList<WealthDay>> DaysAsync(Viewer viewer, ulong customer, DateOnly from, DateOnly asOf, CancellationToken cancel)
    {
        var statement = new FactsStatement("wealth of a customer", SqlFile.Beside<WealthQuery>("WealthDays.sql"))
            .With("customer", customer).With("first_day", from).With("as_of", asOf).Within(FactsLimits.Point);
        return await facts.ListAsync(
            viewer,
            statement,
            (ref RowReader row) => new WealthDay(row.Date(), row.Decimal(), row.Decimal(), row.Decimal(), row.Decimal(), row.Decimal(), row.Decimal()),
            cancel).ConfigureAwait(false);
    }
}
