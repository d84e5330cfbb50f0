using Zhike.Contracts.Access;
using Zhike.Kernel;
using Zhike.Storage;
using Zhike.Storage.Facts;
using Zhike.Storage.Facts.Rows;

namespace Zhike.Customers.Segments.Exports;

/// <summary>Gives a file to who asked for it, and says of a leaked row which file it is from.</summary>
internal sealed class ExportDownload(ExportBook book, ExportFiles files, IFacts facts, BankClock clock)
{
    /// <summary>In the audit trail before the first byte goes out. Anybody else than the requester gets the answer of a file that does not exist.</summary>
    public async Task<Result<(MemberExport Export, Stream Content)>> OpenAsync(ICurrentViewer who, string id, CancellationToken cancel)
    {
        if (await book.FindAsync(id, cancel).ConfigureAwait(false) is not { } export || export.RequestedBy != who.Staff)
        {
            return Problem.NotFound("export", id);
        }

        var now = clock.GetUtcNow();
        if (export.State != ExportState.Ready || now >= export.ExpiresAt)
        {
            return Problem.Conflict("not_ready", $"There is no file: this export is {export.StateName(now)}.");
        }

        var viewer = export.Unmasked ? who.UnmaskingViewer($"export {id}") : who.Viewer($"export {id}");
        if (!viewer.Ok)
        {
            return viewer.Problem;
        }

        if (!viewer.Value.Scope.Contains(OrgPath.Of(export.OrgPath)) || (viewer.Value.Manager.Length > 0 && viewer.Value.Manager != export.Manager))
        {
            return Problem.Forbidden("Your place at the bank changed since you asked: the file holds customers who are not yours any more. Ask again.");
        }

        if (files.Open(id) is not { } content)
        {
            return Problem.Conflict("file_gone", "The file or its key is not on the disk any more. Ask again.");
        }

        export.Downloads++;
        await book.SaveAsync(export, who.Staff, "export_downloaded", $"time {export.Downloads}", cancel).ConfigureAwait(false);
        return (export, content);
    }

    public async Task<Result<ExportTrace>> TraceAsync(ICurrentViewer who, string code, CancellationToken cancel)
    {
        if (TraceCode.Read(code) is not { } read)
        {
            return Problem.Invalid("code", $"must be the {TraceCode.MarkLength} characters of a mark, with or without the {TraceCode.RowLength} of a row");
        }

        if (await book.FindMarkedAsync(who, read.Mark, cancel).ConfigureAwait(false) is not { } export)
        {
            return Problem.NotFound("export with the mark", read.Mark);
        }

        var numbers = read.Row is not { } row ? [] : await facts.ListAsync(
            who.Viewer($"trace export {export.Id}"),
            new FactsStatement("row of an export", SqlFile.Beside<ExportDownload>("Traced.sql"))
                .With("segment", export.Segment).With("version", (ulong)export.SegmentVersion).With("export", export.Id).With("row", row).With("shift", 64ul - TraceCode.RowBits),
            (ref RowReader r) => r.Text(), cancel).ConfigureAwait(false);
        return new ExportTrace(await book.ViewAsync(who, export, cancel).ConfigureAwait(false), numbers);
    }
}
