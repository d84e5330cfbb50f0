using Microsoft.EntityFrameworkCore;
using Zhike.Contracts.Access;
using Zhike.Storage.Records;

namespace Zhike.Host.Staff;

/// <summary>Names for lists that show who owns, accepted or reported something.</summary>
internal sealed class StaffNames(IRecords records) : IStaffNames
{
    public async Task<IReadOnlyDictionary<string, string>> NamesAsync(IReadOnlyCollection<string> staff, CancellationToken cancel)
    {
        using var unit = records.Open();
        return await unit.Set<StaffRecord>().AsNoTracking().Where(s => staff.Contains(s.Number)).ToDictionaryAsync(s => s.Number, s => s.NameZh, cancel);
    }
}
