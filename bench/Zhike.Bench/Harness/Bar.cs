namespace Zhike.Bench.Harness;

/// <summary>What a row must reach (design: at its full size, on two cores).</summary>
/// <param name="SecondsMax">At the scale <paramref name="AtCustomers"/>; null where only the ratio counts.</param>
/// <param name="RatioMax">Our median over the reference's; null where there is no reference.</param>
/// <param name="PerSecondMin">Rows a second.</param>
/// <param name="P99SecondsMax">Of the single answers.</param>
internal sealed record Bar(string Words, double? SecondsMax = null, double? RatioMax = null, double? PerSecondMin = null, long AtCustomers = 0, double? P99SecondsMax = null)
{
    /// <summary>Whether what else the bar asks for is met (memory, say); null where it asks for nothing else.</summary>
    public bool? Also { get; init; }
}

/// <summary>Times of several runs, in seconds.</summary>
internal sealed record Sample(IReadOnlyList<double> Seconds)
{
    public double Median => Ordered(0.5);

    public double P95 => Ordered(0.95);

    public double P99 => Ordered(0.99);

    /// <summary>The nearest rank; the middle of an even number is the mean of the two.</summary>
    private double Ordered(double share)
    {
        var sorted = Seconds.Order().ToArray();
        if (share == 0.5 && sorted.Length % 2 == 0)
        {
            return (sorted[(sorted.Length / 2) - 1] + sorted[sorted.Length / 2]) / 2;
        }

        return sorted[Math.Max(0, (int)Math.Ceiling(share * sorted.Length) - 1)];
    }
}

/// <summary>One measured row of the table.</summary>
/// <param name="Rows">How many things <paramref name="Ours"/> handled in one run.</param>
/// <param name="Reference">Null where the row has none.</param>
internal sealed record Line(string Name, string Work, string Unit, long Rows, Sample Ours, Sample? Reference, string ReferenceIs, Bar Bar)
{
    public double? Ratio => Reference is null ? null : Ours.Median / Reference.Median;

    public double PerSecond => Rows / Ours.Median;

    /// <summary>Whether the bar is met; null where this scale is not the bar's.</summary>
    public bool? Met(long customers)
    {
        bool?[] parts =
        [
            Bar.SecondsMax is { } seconds && customers >= Bar.AtCustomers ? Ours.Median <= seconds : null,
            Bar.RatioMax is { } ratio && Ratio is { } is_ ? is_ <= ratio : null,
            Bar.PerSecondMin is { } rate ? PerSecond >= rate : null,
            Bar.P99SecondsMax is { } slowest ? Ours.P99 <= slowest : null,
            Bar.Also,
        ];
        return parts.All(p => p is null) ? null : parts.All(p => p != false);
    }
}
