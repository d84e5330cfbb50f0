namespace Zhike.Intake.Events.Evidence;

/// <summary>Pairs of identities that were written lately, by hash, with the earliest moment: the same pair comes with every event of somebody
/// who is signed in, and says nothing new. Two generations of limited size and life. Used by one thread at a time.</summary>
internal sealed class SeenPairs(int generationMax = SeenPairs.GenerationMaxDefault)
{
    public const int GenerationMaxDefault = 500_000;

    /// <summary>A generation lives so long; a pair is written again after one to two of these.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromHours(3);

    private Dictionary<ulong, long> _young = [];
    private Dictionary<ulong, long> _old = [];
    private DateTimeOffset _since;

    /// <summary>True when the pair is to be written: it is new, or was seen earlier than what was written says.</summary>
    public bool Add(ulong pair, DateTimeOffset at, DateTimeOffset now)
    {
        if (_young.Count >= generationMax || now - _since >= Life)
        {
            (_old, _young, _since) = (_young, [], now);
        }

        var ms = at.ToUnixTimeMilliseconds();
        if ((_young.TryGetValue(pair, out var earliest) || _old.TryGetValue(pair, out earliest)) && earliest <= ms)
        {
            return false;
        }

        _young[pair] = ms;
        return true;
    }

    /// <summary>For what could not be stored after all.</summary>
    public void Remove(ulong pair)
    {
        _young.Remove(pair);
        _old.Remove(pair);
    }
}
