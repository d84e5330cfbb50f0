using Microsoft.EntityFrameworkCore;
using Zhike.Contracts.Customers;
using Zhike.Storage.Records;

namespace Zhike.Intake.Import;

/// <summary>The reason of a refused row may name a customer by number ("which is not among the imported customers"): of an erased person the
/// row and its code stay.</summary>
internal sealed class EraseRefusedRows(IRecords records) : IErasureStep
{
    public async Task<IReadOnlyList<ErasedRows>> EraseAsync(ErasedPerson person, CancellationToken cancel)
    {
        using var unit = records.Open();
        var rows = 0;
        foreach (var number in person.Numbers)
        {
            var shown = $"\"{number}\"";
            rows += await unit.Set<ImportRefusalRecord>().Where(r => r.Why.Contains(shown))
                .ExecuteUpdateAsync(set => set.SetProperty(r => r.Why, "").SetProperty(r => r.ValuesJson, "[]"), cancel).ConfigureAwait(false);
        }

        return [new("import_refusals", "blanked", rows)];
    }
}
