using System.Globalization;
using Zhike.Contracts.Customers;
using Zhike.Customers.Tests.Bank;
using Zhike.Testing;

namespace Zhike.Customers.Tests.Segments;

/// <summary>A segment that is kept in real time has, after every turn, the members of a full computation at that moment.</summary>
public sealed class RealtimeSegmentTests : IAsyncLifetime
{
    private static readonly DateOnly AsOf = new(1994, 3, 31);

    private TestBank _bank = null!;
    private int _events;

    public async Task InitializeAsync()
    {
        _bank = await TestBank.OpenAsync();
        await _bank.AddAsync([.. Enumerable.Range(1, 30).Select(i => new Customer((ulong)i, AsOf.AddDays(-100)))]);
        _bank.Definitions.Put("tag", SomeTags.Yaml);
        await _bank.RunTagsAsync(AsOf);
    }

    public Task DisposeAsync()
    {
        _bank.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task An_event_brings_in_whom_it_concerns_and_says_so()
    {
        Keep("{did: {event: apply, within_days: 1}}");
        (await TurnAsync()).ShouldBe(1);
        await EventAsync(7, "apply");
        await EventAsync(8, "browse");

        (await TurnAsync()).ShouldBe(1);

        (await MembersAsync()).ShouldBe("7");
        (await ChangesAsync()).ShouldBe("entered 7");
        (await TurnAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task Whose_window_ends_leaves_without_any_fact()
    {
        Keep("{did: {event: apply, within_days: 1}}");
        await TurnAsync();
        await EventAsync(7, "apply");
        await TurnAsync();

        _bank.Wall.Advance(TimeSpan.FromHours(24) + TimeSpan.FromMinutes(2));
        await TurnAsync();

        (await MembersAsync()).ShouldBeEmpty();
        (await ChangesAsync()).ShouldBe("entered 7, left 7");
    }

    [Fact]
    public async Task A_booking_and_a_new_customer_are_seen_as_well()
    {
        Keep("{or: [{did: {event: transaction, where: {kind: cash_in}}}, {attribute: attributes.city, op: eq, value: Dali}]}");
        await TurnAsync();
        await _bank.AddAsync(new Booking(9_001, 3, AsOf, "credit", "cash_in", 5, Run: "r2"));
        await TurnAsync();
        (await MembersAsync()).ShouldBe("3");

        await _bank.AddAsync(new Customer(4, AsOf.AddDays(-100), Version: 5, Attributes: new Dictionary<string, string> { ["city"] = "Dali" }));
        await TurnAsync();
        (await MembersAsync()).ShouldBe("3 4");
    }

    [Theory]
    [InlineData("{did: {event: a, at_least: 2, within_days: 9}}")]
    [InlineData("{did_not: {event: a, within_days: 1}}")]
    [InlineData("{first_time: {event: a, within_days: 1}}")]
    [InlineData("{stopped: {event: a, active_days: 2, quiet_days: 1}}")]
    [InlineData("{restarted: {event: a, active_days: 1, quiet_days: 1}}")]
    [InlineData("{regularly: {event: a, at_least: 2, of_last: 2, unit: weeks}}")]
    [InlineData("{sequence: {steps: [{event: a}, {event: b, without: {event: c}}], span: {hours: 20}, within_days: 3}}")]
    [InlineData("{and: [{not: {segment: other}}, {or: [{did: {event: b}}, {did: {event: transaction, at_least: 2}}]}]}")]
    public async Task After_every_turn_the_members_are_those_of_a_full_computation(string expression)
    {
        _bank.Definitions.Put("segment", "{key: other, name: {zh: 一, en: a}, expression: {did: {event: c, within_days: 4}}}");
        Keep(expression);
        var random = new Random(11);
        var sizes = new HashSet<int>();
        for (var turn = 0; turn < 25; turn++)
        {
            for (var i = random.Next(6); i > 0; i--)
            {
                await EventAsync(random.Next(1, 31), "abc"[random.Next(3)].ToString());
            }

            if (random.Next(4) == 0)
            {
                await _bank.AddAsync(new Booking((ulong)(50_000 + turn), (ulong)random.Next(1, 31), AsOf, "debit", "fee", 1, Run: $"run{turn}"));
            }

            await TurnAsync();
            var members = await _bank.MembersAsync(expression, AsOf);
            (await MembersAsync()).ShouldBe(string.Join(' ', members), $"turn {turn}");
            sizes.Add(members.Length);
            _bank.Wall.Advance(TimeSpan.FromMinutes(random.Next(2, 900)));
        }

        sizes.Count.ShouldBeGreaterThan(1, "nobody came and nobody went");
    }

    [Fact]
    public async Task A_schedule_computes_when_its_time_has_come()
    {
        _bank.Definitions.Put("segment", "{key: planned, name: {zh: 一, en: a}, refresh: on_demand, schedule: '0 12 * * *', expression: {did: {event: a}}}");
        (await TurnAsync()).ShouldBe(0);
        _bank.Wall.Advance(TimeSpan.FromHours(1));
        (await TurnAsync()).ShouldBe(0, "it is eleven in Shanghai");
        _bank.Wall.Advance(TimeSpan.FromHours(1));

        (await TurnAsync()).ShouldBe(1);
        (await TurnAsync()).ShouldBe(0);
    }

    private void Keep(string expression) => _bank.Definitions.Put("segment", $"{{key: kept, name: {{zh: 一, en: a}}, refresh: realtime, expression: {expression}}}");

    private Task<long> TurnAsync() => _bank.Get<ISegmentTurns>().TurnAsync(CancellationToken.None);

    private Task EventAsync(int customer, string name)
    {
        var now = _bank.Wall.GetUtcNow().AddSeconds(-1).UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture);
        return _bank.Facts.RunAsync(
            $"INSERT INTO events (event_id, ts, received_at, name, customer_id, properties) VALUES (toUUID('00000000-0000-0000-0000-{++_events:000000000000}'), '{now}', '{now}', '{name}', {customer}, '{{}}')");
    }

    private async Task<string> MembersAsync() => string.Join(' ', await _bank.TextsAsync(
        "SELECT toString(arrayJoin(arraySort(bitmapToArray(members)))) FROM (SELECT members FROM segment_members WHERE segment_id = 'kept' ORDER BY version DESC LIMIT 1)"));

    private async Task<string> ChangesAsync() => string.Join(", ", await _bank.TextsAsync(
        "SELECT concat(toString(change), ' ', toString(customer_id)) FROM segment_changes WHERE segment_id = 'kept' ORDER BY version, customer_id"));
}
