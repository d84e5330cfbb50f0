using Zhike.Intake.Import;
using Zhike.Kernel;

namespace Zhike.Intake.Sources;

/// <summary>All sources there are.</summary>
/// <param name="Folder">Where a mapping file becomes a source.</param>
/// <param name="TimeZone">In which schedules are counted.</param>
internal sealed record BatchSourceList(string Folder, string TimeZone, IReadOnlyList<BatchSource> Sources);

/// <summary>One source with its schedule and what waits in its folder.</summary>
/// <param name="Source">Name of its mapping file.</param>
/// <param name="Name">What the mapping calls itself.</param>
/// <param name="From">File, connection, or folder and pattern.</param>
/// <param name="Problems">What is wrong with the mapping; it does not run before that is mended.</param>
/// <param name="Key">How far an incremental source was read.</param>
/// <param name="Revision">0: it was never scheduled.</param>
internal sealed record BatchSource(
    string Source, string Name, string Kind, string From, IReadOnlyList<string> Targets, IReadOnlyList<FieldError> Problems, string Key,
    string Cron, bool Enabled, DateTimeOffset? NextAt, DateTimeOffset? LastAt, string LastOutcome, long Revision, bool Watched, IReadOnlyList<WaitingFile> Waiting);

/// <param name="Announced">It is taken at the next turn; else its announcement is still to come.</param>
internal sealed record WaitingFile(string Name, long Bytes, long AgeSeconds, bool Announced);

/// <summary>One run as the history shows it.</summary>
/// <param name="Source">Null where its mapping file lies elsewhere: it came from the command line or the demo.</param>
/// <param name="Missed">So many turns it made up for, the first of them at <paramref name="MissedSince"/>.</param>
internal sealed record BatchRun(
    string Id, string? Source, string Mapping, string Target, string File, bool DryRun, ImportState State, ImportCause Cause, int Missed, DateTimeOffset? MissedSince,
    DateTimeOffset StartedAt, decimal SecondsElapsed, long Rows, long Accepted, long Unchanged, long Refused, long Conflicts, string Message,
    IReadOnlyList<FieldError> Faults, string KeyFrom, string KeyTo);

/// <summary>One delivered file.</summary>
/// <param name="Faults">What <paramref name="Why"/> says, as codes with values; none of what was kept before there were codes.</param>
internal sealed record DeliveredFile(string Source, string Name, long Bytes, string Checksum, SourceFileState State, string Why, IReadOnlyList<FieldError> Faults,
    DateTimeOffset TakenAt, DateTimeOffset? EndedAt);

/// <summary>The run that brought rows of a customer.</summary>
/// <param name="Part">The table of the standard model.</param>
internal sealed record CustomerOrigin(string Part, string RunId, long Rows, string Mapping, string File, DateTimeOffset? StartedAt);

internal sealed record BatchSchedule(string Source, string Cron, bool Enabled, long Revision);

internal sealed record CronPreview(IReadOnlyList<DateTimeOffset> Next);
