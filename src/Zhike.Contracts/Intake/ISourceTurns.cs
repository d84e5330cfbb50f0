namespace Zhike.Contracts.Intake;

/// <summary>The door by which sources run by themselves: whoever has a clock asks what is due, runs the job "source" for each, and says how it ended.</summary>
public interface ISourceTurns
{
    Task<IReadOnlyList<SourceTurn>> DueAsync(CancellationToken cancel);

    /// <summary>Until this is called the turn stays due: a process killed in between takes it up again.</summary>
    Task EndedAsync(SourceTurn turn, string outcome, CancellationToken cancel);
}

/// <param name="Source">Name of its mapping file in the folder of sources.</param>
/// <param name="Cause">"Schedule" or "Folder".</param>
/// <param name="Note">Which turns it makes up for; empty for none.</param>
public sealed record SourceTurn(string Source, string Cause, string Note)
{
    /// <summary>The outcome of a turn that ended well; any other says what was wrong.</summary>
    public const string Done = "done";
}
