namespace Zhike.Measurement.Statistics;

/// <summary>Several arms against one: of twenty differences that are none one looks like one. S. Holm, "A simple sequentially rejective multiple test procedure",
/// Scandinavian Journal of Statistics 6 (1979) 65-70: the chance of even one false find stays what it is for a single one.</summary>
public static class ManyComparisons
{
    /// <summary>Each p-value as it may be compared with 0.05, in the order they came.</summary>
    public static IReadOnlyList<double> Holm(IReadOnlyList<double> pValues)
    {
        var adjusted = new double[pValues.Count];
        var least = 0d;
        foreach (var (place, index) in Enumerable.Range(0, pValues.Count).OrderBy(i => pValues[i]).Index())
        {
            least = Math.Max(least, Math.Min(1, pValues[index] * (pValues.Count - place)));
            adjusted[index] = least;
        }

        return adjusted;
    }
}
