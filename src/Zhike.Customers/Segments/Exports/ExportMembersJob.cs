using System.Globalization;
using System.Text.Json;
using Zhike.Contracts.Jobs;
using Zhike.Customers.PersonalData;
using Zhike.Kernel;
using Zhike.Storage;
using Zhike.Storage.Audit;

namespace Zhike.Customers.Segments.Exports;

/// <summary>export-members: writes the file of one approved export. Until it is whole nobody can take it; what a failure leaves is
/// removed here, what a kill leaves by the next turn.</summary>
internal sealed class ExportMembersJob(
    ExportBook book, ExportTurns turns, MemberTable table, ExportFiles files, ExportGuards guards) : IJob
{
    public string Verb => "export-members";

    public async Task<JobOutcome> RunAsync(JsonElement arguments, IProgressSink progress, CancellationToken cancel)
    {
        var id = arguments.ValueKind == JsonValueKind.Object && arguments.TryGetProperty("export", out var word) ? word.GetString() ?? "" : "";
        var export = await turns.BeginAsync(id, cancel).ConfigureAwait(false);
        var done = false;
        try
        {
            guards.Disk.Check("The export");
            await CountLooksAsync(export, cancel).ConfigureAwait(false);
            var rows = 0L;
            var (bytes, hash) = await files.WriteAsync(id, async plain => rows = await table.WriteAsync(export, plain, progress, cancel).ConfigureAwait(false)).ConfigureAwait(false);
            var now = guards.Clock.GetUtcNow();
            (export.State, export.RowsWritten, export.Bytes, export.Sha256, export.EndedAt) = (ExportState.Ready, rows, bytes, hash, now);
            export.ExpiresAt = now.AddDays(guards.Options.Days);
            await book.SaveAsync(export, "system", "export_written", string.Create(CultureInfo.InvariantCulture, $"{rows} rows, sha256 {hash}"), cancel).ConfigureAwait(false);
            done = true;
            return new JobOutcome($"{rows} members of {export.Segment} are ready for {export.RequestedBy}.", new { export = id, rows });
        }
        finally
        {
            if (!done)
            {
                files.Delete(id);
            }

            turns.Leave(id);
        }
    }

    /// <summary>Everybody in an unmasked file counts as a look, before anything is opened.</summary>
    private async Task CountLooksAsync(MemberExport export, CancellationToken cancel)
    {
        if (!export.Unmasked)
        {
            return;
        }

        var customers = await table.CustomersAsync(export, cancel).ConfigureAwait(false);
        var fields = PersonalRules.Fields.Where(export.ColumnKeys.Contains).ToList();
        var entry = new AuditEntry(
            export.RequestedBy, "customers_unmasked", $"export/{export.Id}", string.Create(CultureInfo.InvariantCulture, $"{customers.Count} customers ({string.Join(", ", fields)}): {export.Purpose}"));
        if (await guards.Looks.RecordAsync(export.Viewer, customers, $"export {export.Id}: {export.Purpose}", fields, entry, cancel).ConfigureAwait(false) is { } refused)
        {
            throw new ProblemException(refused);
        }
    }
}

/// <summary>What an export must not pass.</summary>
internal sealed record ExportGuards(DiskReserve Disk, PersonalLooks Looks, ExportOptions Options, BankClock Clock);
