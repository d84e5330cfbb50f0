using Zhike.Contracts.Intake;
using Zhike.Kernel;

namespace Zhike.Intake.Events;

/// <summary>The one door by which calls of every format come in: whose key it is, what the call says, onto the disk.</summary>
internal sealed class EventDoor(IWriteKeys keys, EventCommitter committer, BankClock clock, IIds ids)
{
    /// <summary>Null when every event of the call is on the disk; else why the call was not taken.</summary>
    /// <param name="type">track, identify …; "batch" for many.</param>
    public async Task<Problem?> TakeAsync(string? key, string type, ReadOnlyMemory<byte> body, CancellationToken cancel)
    {
        key = string.IsNullOrEmpty(key) ? EventReader.WriteKeyIn(body.Span) : key;
        if (key is null || await keys.SourceOfAsync(key, cancel).ConfigureAwait(false) is not { } source)
        {
            return new Problem(ProblemKind.Forbidden, EventAnswers.UnknownKeyCode, "The write key is missing, unknown or revoked.");
        }

        var rows = new EventReader(source, clock.GetUtcNow(), ids.Next).Read(type, body.Span);
        if (!rows.Ok)
        {
            return rows.Problem;
        }

        try
        {
            await committer.CommitAsync(rows.Value, cancel).ConfigureAwait(false);
            return null;
        }
        catch (ProblemException refused)
        {
            return refused.Problem;
        }
    }
}
