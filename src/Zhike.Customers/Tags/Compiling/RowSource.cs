using Zhike.Customers.Conditions;
using Zhike.Customers.Sources;

namespace Zhike.Customers.Tags.Compiling;

/// <summary>How a fact table's rows are read for tags: which exist as of the date, their day and their order.</summary>
/// <param name="Alive">Only rows that were there on the as-of date.</param>
/// <param name="Day">The business day of a row.</param>
/// <param name="Order">What makes one row later than another of the same customer.</param>
internal sealed record RowSource(string From, string Alive, string Day, string Order)
{
    /// <summary>One number in place of (booked_at, transaction_id): the engine compares numbers much faster than tuples.</summary>
    public const string TransactionOrder = "(bitShiftLeft(toUInt128(toUInt64(toUnixTimestamp64Milli(booked_at))), 64) + transaction_id)";

    /// <summary>Rows are things that happened on a day, so that windows over them make sense.</summary>
    public bool Windowed { get; private init; } = true;

    /// <summary>When a row happened, in milliseconds.</summary>
    public string Instant { get; private init; } = "0";

    /// <summary>Which of two rows of one instant is the later; 0 where nobody can tell.</summary>
    public string Number { get; private init; } = "0";

    /// <summary>The bank's time zone, bound.</summary>
    public string Zone { get; private init; } = "'UTC'";

    public static RowSource Of(FactTable table, DateOnly asOf, string zone, ParameterBinder binder)
    {
        var day = binder.Add(asOf);
        if (table == FactTables.Transactions)
        {
            return new RowSource("transactions", $"booked_on <= {day}", "booked_on", TransactionOrder)
            {
                Instant = "toUnixTimestamp64Milli(booked_at)",
                Number = "transaction_id",
            };
        }

        if (table == FactTables.Events)
        {
            // An event's business day is the calendar day at the bank; the first test only prunes partitions.
            var bound = binder.Add("String", zone);
            var local = $"toDate(ts, {bound})";
            return new RowSource("events", $"ts < toDateTime64({day} + 2, 3, 'UTC') AND {local} <= {day} AND customer_id != 0", local, "(ts, event_id)")
            {
                Instant = "toUnixTimestamp64Milli(ts)",
                Zone = bound,
            };
        }

        return new RowSource(
            "holding_versions FINAL", $"opened_on <= {day} AND (closed_on IS NULL OR closed_on > {day})", "assumeNotNull(opened_on)", "(opened_on, holding_no)")
        {
            Windowed = false,
        };
    }
}
