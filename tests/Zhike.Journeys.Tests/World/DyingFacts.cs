using Zhike.Kernel;
using Zhike.Storage.Facts;

namespace Zhike.Journeys.Tests.World;

internal sealed class KilledException : Exception;

/// <summary>The real store, until the process "dies": after so many writing statements every call throws.</summary>
internal sealed class DyingFacts(IFacts facts) : IFacts
{
    public int StatementsLeft { get; set; }

    public string Database => facts.Database;

    public IAsyncEnumerable<T> StreamAsync<T>(Viewer viewer, FactsStatement statement, RowMapper<T> map, CancellationToken cancel) =>
        StatementsLeft <= 0 ? throw new KilledException() : facts.StreamAsync(viewer, statement, map, cancel);

    public Task<FactsSummary> ExecuteAsync(Viewer viewer, FactsStatement statement, CancellationToken cancel) =>
        --StatementsLeft <= 0 ? throw new KilledException() : facts.ExecuteAsync(viewer, statement, cancel);

    public Task<FactsSummary> InsertAsync(FactsInsert insert, IAsyncEnumerable<ReadOnlyMemory<byte>> chunks, CancellationToken cancel) =>
        facts.InsertAsync(insert, chunks, cancel);

    public Task PipeAsync(Viewer viewer, FactsStatement statement, string format, Stream destination, CancellationToken cancel) =>
        facts.PipeAsync(viewer, statement, format, destination, cancel);

    public Task BackupAsync(string archivePath, CancellationToken cancel) => facts.BackupAsync(archivePath, cancel);

    public Task RestoreAsync(string archivedDatabase, string archivePath, CancellationToken cancel) =>
        facts.RestoreAsync(archivedDatabase, archivePath, cancel);
}
