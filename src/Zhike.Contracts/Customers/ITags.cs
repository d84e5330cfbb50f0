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

/// <param name="Type">money, count, number, share, days, years, text, flag, date.</param>
/// <param name="Column">Its column in tag_values.</param>
public sealed record TagInfo(string Key, string NameZh, string NameEn, string Dimension, string Kind, string Type, string Column, string Owner)
{
    /// <summary>Of a text, its codes with their names, in the order in which people read them.</summary>
    public IReadOnlyList<NamedValue> Values { get; init; } = [];

    /// <summary>Of a number, its named pieces, ascending.</summary>
    public IReadOnlyList<TagBand> Bands { get; init; } = [];

    /// <summary>Stands behind a count or a number; null where the type says it all or there is none.</summary>
    public NamedValue? Unit { get; init; }

    /// <summary>A code of this tag in words; a code without a name stands for itself.</summary>
    public NamedValue Named(string code) => Values.FirstOrDefault(v => v.Value == code) ?? NamedValue.Nameless(code);
}

/// <summary>A piece of a number line, half-open: from included, to excluded; null is without end. Conditions name it by its English name.</summary>
public sealed record TagBand(decimal? From, decimal? To, NamedValue Name);
