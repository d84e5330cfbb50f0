using Zhike.Customers.Tags.Definitions;

namespace Zhike.Customers.Tags.Compiling;

/// <summary>Ranks need everybody's numbers at once: those are gathered in a narrow table first, and the ranks found over it.</summary>
internal sealed class RankStatements(TagSet tags, DateOnly asOf, string zone, string into)
{
    private readonly IReadOnlyList<(string Key, Rank Rank)> _ranks = [.. tags.InOrder.Where(t => t.Source is Rank).Select(t => (t.Key, (Rank)t.Source))];

    public bool Any => _ranks.Count > 0;

    public string Gathered => $"{into}_ranked";

    public string Ranks => new TagStatements(tags, asOf, zone, into).Ranks;

    /// <summary>The numbers that are ranked and what they are made of.</summary>
    public TagSet Sources => tags.Only(_ranks.Select(r => r.Rank.Of.Key));

    /// <summary>Computes or carries over the sources into <see cref="Gathered"/>.</summary>
    public TagStatements Gather => new(Sources, asOf, zone, Gathered);

    public string CreateRanks => $"CREATE TABLE {Ranks} (customer_id UInt64{string.Concat(_ranks.Select(r => $", `{r.Key}` Nullable(Float64)"))}) ENGINE = MergeTree ORDER BY customer_id";

    /// <summary>For each customer with a number: how many have a lower one, of how many others.</summary>
    public string Fill => $"INSERT INTO {Ranks}\nSELECT customer_id, {string.Join(",\n    ", _ranks.Select(r => One(r.Rank)))}\nFROM {Gathered}";

    private static string One(Rank rank)
    {
        var of = $"`{rank.Of.Key}`";
        var among = $"PARTITION BY isNull({of}){(rank.WithinOutlet ? ", org_path" : "")}";
        return $"if(isNull({of}) OR count() OVER ({among}) = 1, NULL, (rank() OVER ({among} ORDER BY {of}) - 1) / (count() OVER ({among}) - 1))";
    }
}
