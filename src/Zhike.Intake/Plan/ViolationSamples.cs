using System.Collections.Concurrent;
using System.Text;
using Zhike.Kernel;

namespace Zhike.Intake.Plan;

/// <summary>A few examples of every violation, without personal data: what was wrong is shown, not only counted. They are gathered in
/// memory and taken to the disk now and then; an example that is lost with the process comes again.</summary>
internal sealed class ViolationSamples(BankClock clock)
{
    /// <summary>Of one violation of an event and source, until they are taken.</summary>
    public const int SamplesMax = 3;

    /// <summary>Different violations in memory; more are counted by their events only.</summary>
    public const int KindsMax = 5_000;

    private const int TextMax = 120;
    private readonly ConcurrentDictionary<(string Source, string Name, string Violation), Samples> _kinds = new();

    /// <param name="value">JSON; empty for none.</param>
    /// <param name="isShown">False tells the value's form only.</param>
    public void Offer(string source, string name, string violation, ReadOnlySpan<byte> value, bool isShown)
    {
        var key = (source, name, violation);
        if (!_kinds.TryGetValue(key, out var samples))
        {
            if (_kinds.Count >= KindsMax)
            {
                return;
            }

            samples = _kinds.GetOrAdd(key, _ => new Samples());
        }

        if (Volatile.Read(ref samples.Count) >= SamplesMax || Interlocked.Increment(ref samples.Count) > SamplesMax)
        {
            return;
        }

        samples.Texts.Enqueue((clock.GetUtcNow(), isShown ? Shown(value) : Form(value)));
    }

    /// <summary>What was gathered since the last time.</summary>
    public IReadOnlyList<ViolationSample> Take()
    {
        var taken = new List<ViolationSample>();
        foreach (var (key, _) in _kinds)
        {
            if (_kinds.TryRemove(key, out var samples))
            {
                taken.AddRange(samples.Texts.Select(t => new ViolationSample(key.Source, key.Name, key.Violation, t.Text, t.At)));
            }
        }

        return taken;
    }

    private static string Shown(ReadOnlySpan<byte> value)
    {
        var text = PersonalMask.Cover(ReadableJson.Of(Encoding.UTF8.GetString(value)));
        return text.Length > TextMax ? text[..TextMax] + "…" : text;
    }

    /// <summary>"(text of 8 bytes)".</summary>
    private static string Form(ReadOnlySpan<byte> value) => value.IsEmpty ? "" : value[0] switch
    {
        (byte)'"' => $"(text of {value.Length - 2} bytes)",
        (byte)'{' => "(object)",
        (byte)'[' => "(list)",
        _ => $"({value.Length} characters)",
    };

    private sealed class Samples
    {
        public int Count;

        public ConcurrentQueue<(DateTimeOffset At, string Text)> Texts { get; } = new();
    }
}

internal sealed record ViolationSample(string Source, string Name, string Violation, string Text, DateTimeOffset At);
