using Zhike.Contracts.Bank;
using Zhike.Customers.Conditions;
using Zhike.Customers.Tags.Compiling;
using Zhike.Customers.Tags.Definitions;

namespace Zhike.Customers.Tags.Realtime;

/// <summary>Who asks for the bank's current business date gets the values of now.</summary>
internal sealed class CurrentValues(RealtimeEpochs epochs, LiveTags live, IBusinessDate businessDate, BankOptions bank)
{
    /// <summary>Null for a past date, and while there is nothing newer than the nightly run.</summary>
    public async Task<CurrentRows?> AtAsync(DateOnly asOf, CancellationToken cancel) =>
        await epochs.InForceAsync(cancel).ConfigureAwait(false) is { } epoch && asOf >= await businessDate.CurrentAsync(cancel).ConfigureAwait(false)
            ? new CurrentRows(epoch, await live.ReadAsync(cancel).ConfigureAwait(false), bank.TimeZone)
            : null;
}

/// <summary>Rows like those of tag_values: the nightly run's, its numbers of days grown to the open day, and over them what was computed since.</summary>
internal sealed class CurrentRows(RealtimeEpoch epoch, TagSet tags, string zone)
{
    private static readonly string[] Always = ["customer_id", "org_path", "manager_id"];

    public RealtimeEpoch Epoch => epoch;

    /// <summary>A table expression with a row a customer. Who came after the nightly run has the real-time tags only.</summary>
    /// <param name="keys">The tags that it shall have.</param>
    /// <param name="customers">A predicate over customer_id.</param>
    /// <param name="shownAs">What stands in its as_of.</param>
    public string From(IEnumerable<string> keys, string customers, DateOnly shownAs, ParameterBinder binder)
    {
        var moves = new DayMoves(tags, epoch.BaseAsOf, epoch.AsOf, zone);
        var byKey = tags.InOrder.ToDictionary(t => t.Key);
        var wanted = keys.Distinct().Select(key => (Key: key, Live: epoch.Tags.Contains(key) && byKey.ContainsKey(key))).ToList();
        string Below(string key, bool isLive) => isLive ? moves.Grown(byKey[key]) : $"`{key}`";
        string Over(string column) => $"if(over.here = 1, over.`{column}`, below.`~{column}`)";

        // TRICKY: the aliases inside are no columns' names: such an alias would stand for the grown value in the other expressions.
        return $"""
            (SELECT {binder.Add(shownAs)} AS as_of, {string.Join(", ", Always.Concat(wanted.Select(w => w.Key)).Select(c => $"`^{c}` AS `{c}`"))}
            FROM (
                SELECT {string.Join(", ", Always.Select(c => $"assumeNotNull({Over(c)}) AS `^{c}`").Concat(wanted.Where(w => w.Live).Select(w => $"{Over(w.Key)} AS `^{w.Key}`")).Concat(wanted.Where(w => !w.Live).Select(w => $"below.`~{w.Key}` AS `^{w.Key}`")))}
                FROM (
                    SELECT customer_id AS `~customer_id`, org_path AS `~org_path`, manager_id AS `~manager_id`{string.Concat(wanted.Select(w => $", {Below(w.Key, w.Live)} AS `~{w.Key}`"))}
                    FROM tag_values WHERE as_of = {binder.Add(epoch.BaseAsOf)} AND {customers}
                ) AS below
                FULL JOIN (
                    SELECT customer_id, org_path, manager_id{string.Concat(wanted.Where(w => w.Live).Select(w => $", `{w.Key}`"))}, toUInt8(1) AS here
                    FROM tag_values_live FINAL WHERE epoch = {binder.Add("UInt64", epoch.Number.ToString(System.Globalization.CultureInfo.InvariantCulture))} AND {customers}
                ) AS over ON below.`~customer_id` = over.customer_id
            ))
            """;
    }
}
