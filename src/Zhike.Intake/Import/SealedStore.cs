using System.Runtime.CompilerServices;
using Zhike.Contracts.Customers;
using Zhike.Storage.Facts;
using Zhike.Storage.Facts.Rows;

namespace Zhike.Intake.Import;

/// <summary>Personal data: sealed row by row in this process, so that the disk never sees it; only what changed is written.</summary>
internal sealed class SealedStore(IFacts facts, ISealing sealing) : IChunkStore
{
    private const int BytesPerInsert = 1 << 20;

    public async Task<Stored> StoreAsync(ChunkContext chunk, CancellationToken cancel)
    {
        var statement = new FactsStatement("import: personal data", $"""
            SELECT t.customer_id, t.name, t.phone, t.email, t.id_number, t.address,
                ifNull(s.name_sealed, ''), ifNull(s.phone_sealed, ''), ifNull(s.email_sealed, ''), ifNull(s.id_number_sealed, ''), ifNull(s.address_sealed, ''), ifNull(s.key_id, '')
            FROM (SELECT * FROM {chunk.Typed} WHERE bad = 0 ORDER BY row DESC LIMIT 1 BY customer_id) AS t
            LEFT JOIN
            (
                SELECT * FROM customer_secrets WHERE customer_id IN (SELECT customer_id FROM {chunk.Typed} WHERE bad = 0)
            ) AS s ON s.customer_id = t.customer_id
            ORDER BY t.customer_id
            """).Within(FactsLimits.Batch);
        var seal = await sealing.OpenAsync(cancel).ConfigureAwait(false);
        var good = await facts.CountAsync(
            ImportWorkspace.Importer, new FactsStatement("import: count", $"SELECT count() FROM {chunk.Typed} WHERE bad = 0"), cancel).ConfigureAwait(false);
        var changed = new List<(ulong Id, SealedPersonalData Data)>();
        await foreach (var row in facts.StreamAsync(ImportWorkspace.Importer, statement, Read, cancel).ConfigureAwait(false))
        {
            var now = seal(row.Id, row.Data);
            if ((now.Name, now.Phone, now.Email, now.IdNumber, now.Address, now.KeyId) != row.Before)
            {
                changed.Add((row.Id, now));
            }
        }

        if (changed.Count > 0 && !chunk.DryRun)
        {
            var insert = new FactsInsert(
                "import: store personal data",
                "customer_secret_versions (customer_id, name_sealed, phone_sealed, email_sealed, id_number_sealed, address_sealed, name_hash, phone_hash, email_hash, id_number_hash, key_id, version, run_id)");
            await facts.InsertAsync(insert, RowsAsync(changed, chunk), cancel).ConfigureAwait(false);
        }

        return new Stored(changed.Count, checked((long)good) - changed.Count, 0, []);
    }

    private static async IAsyncEnumerable<ReadOnlyMemory<byte>> RowsAsync(List<(ulong Id, SealedPersonalData Data)> rows, ChunkContext chunk)
    {
        var writer = new RowWriter();
        foreach (var (id, data) in rows)
        {
            writer.UInt64(id).Text(data.Name).Text(data.Phone).Text(data.Email).Text(data.IdNumber).Text(data.Address)
                .Text(data.NameHash).Text(data.PhoneHash).Text(data.EmailHash).Text(data.IdNumberHash).Text(data.KeyId)
                .UInt64(chunk.Version).Text(chunk.RunId);
            if (writer.Length >= BytesPerInsert)
            {
                yield return writer.Written;
                writer.Clear();
            }
        }

        if (writer.Length > 0)
        {
            yield return writer.Written;
        }

        await Task.CompletedTask.ConfigureAwait(false);
    }

    private static Person Read(ref RowReader row) => new(
        row.UInt64(),
        new PersonalData(row.Text(), row.Text(), row.Text(), row.Text(), row.Text()),
        (row.Text(), row.Text(), row.Text(), row.Text(), row.Text(), row.Text()));

    private sealed record Person(ulong Id, PersonalData Data, (string, string, string, string, string, string) Before);
}
