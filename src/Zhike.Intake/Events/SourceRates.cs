using Zhike.Contracts.Intake;
using Zhike.Kernel;

namespace Zhike.Intake.Events;

/// <summary>How much each source may still send: a bucket that fills by so many events a second up to the burst. A call is let in while
/// there is anything in the bucket, and may leave it in debt: how many events it holds is known only when it has been read.</summary>
internal sealed class SourceRates(BankClock clock)
{
    private const int BucketsMax = 10_000;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Bucket> _buckets = new(StringComparer.Ordinal);

    /// <summary>How long the source must wait; zero when it may send now.</summary>
    public TimeSpan WaitOf(LiveSource source)
    {
        if (source.EventsPerSecond == 0)
        {
            return TimeSpan.Zero;
        }

        lock (_gate)
        {
            var bucket = Filled(source);
            return bucket.Events > 0 ? TimeSpan.Zero : TimeSpan.FromSeconds((1 - bucket.Events) / source.EventsPerSecond);
        }
    }

    public void Spend(LiveSource source, int events)
    {
        if (source.EventsPerSecond > 0)
        {
            lock (_gate)
            {
                Filled(source).Events -= events;
            }
        }
    }

    private Bucket Filled(LiveSource source)
    {
        var (now, most) = (clock.GetTimestamp(), (double)Math.Max(source.Burst, source.EventsPerSecond));
        if (!_buckets.TryGetValue(source.Name, out var bucket))
        {
            if (_buckets.Count >= BucketsMax)
            {
                _buckets.Clear();
            }

            _buckets[source.Name] = bucket = new Bucket { Events = most, At = now };
        }

        var seconds = (now - bucket.At) / (double)clock.TimestampFrequency;
        (bucket.Events, bucket.At) = (Math.Min(most, bucket.Events + (seconds * source.EventsPerSecond)), now);
        return bucket;
    }

    private sealed class Bucket
    {
        public double Events { get; set; }

        public long At { get; set; }
    }
}
