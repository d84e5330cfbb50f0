using Zhike.Customers.Segments.Views;
using Zhike.Kernel;
using Zhike.Storage;
using Zhike.Storage.Facts;
using Zhike.Storage.Facts.Rows;

namespace Zhike.Customers.Segments;

/// <param name="Unknown">Numbers in the upload that no customer has.</param>
public sealed record CustomerListRow(string Key, string NameZh, string NameEn, ulong Version, DateTimeOffset UploadedAt, string UploadedBy, long Customers, long Unknown);

/// <summary>Uploaded lists of customer numbers (白名单): an upload replaces the list's earlier one.</summary>
internal sealed class CustomerLists(IFacts facts, TimeProvider clock)
{
    /// <summary>Numbers in one upload.</summary>
    public const int NumbersMax = 1_000_000;

    private static readonly Viewer Keeping = Viewer.Bank("customer lists");

    /// <summary>The newest upload of every list; counts are of the viewer's customers.</summary>
    public async Task<IReadOnlyList<CustomerListRow>> ReadAsync(Viewer viewer, CancellationToken cancel) => await facts.ListAsync(
        viewer,
        new FactsStatement("customer lists", SqlFile.Beside<CustomerLists>("Lists.sql")),
        (ref RowReader row) => new CustomerListRow(row.Text(), row.Text(), row.Text(), row.UInt64(), row.Instant(), row.Text(), (long)row.UInt64(), (long)row.UInt64()),
        cancel).ConfigureAwait(false);

    public async Task UploadAsync(string key, string nameZh, string nameEn, string staff, IReadOnlyCollection<string> numbers, CancellationToken cancel)
    {
        var statement = new FactsStatement("upload customer list", SqlFile.Beside<CustomerLists>("UploadList.sql"))
            .With("key", key).With("name_zh", nameZh).With("name_en", nameEn).With("staff", staff).With("now", clock.GetUtcNow())
            .With("numbers", numbers.Distinct(StringComparer.Ordinal)).Within(FactsLimits.Batch);
        await facts.ExecuteAsync(Keeping, statement, cancel).ConfigureAwait(false);
    }

    /// <summary>Keeps a version of a segment as a list that changes no more. Null when there is no such version.</summary>
    public async Task<ulong?> FreezeAsync(string segment, FreezeRequest request, string staff, CancellationToken cancel)
    {
        var found = await facts.ListAsync(
            Keeping,
            new FactsStatement(
                "version to freeze",
                "SELECT version FROM segment_members WHERE segment_id = {segment:String} AND ({version:UInt64} = 0 OR version = {version:UInt64}) ORDER BY as_of DESC, version DESC LIMIT 1")
                .With("segment", segment).With("version", request.Version ?? 0),
            (ref RowReader row) => row.UInt64(),
            cancel).ConfigureAwait(false);
        if (found.Count == 0)
        {
            return null;
        }

        var statement = new FactsStatement("freeze segment", SqlFile.Beside<CustomerLists>("FreezeList.sql"))
            .With("segment", segment).With("version", found[0]).With("key", request.List).With("name_zh", request.NameZh)
            .With("name_en", string.IsNullOrWhiteSpace(request.NameEn) ? request.NameZh : request.NameEn).With("staff", staff).With("now", clock.GetUtcNow());
        await facts.ExecuteAsync(Keeping, statement, cancel).ConfigureAwait(false);
        return found[0];
    }
}
