using Zhike.Kernel;

namespace Zhike.Bench.Harness;

/// <summary>How large the bank is that the rows are measured on.</summary>
internal sealed record Scale(string Name, long Customers)
{
    private static readonly Scale[] All = [new("10k", 10_000), new("100k", 100_000), new("1m", 1_000_000), new("10m", 10_000_000)];

    public static Result<Scale> Named(string name) =>
        Array.Find(All, s => s.Name == name) is { } scale
            ? scale
            : Problem.Invalid("--scale", $"must be one of {string.Join(", ", All.Select(s => s.Name))}, but is \"{name}\"");
}
