namespace Zhike.Intake.Plan;

/// <summary>Says of each event, once it is read and before it is a row, whether it is what the bank expects. One event, no I/O, no waiting:
/// it stands on the way of every event that comes in. Safe to call from many threads.</summary>
internal interface IEventJudge
{
    /// <param name="source">Name of the write key it came by.</param>
    /// <param name="type">track, identify, page, screen, group, alias.</param>
    /// <param name="name">Of the event; of other types than track, the type.</param>
    /// <param name="properties">A JSON object that has been read before: it is well-formed.</param>
    Judgement Judge(string source, string type, string name, ReadOnlySpan<byte> properties);

    /// <summary>Searches an event's context for numbers of persons, in its values and its names.</summary>
    /// <param name="name">Of the event that said it first.</param>
    /// <param name="context">As <c>properties</c> above.</param>
    Judgement JudgeContext(string source, string name, ReadOnlySpan<byte> context);
}

internal enum Verdict : byte
{
    /// <summary>As expected.</summary>
    Keep,

    /// <summary>Goes to the events, with its violations beside it.</summary>
    Mark,

    /// <summary>Goes to quarantined_events instead, until somebody decides.</summary>
    Quarantine,
}

/// <param name="Violations">"code:property", such as "missing:amount"; empty when there are none.</param>
/// <param name="Properties">What is to be stored instead of what came; null when nothing was changed. Holds for every verdict.</param>
internal readonly record struct Judgement(Verdict Verdict, IReadOnlyList<string> Violations, byte[]? Properties)
{
    public static Judgement Kept { get; } = new(Verdict.Keep, [], null);
}
