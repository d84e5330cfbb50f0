using Zhike.Contracts.Customers;
using Zhike.Contracts.Http;
using Zhike.Kernel;
using Zhike.Storage;
using Zhike.Storage.Facts;
using Zhike.Storage.Facts.Rows;

namespace Zhike.Customers.Profiles.Behaviour;

/// <summary>What a customer did and what was done about them, a page at a time.</summary>
internal sealed class BehaviourQuery(IFacts facts, EventWords words, BankClock clock)
{
    /// <summary>Of a session so many events are shown, the first ones.</summary>
    public const int EventsShownMax = 40;

    private static readonly string[] Types = ["behaviour", "contact", "work_order"];

    public async Task<Result<BehaviourPage>> ReadAsync(Viewer viewer, ulong customer, string? type, PageRequest page, CancellationToken cancel)
    {
        if (!string.IsNullOrEmpty(type) && !Types.Contains(type))
        {
            return Problem.Invalid("type", $"must be one of {string.Join(", ", Types)}");
        }

        var statement = new FactsStatement("behaviour of a customer", SqlFile.Beside<BehaviourQuery>("Behaviour.sql"))
            .With("customer", customer).With("now", clock.GetUtcNow()).With("type", type ?? "").With("events_shown", (long)EventsShownMax)
            .With("size", (long)page.Size).With("offset", page.Offset);
        var named = await words.ReadAsync(cancel).ConfigureAwait(false);
        var rows = await facts.ListAsync(viewer, statement, (ref RowReader row) => Read(ref row, named), cancel).ConfigureAwait(false);
        return new BehaviourPage([.. rows.Select(r => r.Item)], rows.Count == 0 ? 0 : checked((long)rows[0].Found), [.. named.Properties.Values]);
    }

    private static (BehaviourItem Item, ulong Found) Read(ref RowReader row, EventWords.Vocabulary named)
    {
        var item = new BehaviourItem(row.Text(), row.Instant(), row.Instant(), row.Text(), row.Text(), row.Bool(), checked((long)row.UInt64()), [], "", "", "", "", 0, "");
        var (times, names, details) = (row.UInt64s(), row.Texts(), row.Texts());
        var steps = times.Select((at, i) => Step(DateTimeOffset.FromUnixTimeMilliseconds((long)at), names[i], details[i], item.Type is "contact" or "work_order", named));
        item = item with
        {
            Steps = [.. steps], Run = row.Text(), Decision = row.Text(), Template = row.Text(), Journey = row.Text(), Version = (int)row.UInt32(), Node = row.Text(),
        };
        return (item, row.UInt64());
    }

    /// <summary>Outcomes are codes that the console knows; events are named by the tracking plans.</summary>
    private static BehaviourStep Step(DateTimeOffset at, string name, string detail, bool isOutcome, EventWords.Vocabulary named)
    {
        var word = isOutcome ? NamedValue.Nameless(name) : named.Event(name);
        return new BehaviourStep(at, name, word.Zh, word.En, detail);
    }
}
