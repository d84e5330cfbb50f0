using Zhike.Customers.Tags.Definitions;

namespace Zhike.Customers.Tags.Realtime;

/// <summary>Which tags follow each fact: those that say so, what people enter by hand, and what all these are made of.</summary>
internal static class RealtimeSet
{
    /// <summary>At a date: whoever has ended, or reads one that has, waits for the night, which takes the value from everybody.</summary>
    public static TagSet Of(TagSet all, DateOnly asOf)
    {
        var ended = new HashSet<string>(StringComparer.Ordinal);
        foreach (var tag in all.InOrder.Where(t => t.StopsOn < asOf || t.Reads.Any(ended.Contains)))
        {
            ended.Add(tag.Key);
        }

        return all.Only(all.InOrder.Where(t => (t.IsRealTime || t.Source is Manual) && !ended.Contains(t.Key)).Select(t => t.Key));
    }
}
