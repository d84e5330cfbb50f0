using Zhike.Contracts.Access;
using Zhike.Contracts.Bank;
using Zhike.Customers.Profiles.Profit;
using Zhike.Customers.Profiles.Stages;
using Zhike.Customers.Profiles.Wealth;
using Zhike.Kernel;
using Zhike.Storage;
using Zhike.Storage.Facts;
using Zhike.Storage.Facts.Rows;

namespace Zhike.Customers.Profiles.Head;

/// <summary>The parts of the head, asked for at the same time: one request paints the first screen.</summary>
internal sealed class HeadQuery(HeadParts parts, IFacts facts, IStaffNames staff, IBusinessDate businessDate, BankClock clock)
{
    private const int DaysBefore = 30;
    private const ulong VersionsASecond = 1_000_000;

    /// <summary>Versions below were no instants: they were numbered by hand, or made up.</summary>
    private static readonly DateTimeOffset EarliestImport = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Null outside the viewer's scope.</summary>
    public async Task<CustomerHead?> ReadAsync(Viewer viewer, ulong customer, CancellationToken cancel)
    {
        var asOf = await businessDate.CurrentAsync(cancel).ConfigureAwait(false);
        var view = parts.Customers.ViewAsync(viewer, customer, cancel);
        var owners = OwnershipAsync(viewer, customer, cancel);
        var tiers = parts.Stages.TiersAsync(viewer, customer, cancel);
        var days = await parts.Wealth.DaysAsync(viewer, customer, ProfitQuery.FirstDay(asOf), asOf, cancel).ConfigureAwait(false);
        var profit = await parts.Profit.OfAsync(viewer, customer, days, asOf, cancel).ConfigureAwait(false);
        await Task.WhenAll(view, owners, tiers).ConfigureAwait(false);
        return await view.ConfigureAwait(false) is { } found
            ? new CustomerHead(
                found, asOf, await owners.ConfigureAwait(false), await tiers.ConfigureAwait(false), WealthOf(days, asOf), profit.Total,
                profit.Months.Count(m => m.Total is not null))
            : null;
    }

    private static WealthView? WealthOf(IReadOnlyList<WealthDay> days, DateOnly asOf)
    {
        if (days.Count == 0)
        {
            return null;
        }

        var (now, day) = (days[^1], asOf.AddDays(-DaysBefore));
        var before = days.FirstOrDefault(d => d.Day == day);
        return new WealthView(
            now.Assets, now.Liabilities, now.Net, day, before?.Assets, before?.Liabilities, before?.Net,
            [
                .. ProductKinds.All.Select(k => new WealthPart(k, now.Of(k), k is ProductKinds.Loan or ProductKinds.Overdraft)).Where(p => p.Amount != 0),
            ]);
    }

    private async Task<OwnershipView> OwnershipAsync(Viewer viewer, ulong customer, CancellationToken cancel)
    {
        var statement = new FactsStatement("owners of a customer", SqlFile.Beside<HeadQuery>("Ownership.sql")).With("customer", customer).Within(FactsLimits.Point);
        var versions = await facts.ListAsync(
            viewer, statement, (ref RowReader row) => new Owned(row.Text(), row.Text(), row.UInt64()), cancel).ConfigureAwait(false);
        var change = versions.FindIndex(v => v.Manager != versions[0].Manager || v.Outlet != versions[0].Outlet);
        if (change < 0)
        {
            return new OwnershipView(null, "", "", "");
        }

        var before = versions[change];
        var names = await staff.NamesAsync(before.Manager.Length == 0 ? [] : [before.Manager], cancel).ConfigureAwait(false);
        return new OwnershipView(DayOf(versions[change - 1].Version), before.Manager, names.GetValueOrDefault(before.Manager, before.Manager), before.Outlet);
    }

    /// <summary>An import's versions are microseconds of the bank's clock.</summary>
    private DateOnly? DayOf(ulong version)
    {
        var seconds = (long)(version / VersionsASecond);
        return seconds < DateTimeOffset.MaxValue.ToUnixTimeSeconds() && DateTimeOffset.FromUnixTimeSeconds(seconds) is var at && at >= EarliestImport
            ? clock.DayOf(at)
            : null;
    }

    private sealed record Owned(string Manager, string Outlet, ulong Version);
}

/// <summary>Who answers the parts.</summary>
internal sealed record HeadParts(CustomerQueries Customers, WealthQuery Wealth, ProfitQuery Profit, StageQuery Stages);
