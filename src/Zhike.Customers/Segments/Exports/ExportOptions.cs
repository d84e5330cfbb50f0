namespace Zhike.Customers.Segments.Exports;

/// <summary>Options under "Exports".</summary>
internal sealed class ExportOptions
{
    /// <summary>Members in one file.</summary>
    public int RowsMax { get; set; } = 1_000_000;

    /// <summary>A file is deleted so many days after it was written; a request that nobody decided lapses after as many.</summary>
    public int Days { get; set; } = 7;
}
