using System.Collections.Concurrent;
using Zhike.Contracts.Customers;
using Zhike.Kernel;

namespace Zhike.Customers.Segments.Exports;

/// <summary>Which exports are to be written, and which are over.</summary>
internal sealed class ExportTurns(ExportBook book, ExportFiles files, BankClock clock) : IExportTurns
{
    /// <summary>A run that was killed so often is not tried again.</summary>
    public const int AttemptsMax = 3;

    private readonly ConcurrentDictionary<string, byte> _running = new();

    public async Task<IReadOnlyList<string>> DueAsync(CancellationToken cancel)
    {
        var busy = _running.Keys.ToHashSet(StringComparer.Ordinal);
        var live = await book.InStateAsync([ExportState.Requested, ExportState.Approved, ExportState.Running, ExportState.Ready], cancel).ConfigureAwait(false);
        busy.UnionWith(_running.Keys);
        var kept = live.Where(e => e.State != ExportState.Requested && !IsOver(e)).Select(e => e.Id).ToHashSet(StringComparer.Ordinal);
        foreach (var left in files.Kept().Where(f => !kept.Contains(f) && !busy.Contains(f)))
        {
            files.Delete(left);
        }

        foreach (var over in live.Where(IsOver))
        {
            await EndAsync(over, ExportState.Expired, "export_expired", "", cancel).ConfigureAwait(false);
        }

        foreach (var killed in live.Where(e => e.State == ExportState.Running && !busy.Contains(e.Id)))
        {
            if (killed.Attempts >= AttemptsMax)
            {
                await EndAsync(killed, ExportState.Failed, "export_failed", $"The server stopped {killed.Attempts} times in the middle of it.", cancel).ConfigureAwait(false);
            }
            else
            {
                killed.State = ExportState.Approved;
                await book.SaveAsync(killed, "system", "export_begun_anew", "the server stopped in the middle of it", cancel).ConfigureAwait(false);
            }

            files.Delete(killed.Id);
        }

        return [.. live.Where(e => e.State == ExportState.Approved).Select(e => e.Id)];
    }

    public async Task EndedAsync(string export, string failure, CancellationToken cancel)
    {
        if (failure.Length > 0 && !_running.ContainsKey(export) && await book.FindAsync(export, cancel).ConfigureAwait(false) is { State: ExportState.Running or ExportState.Approved } failed)
        {
            files.Delete(export);
            await EndAsync(failed, ExportState.Failed, "export_failed", failure, cancel).ConfigureAwait(false);
        }
    }

    /// <summary>Takes an approved export for writing.</summary>
    /// <exception cref="ProblemException">It is not approved, or somebody writes it already.</exception>
    public async Task<MemberExport> BeginAsync(string id, CancellationToken cancel)
    {
        var export = await book.FindAsync(id, cancel).ConfigureAwait(false) ?? throw new ProblemException(Problem.NotFound("export", id));
        if (export.State != ExportState.Approved || !_running.TryAdd(id, 0))
        {
            throw new ProblemException(Problem.Conflict("wrong_state", $"This export is {export.StateName(clock.GetUtcNow())}: only what was approved is written."));
        }

        try
        {
            (export.State, export.Attempts) = (ExportState.Running, export.Attempts + 1);
            await book.SaveAsync(export, "system", "export_begun", "", cancel).ConfigureAwait(false);
            return export;
        }
        catch
        {
            Leave(id);
            throw;
        }
    }

    public void Leave(string id) => _running.TryRemove(id, out _);

    /// <summary>The file goes before its time: somebody in it was erased.</summary>
    public async Task WithdrawAsync(MemberExport export, string why, CancellationToken cancel)
    {
        files.Delete(export.Id);
        await EndAsync(export, ExportState.Expired, "export_withdrawn", why, cancel).ConfigureAwait(false);
    }

    private bool IsOver(MemberExport export) => export.State is ExportState.Requested or ExportState.Ready && clock.GetUtcNow() >= export.ExpiresAt;

    private Task EndAsync(MemberExport export, ExportState state, string action, string message, CancellationToken cancel)
    {
        (export.State, export.Message, export.EndedAt) = (state, message, clock.GetUtcNow());
        return book.SaveAsync(export, "system", action, message, cancel);
    }
}
