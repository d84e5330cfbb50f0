using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using Zhike.Kernel;
using Zhike.Storage.Facts;
using Zhike.Storage.Facts.Rows;

namespace Zhike.Bench.Harness;

/// <summary>Adds up how long each statement took, by its name: which part of the work to look at.</summary>
internal sealed class TimedFacts(IFacts facts) : IFacts
{
    private readonly Dictionary<string, (int Times, TimeSpan Took)> _parts = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();

    public string Database => facts.Database;

    /// <summary>The dearest first, and begins anew.</summary>
    public string TakeParts(int most)
    {
        lock (_lock)
        {
            var parts = _parts.OrderByDescending(p => p.Value.Took).Take(most)
                .Select(p => string.Create(CultureInfo.InvariantCulture, $"{p.Key} {p.Value.Took.TotalMilliseconds:0} ms ({p.Value.Times})"))
                .Append(string.Create(CultureInfo.InvariantCulture, $"all {_parts.Values.Sum(p => p.Took.TotalMilliseconds):0} ms ({_parts.Values.Sum(p => p.Times)})"));
            var text = string.Join(", ", parts);
            _parts.Clear();
            return text;
        }
    }

    public async IAsyncEnumerable<T> StreamAsync<T>(Viewer viewer, FactsStatement statement, RowMapper<T> map, [EnumeratorCancellation] CancellationToken cancel)
    {
        var started = Stopwatch.GetTimestamp();
        await foreach (var row in facts.StreamAsync(viewer, statement, map, cancel).ConfigureAwait(false))
        {
            yield return row;
        }

        Add(statement.Name, started);
    }

    public async Task<FactsSummary> ExecuteAsync(Viewer viewer, FactsStatement statement, CancellationToken cancel)
    {
        var started = Stopwatch.GetTimestamp();
        var summary = await facts.ExecuteAsync(viewer, statement, cancel).ConfigureAwait(false);
        Add(statement.Name, started);
        return summary;
    }

    public async Task<FactsSummary> InsertAsync(FactsInsert insert, IAsyncEnumerable<ReadOnlyMemory<byte>> chunks, CancellationToken cancel)
    {
        var started = Stopwatch.GetTimestamp();
        var summary = await facts.InsertAsync(insert, chunks, cancel).ConfigureAwait(false);
        Add(insert.Name, started);
        return summary;
    }

    public Task PipeAsync(Viewer viewer, FactsStatement statement, string format, Stream destination, CancellationToken cancel) =>
        facts.PipeAsync(viewer, statement, format, destination, cancel);

    public Task BackupAsync(string archivePath, CancellationToken cancel) => facts.BackupAsync(archivePath, cancel);

    public Task RestoreAsync(string archivedDatabase, string archivePath, CancellationToken cancel) => facts.RestoreAsync(archivedDatabase, archivePath, cancel);

    private void Add(string name, long started)
    {
        lock (_lock)
        {
            var (times, took) = _parts.GetValueOrDefault(name);
            _parts[name] = (times + 1, took + Stopwatch.GetElapsedTime(started));
        }
    }
}
