using System.Diagnostics.CodeAnalysis;

namespace Zhike.Kernel;

/// <summary>A value, or the Problem that stands in its place.</summary>
public readonly record struct Result<T>
{
    private readonly T? _value;

    private Result(T? value, Problem? problem) => (_value, Problem) = (value, problem);

    public Problem? Problem { get; }

    [MemberNotNullWhen(false, nameof(Problem))]
    public bool Ok => Problem is null;

    /// <summary>Throws <see cref="InvalidOperationException"/> when there is a Problem: ask <see cref="Ok"/> first.</summary>
    public T Value => Problem is null ? _value! : throw new InvalidOperationException($"No value: {Problem.Message}");

    public static implicit operator Result<T>(T value) => new(value, null);

    public static implicit operator Result<T>(Problem problem) => new(default, problem);

    /// <summary>The value, or a <see cref="ProblemException"/>.</summary>
    public T OrThrow() => Problem is null ? _value! : throw new ProblemException(Problem);

    public Result<TNext> Then<TNext>(Func<T, Result<TNext>> next) => Problem is null ? next(_value!) : Problem;

    public Result<TNext> Map<TNext>(Func<T, TNext> next) => Problem is null ? next(_value!) : Problem;
}
