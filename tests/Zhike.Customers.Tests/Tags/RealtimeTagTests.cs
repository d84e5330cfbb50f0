using Zhike.Contracts.Customers;
using Zhike.Customers.Tests.Bank;
using Zhike.Kernel;
using Zhike.Testing;

namespace Zhike.Customers.Tests.Tags;

/// <summary>A tag with freshness realtime follows each fact; everything else waits for the night.</summary>
public sealed class RealtimeTagTests
{
    private const string Tags =
        """
        {key: logins, name: {zh: 一, en: a}, dimension: activity, kind: measure, fact: events, aggregate: count, where: {name: app_login}, type: count, freshness: realtime, bands: [{to: 2, zh: 少, en: few}, {from: 2, zh: 多, en: many}]}
        ---
        {key: days_since_login, name: {zh: 一, en: a}, dimension: activity, kind: measure, fact: events, aggregate: days_since_last, where: {name: app_login}, type: days, freshness: realtime}
        ---
        {key: awake, name: {zh: 一, en: a}, dimension: activity, kind: rule, type: text, freshness: realtime, rule: [{when: {tag: days_since_login, op: at_most, value: 2}, value: awake}], otherwise: asleep}
        ---
        {key: nightly_logins, name: {zh: 一, en: a}, dimension: activity, kind: measure, fact: events, aggregate: count, where: {name: app_login}, type: count}
        ---
        {key: hobby, name: {zh: 一, en: a}, dimension: basic, kind: manual, type: text}
        """;

    [Fact]
    public async Task A_fact_that_arrives_is_in_the_value_after_the_next_turn()
    {
        using var bank = await LiveStage.OpenAsync(Tags);
        await bank.EventNowAsync(3, "app_login");

        (await bank.TurnAsync()).ShouldBe(1);

        (await bank.ValueAsync(3, "logins")).ShouldBe(1u);
        (await bank.ValueAsync(3, "awake")).ShouldBe("awake");
        (await bank.ValueAsync(4, "awake")).ShouldBe("asleep");
        (await bank.ValueAsync(3, "nightly_logins")).ShouldBe(0u, "nobody asked for that one in real time");
    }

    [Fact]
    public async Task Exactly_the_touched_customers_are_computed_and_each_fact_only_once()
    {
        using var bank = await LiveStage.OpenAsync(Tags);
        await bank.EventNowAsync(3, "app_login");
        await bank.EventNowAsync(5, "app_login");
        await bank.AddAsync(new Booking(9_001, 7, LiveStage.Night, "credit", "cash_in", 5, Run: "r2"));
        (await bank.TurnAsync()).ShouldBe(3);
        bank.Wall.Advance(TimeSpan.FromSeconds(1));
        (await bank.TurnAsync()).ShouldBe(0, "nothing new");

        await bank.EventNowAsync(5, "browse");
        (await bank.TurnAsync()).ShouldBe(1);

        (await bank.TextsAsync("SELECT concat(toString(customer_id), ' ', toString(count())) FROM tag_values_live GROUP BY customer_id, epoch ORDER BY customer_id")).ShouldBe(["3 1", "5 2", "7 1"]);
    }

    [Fact]
    public async Task An_event_that_becomes_visible_late_is_not_overlooked()
    {
        using var bank = await LiveStage.OpenAsync(Tags);
        await bank.EventNowAsync(3, "app_login");
        await bank.TurnAsync();

        bank.Wall.Advance(TimeSpan.FromSeconds(-4));
        await bank.EventNowAsync(4, "app_login");
        bank.Wall.Advance(TimeSpan.FromSeconds(5));
        await bank.TurnAsync();

        (await bank.ValueAsync(4, "logins")).ShouldBe(1u);
    }

    [Fact]
    public async Task A_run_of_transactions_that_grows_is_seen_again()
    {
        const string tags = "{key: paid, name: {zh: 一, en: a}, dimension: transaction, kind: measure, fact: transactions, aggregate: count, type: count, freshness: realtime}";
        using var bank = await LiveStage.OpenAsync(tags);
        await bank.AddAsync(new Booking(9_001, 1, LiveStage.Night, "credit", "cash_in", 5, Run: "r2"));
        await bank.TurnAsync();
        await bank.AddAsync(new Booking(9_002, 2, LiveStage.Night.AddDays(1), "credit", "cash_in", 5, Run: "r2"));
        await bank.TurnAsync();

        (await bank.ValueAsync(1, "paid")).ShouldBe(1u);
        (await bank.ValueAsync(2, "paid")).ShouldBe(1u);
    }

    [Fact]
    public async Task A_change_is_recorded_once_with_its_instant_and_the_night_does_not_record_it_again()
    {
        using var bank = await LiveStage.OpenAsync(Tags);
        await bank.EventNowAsync(3, "app_login");
        await bank.TurnAsync();
        var at = bank.Wall.GetUtcNow();
        bank.Wall.Advance(TimeSpan.FromMinutes(1));
        await bank.EventNowAsync(3, "app_login");
        await bank.TurnAsync();
        string[] changes = ["1994-04-01 awake 3 asleep awake live", "1994-04-01 logins 3 few many live"];
        (await bank.ChangesAsync()).ShouldBe(changes);
        (await bank.TextsAsync("SELECT toString(toUnixTimestamp64Milli(changed_at)) FROM tag_changes WHERE tag = 'awake'")).ShouldBe([at.ToUnixTimeMilliseconds().ToString(System.Globalization.CultureInfo.InvariantCulture)]);

        await bank.NightAsync(LiveStage.Night.AddDays(1));
        await bank.TurnAsync();
        (await bank.ChangesAsync()).ShouldBe(changes);

        await bank.RunTagsAsync(LiveStage.Night.AddDays(1));
        (await bank.ChangesAsync()).ShouldBe(changes, "the same night once more");
    }

    [Fact]
    public async Task What_real_time_missed_the_night_records_beside_it()
    {
        using var bank = await LiveStage.OpenAsync(Tags);
        await bank.EventNowAsync(3, "app_login");
        await bank.TurnAsync();
        await bank.EventNowAsync(3, "app_login");
        await bank.EventNowAsync(4, "app_login");

        await bank.NightAsync(LiveStage.Night.AddDays(1));

        (await bank.ChangesAsync()).ShouldBe(
        [
            "1994-04-01 awake 3 asleep awake live",
            "1994-04-01 awake 4 asleep awake nightly", "1994-04-01 logins 3 few many nightly",
        ]);
    }

    [Fact]
    public async Task Killed_between_the_values_and_their_changes_nothing_is_lost_and_nothing_doubled()
    {
        using var bank = await LiveStage.OpenAsync(Tags);
        await bank.EventNowAsync(3, "app_login");
        await bank.EventNowAsync(4, "app_login");
        await bank.TurnAsync();

        // As a kill leaves it: the values are there, of the changes only one.
        await bank.Facts.RunAsync("DELETE FROM tag_changes WHERE customer_id = 4");
        var process = bank.Restarted();
        bank.Wall.Advance(TimeSpan.FromSeconds(1));
        await process.TurnAsync(CancellationToken.None);
        await process.TurnAsync(CancellationToken.None);

        (await bank.ChangesAsync()).ShouldBe(["1994-04-01 awake 3 asleep awake live", "1994-04-01 awake 4 asleep awake live"]);
        (await bank.ValueAsync(3, "logins")).ShouldBe(1u);
    }

    [Fact]
    public async Task Killed_before_anything_was_written_the_facts_are_found_after_the_restart()
    {
        using var bank = await LiveStage.OpenAsync(Tags);
        await bank.EventNowAsync(3, "app_login");
        bank.Wall.Advance(TimeSpan.FromHours(2));

        (await bank.Restarted().TurnAsync(CancellationToken.None)).ShouldBe(1);

        (await bank.ValueAsync(3, "logins")).ShouldBe(1u);
    }

    [Fact]
    public async Task The_nightly_run_of_the_day_takes_over_and_facts_after_it_are_laid_over_it()
    {
        using var bank = await LiveStage.OpenAsync(Tags);
        await bank.EventNowAsync(3, "app_login");
        await bank.TurnAsync();
        await bank.NightAsync(LiveStage.Night.AddDays(1));
        (await bank.ValueAsync(3, "logins")).ShouldBe(1u);
        (await bank.ValueAsync(3, "nightly_logins")).ShouldBe(1u);

        await bank.EventNowAsync(3, "app_login");
        await bank.TurnAsync();

        (await bank.ValueAsync(3, "logins")).ShouldBe(2u);
        (await bank.ValueAsync(3, "nightly_logins")).ShouldBe(1u);
        (await bank.ValuesAsync(LiveStage.Night))[3]["logins"].ShouldBe(0u, "a past date has the values of its night");
    }

    [Fact]
    public async Task Days_grow_and_rules_flip_with_the_first_turn_of_a_day_for_those_who_are_due()
    {
        using var bank = await LiveStage.OpenAsync(Tags);
        await bank.EventNowAsync(3, "app_login");
        await bank.TurnAsync();
        foreach (var _ in Enumerable.Range(0, 2))
        {
            bank.Wall.Advance(TimeSpan.FromDays(1));
            await bank.TurnAsync();
        }

        (await bank.ValueAsync(3, "days_since_login")).ShouldBe(2);
        (await bank.ValueAsync(3, "awake")).ShouldBe("awake");
        bank.Wall.Advance(TimeSpan.FromHours(13) + TimeSpan.FromMinutes(59));
        await bank.TurnAsync();
        (await bank.ValueAsync(3, "awake")).ShouldBe("awake", "it is a minute to midnight in Shanghai");

        bank.Wall.Advance(TimeSpan.FromMinutes(2));
        await bank.TurnAsync();

        (await bank.ValueAsync(3, "awake")).ShouldBe("asleep");
        (await bank.ChangesAsync())[^1].ShouldBe("1994-04-04 awake 3 awake asleep live");
    }

    [Fact]
    public async Task Who_is_not_touched_has_last_nights_value_with_its_days_grown()
    {
        using var bank = await LiveStage.OpenAsync(Tags);
        await bank.EventNowAsync(3, "app_login");
        bank.Wall.Advance(TimeSpan.FromMinutes(1));
        await bank.EventNowAsync(5, "browse");
        await bank.NightAsync(LiveStage.Night.AddDays(1));
        bank.Wall.Advance(TimeSpan.FromDays(1));

        await bank.TurnAsync();

        (await bank.ValueAsync(3, "days_since_login")).ShouldBe(1);
        (await bank.TextsAsync("SELECT toString(customer_id) FROM tag_values_live WHERE epoch = (SELECT max(epoch) FROM tag_live_epochs)")).ShouldBe(["5"], "the newest event that the night saw is looked at again");
    }

    [Fact]
    public async Task A_customer_who_came_today_has_the_real_time_tags()
    {
        using var bank = await LiveStage.OpenAsync(Tags);
        await bank.AddAsync(new Customer(77, LiveStage.Night.AddDays(1), Version: 5));
        await bank.EventNowAsync(77, "app_login");
        await bank.TurnAsync();

        (await bank.ValueAsync(77, "logins")).ShouldBe(1u);
        (await bank.ValueAsync(77, "nightly_logins")).ShouldBeNull();
    }

    [Fact]
    public async Task What_staff_enter_shows_at_once_and_expires_with_its_day()
    {
        using var bank = await LiveStage.OpenAsync(Tags.Replace("kind: manual, type: text", "kind: manual, type: text, valid_days: 2", StringComparison.Ordinal));
        await bank.Facts.RunAsync(
            $"INSERT INTO supplements (tag, customer_id, entered_on, entered_at, entry_id, value, note, staff) VALUES ('hobby', 6, '1994-03-31', '{bank.Wall.GetUtcNow().UtcDateTime:yyyy-MM-dd HH:mm:ss}', generateUUIDv4(), 'fishing', '', 'm0101')");
        await bank.TurnAsync();
        (await bank.ValueAsync(6, "hobby")).ShouldBe("fishing");

        bank.Wall.Advance(TimeSpan.FromDays(1));
        await bank.TurnAsync();

        (await bank.ValueAsync(6, "hobby")).ShouldBeNull();
    }

    [Fact]
    public async Task A_condition_for_one_customer_sees_the_value_of_now_and_a_set_only_where_it_says_so()
    {
        using var bank = await LiveStage.OpenAsync(Tags);
        await bank.EventNowAsync(3, "app_login");
        await bank.TurnAsync();
        var expression = LiveDefinitions.Json("{tag: awake, op: eq, value: awake}");
        var scope = new ConditionScope(LiveStage.Night, bank.Wall.GetUtcNow(), "p");

        var one = (await bank.Conditions.CompileForOneAsync(expression, scope, CancellationToken.None)).OrThrow();

        (await one.HoldsAsync(3, CancellationToken.None)).ShouldBeTrue();
        (await one.HoldsAsync(4, CancellationToken.None)).ShouldBeFalse();
        (await MembersAsync(bank, scope)).ShouldBeEmpty();
        (await MembersAsync(bank, scope with { TagsOfNow = true })).ShouldBe([3ul]);
        (await MembersAsync(bank, scope with { AsOf = LiveStage.Night.AddDays(-1), TagsOfNow = true })).ShouldBeEmpty();

        async Task<List<ulong>> MembersAsync(TestBank of, ConditionScope at)
        {
            var set = (await of.Conditions.CompileAsync(expression, at, CancellationToken.None)).OrThrow();
            return await Storage.Facts.FactsReading.ListAsync(
                of.Facts, Viewer.Bank("test"), new Storage.Facts.FactsStatement("members", set.Sql).WithBound(set.Parameters), (ref Storage.Facts.Rows.RowReader row) => row.UInt64(), CancellationToken.None);
        }
    }

    [Theory]
    [InlineData("kind: rank, of: logins, type: share", "freshness cannot be realtime for a rank, which is computed for everybody at once")]
    [InlineData("kind: ratio, of: standing, to: logins, type: number", "freshness cannot be realtime: it reads \"standing\", which is computed for everybody at once, at night")]
    [InlineData("kind: rule, type: flag, rule: [{when: {tag: half_standing, op: at_least, value: 1}, value: true}], otherwise: false", "freshness cannot be realtime: it reads \"half_standing\", which is computed for everybody at once, at night")]
    public async Task What_is_made_of_everybodys_numbers_cannot_be_real_time(string form, string refusal)
    {
        using var bank = await LiveStage.OpenAsync(Tags);
        bank.Definitions.Put("tag", "{key: standing, name: {zh: 一, en: a}, dimension: value, kind: rank, of: logins, type: share}\n---\n{key: half_standing, name: {zh: 一, en: a}, dimension: value, kind: ratio, of: standing, to: logins, type: number}");

        var errors = await bank.Get<Customers.Tags.Definitions.TagDefinitionKind>()
            .CheckAsync("wished", LiveDefinitions.Json($"{{key: wished, name: {{zh: 一, en: a}}, dimension: value, {form}, freshness: realtime}}"), CancellationToken.None);

        errors.Select(e => $"{e.Field} {e.Message}").ShouldBe([refusal]);
    }

    [Fact]
    public async Task The_reasons_of_a_value_of_now_are_the_facts_of_now()
    {
        using var bank = await LiveStage.OpenAsync(Tags);
        await bank.EventNowAsync(3, "app_login");
        await bank.TurnAsync();
        var why = bank.Make<Customers.Tags.Reading.BecauseQuery>();

        var rule = (await why.ReadAsync(Viewer.Bank("test"), 3, "awake", CancellationToken.None))!;
        var count = (await why.ReadAsync(Viewer.Bank("test"), 3, "logins", CancellationToken.None))!;

        (rule.AsOf, rule.Value).ShouldBe((LiveStage.Night.AddDays(1), "awake"));
        rule.Cases.Where(c => c.IsChosen).Select(c => c.Value).ShouldBe(["awake"]);
        count.Rows!.Total.ShouldBe(1);
    }

    [Fact]
    public async Task A_segment_in_real_time_follows_a_tag_in_real_time()
    {
        using var bank = await LiveStage.OpenAsync(Tags);
        bank.Definitions.Put("segment", "{key: kept, name: {zh: 一, en: a}, refresh: realtime, expression: {and: [{tag: awake, op: eq, value: awake}, {attribute: gender, op: eq, value: ''}]}}");
        var segments = bank.Get<ISegmentTurns>();
        await segments.TurnAsync(CancellationToken.None);
        await bank.EventNowAsync(3, "app_login");
        await segments.TurnAsync(CancellationToken.None);
        await bank.TurnAsync();

        await segments.TurnAsync(CancellationToken.None);
        (await MembersAsync()).ShouldBe("3");

        bank.Wall.Advance(TimeSpan.FromDays(3));
        await bank.TurnAsync();
        await segments.TurnAsync(CancellationToken.None);
        (await MembersAsync()).ShouldBeEmpty();

        async Task<string> MembersAsync() => string.Join(' ', await bank.TextsAsync(
            "SELECT toString(arrayJoin(arraySort(bitmapToArray(members)))) FROM (SELECT members FROM segment_members WHERE segment_id = 'kept' ORDER BY version DESC LIMIT 1)"));
    }

    [Fact]
    public async Task A_changed_definition_is_computed_anew_for_everybody_touched_since_the_night()
    {
        using var bank = await LiveStage.OpenAsync(Tags);
        await bank.EventNowAsync(3, "app_login");
        await bank.TurnAsync();
        bank.Definitions.Put("tag", "{key: greeted, name: {zh: 一, en: a}, dimension: activity, kind: measure, fact: events, aggregate: exists, where: {name: app_login}, type: flag, freshness: realtime}");

        await bank.TurnAsync();

        (await bank.ValueAsync(3, "greeted")).ShouldBe(true);
        (await bank.ValueAsync(3, "logins")).ShouldBe(1u);
        (await bank.TextsAsync("SELECT toString(uniq(epoch)) FROM tag_values_live")).ShouldBe(["2"], "the epoch before stays for those who read it");
    }
}
