using Zhike.Customers.Tags.Definitions;
using Zhike.Kernel;
using Zhike.Storage;
using Zhike.Storage.Facts;
using Zhike.Storage.Facts.Rows;

namespace Zhike.Customers.Tags.Giving;

/// <summary>What became of an upload.</summary>
/// <param name="UnmatchedNumbers">The first of the numbers that no customer has.</param>
/// <param name="BadRows">The first of the rows that could not be read.</param>
public sealed record UploadReport(
    string Tag, ulong Upload, DateOnly ValidFrom, long Matched, long Unmatched, long Bad, IReadOnlyList<string> UnmatchedNumbers, IReadOnlyList<BadRow> BadRows);

public sealed record UploadRow(ulong Upload, DateOnly ValidFrom, DateTimeOffset UploadedAt, string UploadedBy, long Matched, long Unmatched, long Bad);

/// <summary>Lists with a value a customer. An upload replaces the earlier ones from its date on; earlier dates keep theirs.</summary>
internal sealed class TagUploads(IFacts facts, TimeProvider clock)
{
    /// <summary>More than these nobody reads; the counts are whole.</summary>
    private const int ShownMax = 100;

    private static readonly Viewer Keeping = Viewer.Bank("tag upload");

    public async Task<Result<UploadReport>> AddAsync(TagDefinition tag, DateOnly validFrom, UploadFile file, string staff, CancellationToken cancel)
    {
        if (file.Values.Count == 0)
        {
            return new Problem(ProblemKind.Invalid, "invalid", "file holds no row that can be read", [.. file.Bad.Take(ShownMax).Select(b => new FieldError($"line {b.Line}", b.Message))]);
        }

        var unknown = await UnknownAsync(file, cancel).ConfigureAwait(false);
        if (unknown.Count == file.Values.Count)
        {
            return Problem.Invalid("file", $"holds no customer of the bank: {string.Join(", ", unknown.Take(5))} …");
        }

        // An upload's number is its instant, so that two at once are two uploads; the one that is recorded later is not always the larger.
        var upload = (ulong)clock.GetUtcNow().ToUnixTimeMilliseconds();
        await facts.ExecuteAsync(
            Keeping,
            new FactsStatement("upload tag values", SqlFile.Beside<TagUploads>("UploadValues.sql"))
                .With("tag", tag.Key).With("upload", upload).With("numbers", file.Values.Keys).With("values", file.Values.Values).Within(FactsLimits.Batch),
            cancel).ConfigureAwait(false);
        await facts.ExecuteAsync(
            Keeping,
            new FactsStatement("record tag upload",
                """
                INSERT INTO tag_uploads (tag, upload, valid_from, uploaded_at, uploaded_by, matched, unmatched, bad)
                VALUES ({tag:String}, {upload:UInt64}, {from:Date}, {now:DateTime64(3, 'UTC')}, {staff:String}, {matched:UInt64}, {unmatched:UInt64}, {bad:UInt64})
                """)
                .With("tag", tag.Key).With("upload", upload).With("from", validFrom).With("now", clock.GetUtcNow()).With("staff", staff)
                .With("matched", (ulong)(file.Values.Count - unknown.Count)).With("unmatched", (ulong)unknown.Count).With("bad", (ulong)file.Bad.Count),
            cancel).ConfigureAwait(false);
        return new UploadReport(
            tag.Key, upload, validFrom, file.Values.Count - unknown.Count, unknown.Count, file.Bad.Count, [.. unknown.Take(ShownMax)], [.. file.Bad.Take(ShownMax)]);
    }

    /// <summary>Newest first.</summary>
    public async Task<IReadOnlyList<UploadRow>> ReadAsync(string tag, CancellationToken cancel) => await facts.ListAsync(
        Keeping,
        new FactsStatement("tag uploads", "SELECT upload, valid_from, uploaded_at, uploaded_by, matched, unmatched, bad FROM tag_uploads WHERE tag = {tag:String} ORDER BY upload DESC LIMIT 200").With("tag", tag),
        (ref RowReader row) => new UploadRow(row.UInt64(), row.Date(), row.Instant(), row.Text(), (long)row.UInt64(), (long)row.UInt64(), (long)row.UInt64()),
        cancel).ConfigureAwait(false);

    private async Task<IReadOnlyList<string>> UnknownAsync(UploadFile file, CancellationToken cancel) => await facts.ListAsync(
        Keeping,
        new FactsStatement(
            "unknown customer numbers",
            "SELECT number FROM (SELECT arrayJoin({numbers:Array(String)}) AS number) WHERE number NOT IN (SELECT customer_no FROM customers) ORDER BY number")
            .With("numbers", file.Values.Keys).Within(FactsLimits.Batch),
        (ref RowReader row) => row.Text(),
        cancel).ConfigureAwait(false);
}
