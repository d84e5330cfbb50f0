using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;
using Zhike.Kernel;
using Zhike.Storage.Records;

namespace Zhike.Customers.Segments.Exports;

internal enum ExportState
{
    Requested,
    Approved,
    Refused,
    Running,

    /// <summary>The file is there, for who asked for it.</summary>
    Ready,

    /// <summary>The file is gone, or nobody decided in time.</summary>
    Expired,
    Failed,
}

/// <summary>Somebody's wish to have the members of a segment as a file, and what became of it.</summary>
internal sealed class MemberExport : IRevised
{
    public required string Id { get; init; }

    /// <summary>In the file in place of the id: says which export a leaked row is from, see <see cref="TraceCode"/>.</summary>
    public required string Mark { get; init; }

    public required string Segment { get; init; }

    public required long SegmentVersion { get; init; }

    /// <summary>Of the version; the tags are of that day, too.</summary>
    public required DateOnly AsOf { get; init; }

    /// <summary>Keys of <see cref="ExportColumns"/>, with commas between.</summary>
    public required string Columns { get; init; }

    public required bool Unmasked { get; init; }

    /// <summary>csv or xlsx.</summary>
    public required string Format { get; init; }

    /// <summary>zh or en: of heads and words in the file.</summary>
    public required string Language { get; init; }

    public required string Purpose { get; init; }

    /// <summary>With manager and role, the requester's scope when they asked: no more is ever in the file.</summary>
    public required string OrgPath { get; init; }

    public required string Manager { get; init; }

    public required string Role { get; init; }

    public required string RequestedBy { get; init; }

    public required DateTimeOffset RequestedAt { get; init; }

    /// <summary>Within the scope, when it was asked for.</summary>
    public required long Members { get; init; }

    public ExportState State { get; set; }

    /// <summary>Who approved or refused it; never who asked.</summary>
    public string DecidedBy { get; set; } = "";

    public DateTimeOffset? DecidedAt { get; set; }

    /// <summary>What the second person said.</summary>
    public string Note { get; set; } = "";

    public int Attempts { get; set; }

    /// <summary>Why it failed or went before its time.</summary>
    public string Message { get; set; } = "";

    public long RowsWritten { get; set; }

    public long Bytes { get; set; }

    /// <summary>Of the file as it is downloaded, in lower-case hexadecimal.</summary>
    public string Sha256 { get; set; } = "";

    /// <summary>When it became ready, failed or expired.</summary>
    public DateTimeOffset? EndedAt { get; set; }

    /// <summary>Of a request, when it lapses undecided; of a file, when it is deleted.</summary>
    public required DateTimeOffset ExpiresAt { get; set; }

    public int Downloads { get; set; }

    public long Revision { get; set; }

    public ImmutableArray<string> ColumnKeys => [.. Columns.Split(',', StringSplitOptions.RemoveEmptyEntries)];

    /// <summary>Who asked, as they were when they did.</summary>
    public Viewer Viewer => new(RequestedBy, Zhike.Kernel.OrgPath.Of(OrgPath), Manager, Unmasked, $"export {Id}: {Purpose}") { Role = Role };

    /// <summary>A second person's word; null when it counts, else why not.</summary>
    public Problem? Decide(string staff, bool approved, string note, DateTimeOffset now)
    {
        if (staff == RequestedBy)
        {
            return Problem.Forbidden("Somebody else than the person who asks must decide.");
        }

        if (State != ExportState.Requested || now >= ExpiresAt)
        {
            return Problem.Conflict("wrong_state", $"This export is {StateName(now)}: it was decided already, or it is over its time.");
        }

        if (!approved && note.Length == 0)
        {
            return Problem.Invalid("note", "must say why not");
        }

        (State, DecidedBy, DecidedAt, Note) = (approved ? ExportState.Approved : ExportState.Refused, staff, now, note);
        return null;
    }

    /// <summary>The word for its state; over its time it is expired though nobody has written that down yet.</summary>
    public string StateName(DateTimeOffset now)
    {
        var state = State is ExportState.Requested or ExportState.Ready && now >= ExpiresAt ? ExportState.Expired : State;
        return System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(state.ToString());
    }
}

internal sealed class ExportsModel : IRecordsModel
{
    public void Configure(ModelBuilder model) => model.Entity<MemberExport>(export =>
    {
        export.ToTable("member_exports");
        export.HasKey(e => e.Id);
        export.Ignore(e => e.ColumnKeys);
        export.Ignore(e => e.Viewer);
    });
}
