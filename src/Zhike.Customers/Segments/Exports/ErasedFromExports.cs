using System.Globalization;
using Zhike.Contracts.Customers;
using Zhike.Kernel;
using Zhike.Storage.Facts;

namespace Zhike.Customers.Segments.Exports;

/// <summary>Somebody is erased: files that hold them are deleted, whoever waits for them.</summary>
internal sealed class ErasedFromExports(ExportBook book, ExportTurns turns, IFacts facts) : IErasureStep
{
    public async Task<IReadOnlyList<ErasedRows>> EraseAsync(ErasedPerson person, CancellationToken cancel)
    {
        var deleted = 0L;
        foreach (var export in await book.InStateAsync([ExportState.Ready], cancel).ConfigureAwait(false))
        {
            var statement = new FactsStatement(
                "is in an export",
                "SELECT count() FROM segment_members WHERE segment_id = {segment:String} AND version = {version:UInt64} AND bitmapContains(members, {customer:UInt64})")
                .With("segment", export.Segment).With("version", (ulong)export.SegmentVersion).With("customer", person.CustomerId);
            if (await facts.CountAsync(Viewer.Bank("erase from exports"), statement, cancel).ConfigureAwait(false) > 0)
            {
                await turns.WithdrawAsync(export, "A customer of this file was erased at their own request. Ask again.", cancel).ConfigureAwait(false);
                deleted++;
            }
        }

        return [new ErasedRows("member_exports", "deleted", deleted)];
    }
}
