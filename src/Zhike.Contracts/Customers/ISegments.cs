using System.Text.Json;
using Zhike.Kernel;

namespace Zhike.Contracts.Customers;

/// <summary>Named sets of customers, kept as versioned bitmaps in segment_members.</summary>
public interface ISegments
{
    /// <summary>Computes and stores the members of a live segment at a business date; the same date again replaces nothing
    /// and answers the version that is there when nothing changed.</summary>
    Task<SegmentVersion> MaterialiseAsync(string segmentKey, DateOnly asOf, CancellationToken cancel);

    /// <summary>The newest version on or before a date.</summary>
    Task<SegmentVersion?> LatestAsync(string segmentKey, DateOnly asOf, CancellationToken cancel);

    /// <summary>How many customers of the viewer's scope the expression would hold.</summary>
    Task<Result<long>> EstimateAsync(Viewer viewer, JsonElement expression, DateOnly asOf, CancellationToken cancel);
}

/// <param name="Version">Grows with every computation.</param>
public sealed record SegmentVersion(string SegmentKey, ulong Version, DateOnly AsOf, long Customers);
