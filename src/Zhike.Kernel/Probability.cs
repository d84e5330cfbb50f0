namespace Zhike.Kernel;

/// <summary>A share between 0 and 1, both included.</summary>
public readonly record struct Probability
{
    private Probability(double value) => Value = value;

    public double Value { get; }

    public static Result<Probability> From(double value, string field) => value is >= 0 and <= 1
        ? new Probability(value)
        : Problem.Invalid(field, $"must lie between 0 and 1, but is {value}");
}
