using System.Globalization;
using Zhike.Contracts.Customers;
using Zhike.Customers.Tests.Bank;
using Zhike.Kernel;
using Zhike.Testing;

namespace Zhike.Customers.Tests.Tags;

/// <summary>A bank on a working day: last night's run is made, the clock stands in the morning of the day after, and facts come in.</summary>
internal static class LiveStage
{
    /// <summary>The day of the nightly run that is there; the bank's clock stands in the day after it.</summary>
    public static readonly DateOnly Night = new(1994, 3, 31);

    public static async Task<TestBank> OpenAsync(string tags, int customers = 10)
    {
        var bank = await TestBank.OpenAsync();
        await bank.AddAsync([.. Enumerable.Range(1, customers).Select(i => new Customer((ulong)i, Night.AddDays(-100)))]);
        bank.Definitions.Put("tag", tags);
        await bank.RunTagsAsync(Night);
        await bank.TurnAsync();
        bank.Wall.Advance(TimeSpan.FromSeconds(1));
        return bank;
    }

    public static Task<long> TurnAsync(this TestBank bank) => bank.Get<ITagTurns>().TurnAsync(CancellationToken.None);

    /// <summary>An event that happens and arrives now.</summary>
    public static Task EventNowAsync(this TestBank bank, ulong customer, string name, string properties = "{}") =>
        bank.EventAsync(customer, name, bank.Wall.GetUtcNow(), properties);

    /// <summary>An event of some time that arrives now.</summary>
    public static Task EventAsync(this TestBank bank, ulong customer, string name, DateTimeOffset ts, string properties = "{}") => bank.Facts.RunAsync(string.Create(
        CultureInfo.InvariantCulture,
        $"INSERT INTO events (event_id, ts, received_at, name, customer_id, properties) VALUES (generateUUIDv4(), '{ts.UtcDateTime:yyyy-MM-dd HH:mm:ss.fff}', '{bank.Wall.GetUtcNow().UtcDateTime:yyyy-MM-dd HH:mm:ss.fff}', '{name}', {customer}, '{properties}')"));

    /// <summary>What a reader of now sees.</summary>
    public static async Task<object?> ValueAsync(this TestBank bank, ulong customer, string tag)
    {
        var today = await bank.CurrentAsync(CancellationToken.None);
        var values = await bank.Tags.ValuesAsync(Viewer.Bank("test"), [customer], today, CancellationToken.None);
        return values.TryGetValue(customer, out var own) ? own[tag] : null;
    }

    /// <summary>The night of a day: its run, and the date moves on.</summary>
    public static async Task NightAsync(this TestBank bank, DateOnly day)
    {
        await bank.RunTagsAsync(day, full: false);
        await bank.AdvanceAsync(day, CancellationToken.None);
        bank.Wall.Advance(TimeSpan.FromSeconds(1));
    }

    /// <summary>Recorded changes in the order in which they came: "day tag customer old new source".</summary>
    public static Task<IReadOnlyList<string>> ChangesAsync(this TestBank bank) => bank.TextsAsync(
        "SELECT concat_ws(' ', toString(as_of), tag, toString(customer_id), ifNull(old_value, '-'), ifNull(new_value, '-'), toString(source)) FROM tag_changes ORDER BY changed_at, tag, customer_id");
}
