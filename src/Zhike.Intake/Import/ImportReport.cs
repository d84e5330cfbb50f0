using System.Collections.Immutable;
using Zhike.Kernel;

namespace Zhike.Intake.Import;

/// <summary>What an import did. rows = accepted + refused + unchanged + conflicts.</summary>
/// <param name="Accepted">Rows that were stored (of a dry run: that would be).</param>
/// <param name="Unchanged">Rows that were there already with the same content.</param>
/// <param name="Conflicts">Rows whose key is there with another content, where a row never changes.</param>
/// <param name="Refused">The first of them, see <see cref="RefusedShownMax"/>.</param>
/// <param name="Why">Why the import ended before the file did; null when it read all of it.</param>
internal sealed record ImportReport(
    string RunId, string Mapping, string Target, bool DryRun, long Rows, long Accepted, long RefusedRows, long Unchanged, long Conflicts,
    ImmutableArray<RowRefusal> Refused, Said? Why, double SecondsElapsed)
{
    /// <summary>So many refusals are kept with their reasons; all are counted.</summary>
    public const int RefusedShownMax = 1_000;

    public string? Stopped => Why?.Message;

    public double RowsPerSecond => SecondsElapsed > 0 ? Math.Round(Rows / SecondsElapsed) : 0;
}

/// <summary>Counts while an import runs.</summary>
internal sealed class ImportTally
{
    private readonly List<RowRefusal> _shown = [];

    public long Rows { get; private set; }

    public long Accepted { get; private set; }

    public long Refused { get; private set; }

    public long Unchanged { get; private set; }

    public long Conflicts { get; private set; }

    public ImmutableArray<RowRefusal> Shown => [.. _shown.OrderBy(r => r.Row).Take(ImportReport.RefusedShownMax)];

    public void Add(ChunkResult chunk)
    {
        Rows += chunk.Rows;
        Accepted += chunk.Accepted;
        Refused += chunk.Refused;
        Unchanged += chunk.Unchanged;
        Conflicts += chunk.Conflicts;
        _shown.AddRange(chunk.Shown.Take(Math.Max(0, ImportReport.RefusedShownMax - _shown.Count)));
    }
}

/// <param name="Shown">Refused rows and conflicts with their reasons.</param>
internal sealed record ChunkResult(long Rows, long Accepted, long Refused, long Unchanged, long Conflicts, IReadOnlyList<RowRefusal> Shown);
