namespace Zhike.Intake.Import.Reading;

/// <summary>Hands out the rows of a source as texts, whatever it is: so all of them are checked, converted and reported alike.</summary>
internal interface IRowSource : IAsyncDisposable
{
    /// <summary>Of the last row handed out or refused; the first is 1.</summary>
    long RowNumber { get; }

    /// <summary>How far it is; a total of 0 where nobody knows.</summary>
    (long Done, long Total) Progress { get; }

    /// <summary>The largest value of the incremental key that was read; null where there is none.</summary>
    string? LastKey { get; }

    /// <summary>Finds the wanted fields; the block's columns are theirs, in this order.</summary>
    /// <exception cref="Kernel.ProblemException">It cannot be opened or read, or lacks a wanted field.</exception>
    Task OpenAsync(IReadOnlyList<string> wanted, CancellationToken cancel);

    /// <summary>Fills the block with up to <paramref name="rowsMax"/> sound rows. False when the source has ended and the block is empty.</summary>
    ValueTask<bool> FillAsync(StagedBlock block, int rowsMax, List<RowRefusal> refusals, CancellationToken cancel);
}

/// <summary>A delimited file.</summary>
internal sealed class DelimitedRows(CsvScanner scanner, long total) : IRowSource
{
    public long RowNumber => scanner.RowNumber;

    public (long Done, long Total) Progress => total > 0 ? (scanner.BytesRead, total) : (scanner.RowNumber, 0);

    public string? LastKey => null;

    public Task OpenAsync(IReadOnlyList<string> wanted, CancellationToken cancel)
    {
        scanner.Open(wanted);
        return Task.CompletedTask;
    }

    public ValueTask<bool> FillAsync(StagedBlock block, int rowsMax, List<RowRefusal> refusals, CancellationToken cancel) =>
        ValueTask.FromResult(scanner.Fill(block, rowsMax, refusals));

    public ValueTask DisposeAsync()
    {
        scanner.Dispose();
        return ValueTask.CompletedTask;
    }
}
