using System.Text.Json;
using Zhike.Contracts.Jobs;
using Zhike.Kernel;
using Zhike.Storage;
using Zhike.Storage.Audit;
using Zhike.Storage.Facts;
using Zhike.Storage.Facts.Rows;

namespace Zhike.Customers.PersonalData;

/// <summary>Gives the personal data a new key while everything goes on: the new key is put beside the old one, row after row is sealed and
/// hashed anew, and both keys open and are looked up meanwhile. Killed anywhere, the next run goes on. The old key stays in the file until
/// a run with "finish" has found nothing under it; with it goes what old copies of the data hold.</summary>
internal sealed class RotatePersonalKeyJob(IFacts facts, PersonalVault vault, PersonalKeyFile file, IAudit audit) : IJob
{
    public const int RowsABatch = 20_000;
    private const string Target =
        "customer_secret_versions (customer_id, name_sealed, phone_sealed, email_sealed, id_number_sealed, address_sealed, name_hash, phone_hash, email_hash, id_number_hash, key_id, version, run_id)";

    private static readonly Viewer Rotating = Viewer.Bank("rotate the personal data key");

    public string Verb => "rotate-personal-key";

    public async Task<JobOutcome> RunAsync(JsonElement arguments, IProgressSink progress, CancellationToken cancel)
    {
        var finish = arguments.ValueKind == JsonValueKind.Object && arguments.TryGetProperty("finish", out var word) && word.ValueKind == JsonValueKind.True;
        var ring = (await vault.TryOpenAsync(cancel).ConfigureAwait(false)).OrThrow();
        if (!finish && ring.Keys.Length == 1)
        {
            ring = file.AddKey();
            vault.Use(ring);
            await audit.RecordAsync(new AuditEntry("system", "personal_key_added", $"key/{ring.Current.Id}", "rotation begins"), cancel).ConfigureAwait(false);
        }

        var sealedAnew = await SealAnewAsync(ring, progress, cancel).ConfigureAwait(false);
        return finish ? await FinishAsync(ring, progress, cancel).ConfigureAwait(false) : new JobOutcome(
            $"{sealedAnew} customers are sealed and hashed under the key {ring.Current.Id}. Back up {file.Path}; then run rotate-personal-key with finish to forget the older keys.",
            new { key = ring.Current.Id, customers = sealedAnew });
    }

    private async Task<long> SealAnewAsync(PersonalKeyRing ring, IProgressSink progress, CancellationToken cancel)
    {
        var (done, total, after) = (0L, await LeftAsync(ring, cancel).ConfigureAwait(false), 0ul);
        progress.Report("seal anew", 0, total);
        while (true)
        {
            var statement = new FactsStatement("rows under an older key", SqlFile.Beside<RotatePersonalKeyJob>("OlderKeys.sql"))
                .With("key", ring.Current.Id).With("after", after).With("rows", (ulong)RowsABatch).Within(FactsLimits.Batch);
            var rows = await facts.ListAsync(
                Rotating, statement, (ref RowReader row) => (Row: SealedRow.Read(ref row), Version: row.UInt64(), Run: row.Text()), cancel).ConfigureAwait(false);
            if (rows.Count == 0)
            {
                return done;
            }

            // TRICKY: the row's own version and one: what an import brings meanwhile is newer and wins.
            await facts.InsertAsync(new FactsInsert("seal anew", Target), AnewAsync(ring, rows), cancel).ConfigureAwait(false);
            done += rows.Count;
            after = rows[^1].Row.Id;
            progress.Report("seal anew", done, Math.Max(total, done));
        }
    }

    private async IAsyncEnumerable<ReadOnlyMemory<byte>> AnewAsync(PersonalKeyRing ring, IReadOnlyList<(SealedRow Row, ulong Version, string Run)> rows)
    {
        var writer = new RowWriter();
        foreach (var (row, version, run) in rows)
        {
            var s = PersonalVault.Sealed(ring.Current, row.Id, vault.Unsealed(ring, row));
            writer.UInt64(row.Id).Text(s.Name).Text(s.Phone).Text(s.Email).Text(s.IdNumber).Text(s.Address)
                .Text(s.NameHash).Text(s.PhoneHash).Text(s.EmailHash).Text(s.IdNumberHash).Text(s.KeyId).UInt64(version + 1).Text(run);
        }

        yield return writer.Written;
        await Task.CompletedTask.ConfigureAwait(false);
    }

    /// <summary>Older versions of rows may still stand in the files: they are merged away before their key is forgotten.</summary>
    private async Task<JobOutcome> FinishAsync(PersonalKeyRing ring, IProgressSink progress, CancellationToken cancel)
    {
        if (ring.Keys.Length == 1)
        {
            return new JobOutcome($"There is one key, {ring.Current.Id}; nothing to forget.");
        }

        progress.Report("merge", 0, 0);
        await facts.ExecuteAsync(
            Rotating, new FactsStatement("merge personal data", "OPTIMIZE TABLE customer_secret_versions FINAL").Within(FactsLimits.Batch), cancel).ConfigureAwait(false);
        if ((await vault.StoredKeysAsync(cancel).ConfigureAwait(false)).Any(id => id != ring.Current.Id))
        {
            throw new ProblemException(Problem.Conflict("old_key_in_use", "Something was sealed under an older key just now, an import perhaps. Run this again when it has ended."));
        }

        var forgotten = string.Join(", ", ring.Keys[..^1].Select(k => k.Id));
        vault.Use(file.KeepNewest());
        await audit.RecordAsync(new AuditEntry("system", "personal_key_forgotten", $"key/{forgotten}", $"the key is {ring.Current.Id}"), cancel).ConfigureAwait(false);
        return new JobOutcome($"The older keys ({forgotten}) are forgotten; the key is {ring.Current.Id}.", new { key = ring.Current.Id });
    }

    private async Task<long> LeftAsync(PersonalKeyRing ring, CancellationToken cancel) => checked((long)await facts.CountAsync(
        Rotating,
        new FactsStatement("rows under an older key", "SELECT count() FROM customer_secrets WHERE key_id != {key:String}").With("key", ring.Current.Id).Within(FactsLimits.Batch),
        cancel).ConfigureAwait(false));
}
