using Zhike.Contracts.Jobs;
using Zhike.Kernel;

namespace Zhike.Contracts.Customers;

/// <summary>What is known and computed about customers.</summary>
public interface ITags
{
    Task<IReadOnlyList<TagInfo>> AllAsync(CancellationToken cancel);

    /// <summary>Computes every live tag as of a business date. <paramref name="full"/> false: only customers whose facts or
    /// windows changed since the day before, when that day is there; the answer is the same.</summary>
    Task RunAsync(DateOnly asOf, bool full, IProgressSink progress, CancellationToken cancel);

    /// <summary>The newest date on or before <paramref name="asOf"/> for which values are stored; null when none is.</summary>
    Task<DateOnly?> DateAsync(DateOnly asOf, CancellationToken cancel);

    /// <summary>Values by tag key, for the customers of the viewer's scope, at the newest date on or before asOf.</summary>
    Task<IReadOnlyDictionary<ulong, IReadOnlyDictionary<string, object?>>> ValuesAsync(
        Viewer viewer, IReadOnlyCollection<ulong> customerIds, DateOnly asOf, CancellationToken cancel);
}

/// <param name="Type">money, count, number, share, days, text, flag, date.</param>
/// <param name="Column">Its column in tag_values.</param>
public sealed record TagInfo(string Key, string NameZh, string NameEn, string Dimension, string Kind, string Type, string Column, string Owner);
