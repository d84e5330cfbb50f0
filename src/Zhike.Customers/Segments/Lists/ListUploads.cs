using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Text;
using Zhike.Kernel;
using Zhike.Storage;
using Zhike.Storage.Facts;
using Zhike.Storage.Facts.Rows;

namespace Zhike.Customers.Segments.Lists;

/// <summary>Files of customer numbers become lists: rows stream into the engine, which matches them; only the first problems are kept.</summary>
internal sealed class ListUploads(IFacts facts, IIds ids, TimeProvider clock)
{
    public const int RowsMax = 5_000_000;
    public const int ProblemsMax = 1_000;

    private const int ChunkBytes = 1 << 20;

    private static readonly Viewer Keeping = Viewer.Bank("list upload");

    /// <summary>Only the viewer's own customers are matched: to others a number of somebody else is unmatched.</summary>
    public async Task<ListReport> ReadAsync(Viewer viewer, ListName name, IAsyncEnumerable<NumberRow> rows, CancellationToken cancel)
    {
        var upload = StableHash.Of(ids.Next().ToString("N"));
        var bad = new List<ListProblem>();
        var counts = new Counts();
        try
        {
            await facts.InsertAsync(
                new FactsInsert("rows of a list", "list_upload_rows (upload, line, customer_no)"), ChunksAsync(upload, rows, bad, counts, cancel), cancel).ConfigureAwait(false);
            if (counts.Rows == 0)
            {
                throw new ProblemException(Problem.Invalid("file", "holds no row"));
            }

            return await FinishAsync(viewer, name, upload, bad, counts, cancel).ConfigureAwait(false);
        }
        finally
        {
            await facts.ExecuteAsync(
                Keeping, new FactsStatement("drop upload", FormattableString.Invariant($"ALTER TABLE list_upload_rows DROP PARTITION {upload}")), CancellationToken.None).ConfigureAwait(false);
        }
    }

    /// <summary>The first problems of a list's newest upload.</summary>
    public Task<List<ListProblem>> ProblemsAsync(string key, CancellationToken cancel) => facts.ListAsync(
        Keeping,
        new FactsStatement(
            "problems of a list",
            "SELECT line, toString(problem), customer_no FROM list_problems WHERE list_key = {key:String} AND version = (SELECT max(version) FROM customer_lists WHERE list_key = {key:String}) ORDER BY line").With("key", key),
        (ref RowReader row) => new ListProblem((int)row.UInt32(), row.Text(), row.Text()),
        cancel);

    private async Task<ListReport> FinishAsync(Viewer viewer, ListName name, ulong upload, List<ListProblem> bad, Counts counts, CancellationToken cancel)
    {
        var rows = await facts.ListAsync(
            viewer,
            new FactsStatement("match a list", SqlFile.Beside<ListUploads>("Match.sql")).With("upload", upload).Within(FactsLimits.Batch),
            (ref RowReader row) => (Distinct: (long)row.UInt64(), Matched: (long)(row.UInt64OrNull() ?? 0)),
            cancel).ConfigureAwait(false);
        var (distinct, matched) = rows[0];
        var good = counts.Rows - counts.Bad;
        await facts.ExecuteAsync(
            viewer,
            new FactsStatement("keep a list", SqlFile.Beside<ListUploads>("Keep.sql"))
                .With("upload", upload).With("key", name.Key).With("name_zh", name.Zh).With("name_en", name.En).With("staff", name.Staff).With("now", clock.GetUtcNow())
                .With("unknown", distinct - matched).With("rows", counts.Rows).With("duplicates", good - distinct).With("bad", counts.Bad).Within(FactsLimits.Batch),
            cancel).ConfigureAwait(false);
        await facts.ExecuteAsync(
            viewer,
            new FactsStatement("keep problems of a list", SqlFile.Beside<ListUploads>("Problems.sql"))
                .With("upload", upload).With("key", name.Key).With("most", (ulong)ProblemsMax)
                .With("bad_lines", bad.Select(b => (ulong)b.Line)).With("bad_words", bad.Select(b => b.Problem)).With("bad_numbers", bad.Select(b => b.CustomerNo))
                .Within(FactsLimits.Batch),
            cancel).ConfigureAwait(false);
        return new ListReport(name.Key, counts.Rows, matched, distinct - matched, good - distinct, counts.Bad, await ProblemsAsync(name.Key, cancel).ConfigureAwait(false));
    }

    /// <summary>RowBinary, a megabyte at a time.</summary>
    private static async IAsyncEnumerable<ReadOnlyMemory<byte>> ChunksAsync(
        ulong upload, IAsyncEnumerable<NumberRow> rows, List<ListProblem> bad, Counts counts, [EnumeratorCancellation] CancellationToken cancel)
    {
        var (chunk, length) = (new byte[ChunkBytes], 0);
        await foreach (var row in rows.WithCancellation(cancel).ConfigureAwait(false))
        {
            if (++counts.Rows > RowsMax)
            {
                throw new ProblemException(new Problem(ProblemKind.LimitExceeded, "too_many_rows", $"A list takes at most {RowsMax} rows."));
            }

            if (row.Problem is { } problem)
            {
                counts.Bad++;
                if (bad.Count < ProblemsMax)
                {
                    bad.Add(new ListProblem(row.Line, problem, row.Number));
                }

                continue;
            }

            if (length + 12 + 4 + (NumberRow.NumberMax * 4) > ChunkBytes)
            {
                yield return chunk.AsMemory(0, length);
                (chunk, length) = (new byte[ChunkBytes], 0);
            }

            BinaryPrimitives.WriteUInt64LittleEndian(chunk.AsSpan(length), upload);
            BinaryPrimitives.WriteUInt32LittleEndian(chunk.AsSpan(length + 8), (uint)row.Line);
            var written = Encoding.UTF8.GetBytes(row.Number, chunk.AsSpan(length + 14));
            length += 12 + Prefix(chunk, length + 12, written) + written;
        }

        yield return chunk.AsMemory(0, length);
    }

    /// <summary>The length in front of a text (LEB128). Two bytes are kept free for it; one is enough for most.</summary>
    private static int Prefix(byte[] chunk, int at, int written)
    {
        if (written >= 128)
        {
            (chunk[at], chunk[at + 1]) = ((byte)(written | 0x80), (byte)(written >> 7));
            return 2;
        }

        chunk[at] = (byte)written;
        chunk.AsSpan(at + 2, written).CopyTo(chunk.AsSpan(at + 1));
        return 1;
    }

    private sealed class Counts
    {
        public long Rows { get; set; }

        public long Bad { get; set; }
    }
}

/// <param name="Staff">Who uploads it.</param>
internal sealed record ListName(string Key, string Zh, string En, string Staff);

/// <param name="Matched">Customers of the uploader's scope.</param>
/// <param name="Unmatched">Different numbers that none of them has.</param>
/// <param name="Duplicates">Rows whose number stood in an earlier row.</param>
/// <param name="Bad">Rows that hold no number.</param>
/// <param name="Problems">The first thousand, by line.</param>
public sealed record ListReport(string Key, long Rows, long Matched, long Unmatched, long Duplicates, long Bad, IReadOnlyList<ListProblem> Problems);

/// <param name="Problem">unmatched, duplicate, empty, too_long, not_a_number, no_such_column, open_quote.</param>
public sealed record ListProblem(int Line, string Problem, string CustomerNo);
