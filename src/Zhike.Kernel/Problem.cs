using System.Collections.Immutable;

namespace Zhike.Kernel;

/// <summary>How a refusal maps to the outside world; the HTTP status is chosen from it in one place.</summary>
public enum ProblemKind
{
    /// <summary>The request is malformed or breaks a rule that its sender can see (400).</summary>
    Invalid,

    /// <summary>It does not exist, or the viewer may not know that it does (404).</summary>
    NotFound,

    /// <summary>The viewer is known and may not do this (403).</summary>
    Forbidden,

    /// <summary>It changed meanwhile, or its state does not allow this (409).</summary>
    Conflict,

    /// <summary>A limit of memory, time, rows or rate was hit (429).</summary>
    LimitExceeded,

    /// <summary>A part that is needed does not answer (503).</summary>
    Unavailable,
}

/// <summary>One thing that is wrong: where (a field path such as "nodes[3].wait.days") and what was expected.</summary>
public sealed record FieldError(string Field, string Message)
{
    /// <summary>Of the sentence, see <see cref="Said"/>; empty where it has none yet.</summary>
    public string Code { get; init; } = "";

    /// <summary>What stands in the sentence, in its order.</summary>
    public ImmutableArray<string> Values { get; init; } = [];

    /// <summary>In a text of lines, the first being 1.</summary>
    public long? Line { get; init; }

    public static FieldError Of(string field, Said said) => new(field, said.Message) { Code = said.Code, Values = said.Values };

    /// <summary>Two are the same that say the same of the same field.</summary>
    public bool Equals(FieldError? other) => other is not null && Field == other.Field && Message == other.Message;

    public override int GetHashCode() => HashCode.Combine(Field, Message);
}

/// <summary>A refusal that the business expects. <see cref="Code"/> is stable and documented; <see cref="Message"/> is for people.</summary>
public sealed record Problem(ProblemKind Kind, string Code, string Message, ImmutableArray<FieldError> Errors)
{
    public Problem(ProblemKind kind, string code, string message)
        : this(kind, code, message, [])
    {
    }

    /// <summary>When it is worth asking again; null where nobody can say.</summary>
    public TimeSpan? RetryAfter { get; init; }

    public static Problem Invalid(string field, string message) =>
        new(ProblemKind.Invalid, "invalid", $"{field} {message}", [new FieldError(field, message)]);

    public static Problem Invalid(string field, Said said) => Invalid([FieldError.Of(field, said)]);

    /// <summary>Every error found, refused once.</summary>
    public static Problem Invalid(IEnumerable<FieldError> errors)
    {
        var all = errors.ToImmutableArray();
        return new Problem(ProblemKind.Invalid, "invalid", string.Join("; ", all.Select(e => $"{e.Field} {e.Message}")), all);
    }

    public static Problem NotFound(string what, string key) =>
        new(ProblemKind.NotFound, "not_found", $"There is no {what} \"{key}\", or it lies outside your scope.");

    public static Problem Forbidden(string message) => new(ProblemKind.Forbidden, "forbidden", message);

    public static Problem Conflict(string code, string message) => new(ProblemKind.Conflict, code, message);
}

/// <summary>Carries a Problem through code that cannot return one; the host turns it back into an answer.</summary>
public sealed class ProblemException(Problem problem) : Exception(problem.Message)
{
    public Problem Problem { get; } = problem;
}
