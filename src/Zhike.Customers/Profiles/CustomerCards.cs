using Zhike.Contracts.Access;
using Zhike.Contracts.Bank;
using Zhike.Contracts.Customers;
using Zhike.Kernel;
using Zhike.Storage;
using Zhike.Storage.Facts;
using Zhike.Storage.Facts.Rows;

namespace Zhike.Customers.Profiles;

/// <summary>What lists and the portrait's head show of customers: facts of the store, masked personal data, names of staff.</summary>
internal sealed class CustomerCards(IFacts facts, IPersonalData personalData, IStaffNames staff)
{
    /// <summary>In the order of the ids; customers outside the viewer's scope are left out.</summary>
    public async Task<IReadOnlyList<CustomerCard>> ReadAsync(Viewer viewer, IReadOnlyList<ulong> customerIds, DateOnly asOf, CancellationToken cancel)
    {
        if (customerIds.Count == 0)
        {
            return [];
        }

        var statement = new FactsStatement("customer rows", SqlFile.Beside<CustomerCards>("CustomerRows.sql")).With("customers", customerIds).With("as_of", asOf);
        var rows = await facts.ListAsync(viewer, statement, Read, cancel).ConfigureAwait(false);
        var people = await personalData.ReadAsync(viewer with { MaySeePersonalData = false }, customerIds, cancel).ConfigureAwait(false);
        var names = await staff.NamesAsync([.. rows.Select(r => r.ManagerId).Where(m => m.Length > 0).Distinct()], cancel).ConfigureAwait(false);
        return
        [
            .. rows.Select(r => r with
            {
                Person = people.GetValueOrDefault(r.CustomerId) ?? r.Person,
                ManagerName = names.GetValueOrDefault(r.ManagerId) ?? r.ManagerId,
            }),
        ];
    }

    private static CustomerCard Read(ref RowReader row) => new(
        row.UInt64(), row.Text(), row.Text(), row.Int64OrNull(), row.Date(), row.Text(), row.Text(), row.Text(), row.Text(), row.DecimalOrNull(),
        new Contracts.Customers.PersonalData("", "", "", "", ""), "");
}

/// <param name="Person">Masked.</param>
internal sealed record CustomerCard(
    ulong CustomerId, string CustomerNo, string Gender, long? Age, DateOnly OpenedOn, string OutletId, string OutletName, string OrgPath, string ManagerId,
    decimal? Balance, Contracts.Customers.PersonalData Person, string ManagerName);
