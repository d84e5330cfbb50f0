using System.Text.Json;
using Zhike.Contracts.Bank;
using Zhike.Customers.Profiles.Wealth;
using Zhike.Kernel;
using Zhike.Storage;
using Zhike.Storage.Definitions;
using Zhike.Storage.Facts;
using Zhike.Storage.Facts.Rows;

namespace Zhike.Customers.Profiles.Profit;

/// <summary>What a customer contributed in the twelve months that end with the business date's.</summary>
internal sealed class ProfitQuery(IFacts facts, IDefinitions definitions, WealthQuery wealth, IBusinessDate businessDate)
{
    public const int MonthsShown = 12;

    public async Task<ProfitView> ReadAsync(Viewer viewer, ulong customer, CancellationToken cancel)
    {
        var asOf = await businessDate.CurrentAsync(cancel).ConfigureAwait(false);
        var days = await wealth.DaysAsync(viewer, customer, FirstDay(asOf), asOf, cancel).ConfigureAwait(false);
        return await OfAsync(viewer, customer, days, asOf, cancel).ConfigureAwait(false);
    }

    /// <summary>The first day that counts.</summary>
    public static DateOnly FirstDay(DateOnly asOf) => ProfitFormula.FirstOf(asOf).AddMonths(1 - MonthsShown);

    /// <param name="days">From <see cref="FirstDay"/> on.</param>
    public async Task<ProfitView> OfAsync(Viewer viewer, ulong customer, IReadOnlyList<WealthDay> days, DateOnly asOf, CancellationToken cancel)
    {
        var live = await definitions.LiveAsync(Margins.Kind, cancel).ConfigureAwait(false);
        if (live.MinBy(d => d.Key, StringComparer.Ordinal) is not { } definition)
        {
            return new ProfitView(null, [], null);
        }

        var errors = new List<FieldError>();
        var margins = Margins.Parse(definition.Key, JsonDocument.Parse(definition.Document).RootElement, errors)
            ?? throw new ProblemException(Problem.Invalid(errors));
        var statement = new FactsStatement("fees and interest of a customer", SqlFile.Beside<ProfitQuery>("Bookings.sql"))
            .With("customer", customer).With("first_day", FirstDay(asOf)).With("as_of", asOf).Within(FactsLimits.Point);
        var booked = await facts.ListAsync(
            viewer, statement, (ref RowReader row) => new MonthBookings(row.Date(), row.Decimal(), row.Decimal(), row.Decimal()), cancel).ConfigureAwait(false);
        var months = ProfitFormula.Months(days, booked, margins, FirstDay(asOf), asOf);
        var named = new MarginsView(definition.Key, definition.Version, margins.Name.Zh, margins.Name.En, margins.Description.Zh, margins.Description.En);
        return new ProfitView(named, months, months.Any(m => m.Total is not null) ? months.Sum(m => m.Total ?? 0) : null);
    }
}
