using Microsoft.Extensions.Logging;
using Zhike.Kernel;
using Zhike.Storage.Facts;
using Zhike.Storage.Facts.Rows;

namespace Zhike.Intake.Events.Refusals;

/// <summary>Counts what was not taken, with a few samples, and writes the counts every few seconds while there are any: nothing is dropped
/// without a counter. Memory is bounded whatever comes.</summary>
internal sealed class RefusalCounts(IFacts facts, BankClock clock, ILogger<RefusalCounts> log) : IAsyncDisposable
{
    /// <summary>Samples of one source, reason and field an hour.</summary>
    public const int SamplesPerHour = 20;

    /// <summary>Different sources, reasons and fields between two writes; more are counted together.</summary>
    public const int KindsMax = 2_000;

    private const string Target = "event_refusals (minute, source, reason, field, sample, events)";
    private static readonly TimeSpan WriteEvery = TimeSpan.FromSeconds(2);
    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _writing = new(1);
    private readonly CancellationTokenSource _ending = new();
    private readonly Dictionary<Kind, int> _sampled = [];
    private Dictionary<Kind, Count> _counts = [];
    private long _hour;
    private Task? _loop;

    private static readonly Kind Others = new("", "others", "");

    /// <param name="what">What came, for a sample; empty for none.</param>
    public void Add(string source, string reason, string field, long events = 1, ReadOnlySpan<byte> what = default)
    {
        var kind = new Kind(source, reason, field);
        lock (_gate)
        {
            if (!_counts.TryGetValue(kind, out var count))
            {
                kind = _counts.Count < KindsMax ? kind : Others;
                if (!_counts.TryGetValue(kind, out count))
                {
                    _counts[kind] = count = new Count();
                }
            }

            count.Events += events;
            if (what.Length > 0 && MaySample(kind))
            {
                count.Events -= events;
                count.Samples.Add((ShapeOfText.Of(what), events));
            }

            if (_loop is null or { IsCompleted: true } && !_ending.IsCancellationRequested)
            {
                _loop = Task.Run(LoopAsync);
            }
        }
    }

    /// <summary>Writes what was counted until now.</summary>
    public async Task WriteAsync()
    {
        await _writing.WaitAsync().ConfigureAwait(false);
        try
        {
            Dictionary<Kind, Count> counts;
            lock (_gate)
            {
                (counts, _counts) = (_counts, []);
            }

            if (counts.Count > 0)
            {
                await facts.InsertAsync(new FactsInsert("event refusals", Target), RowsAsync(counts), CancellationToken.None).ConfigureAwait(false);
            }
        }
        finally
        {
            _writing.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync().ConfigureAwait(false);
        if (_loop is not null)
        {
            await _loop.ConfigureAwait(false);
        }

        await TryWriteAsync().ConfigureAwait(false);
        _ending.Dispose();
        _writing.Dispose();
    }

    private bool MaySample(Kind kind)
    {
        var hour = clock.GetUtcNow().ToUnixTimeSeconds() / 3600;
        if (hour != _hour || _sampled.Count > KindsMax)
        {
            _sampled.Clear();
            _hour = hour;
        }

        var taken = _sampled.GetValueOrDefault(kind);
        _sampled[kind] = taken + 1;
        return taken < SamplesPerHour;
    }

    private async Task LoopAsync()
    {
        while (true)
        {
            await Task.Delay(WriteEvery, _ending.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await TryWriteAsync().ConfigureAwait(false);
            lock (_gate)
            {
                if (_counts.Count == 0 || _ending.IsCancellationRequested)
                {
                    _loop = null;
                    return;
                }
            }
        }
    }

    private async Task TryWriteAsync()
    {
        try
        {
            await WriteAsync().ConfigureAwait(false);
        }
        catch (Exception failed) when (failed is ProblemException or FactsException)
        {
            log.LogWarning(failed, "The counts of refused events were not written");
        }
    }

    private async IAsyncEnumerable<ReadOnlyMemory<byte>> RowsAsync(Dictionary<Kind, Count> counts)
    {
        var minute = (uint)(clock.GetUtcNow().ToUnixTimeSeconds() / 60 * 60);
        var writer = new RowWriter();
        foreach (var (kind, count) in counts)
        {
            if (count.Events > 0)
            {
                Row(kind, "", count.Events);
            }

            foreach (var (sample, events) in count.Samples)
            {
                Row(kind, sample, events);
            }
        }

        yield return writer.Written;
        await Task.CompletedTask.ConfigureAwait(false);

        void Row(Kind kind, string sample, long events) =>
            writer.UInt32(minute).Text(kind.Source).Text(kind.Reason).Text(kind.Field).Text(sample).UInt64((ulong)events);
    }

    private readonly record struct Kind(string Source, string Reason, string Field);

    private sealed class Count
    {
        public long Events { get; set; }

        public List<(string Sample, long Events)> Samples { get; } = [];
    }
}
