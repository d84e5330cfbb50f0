using Zhike.Journeys.Engine;
using Zhike.Journeys.Tests.World;

namespace Zhike.Journeys.Tests.Engine;

/// <summary>Events in, clock moved: who is where?</summary>
public sealed class WalkTests
{
    private const string Exit = """{"id": "end", "kind": "exit"}""";

    [Fact]
    public async Task A_wait_of_days_lets_people_on_when_it_is_over_and_not_before()
    {
        var bank = await SmallBank.OpenAsync(2);
        var journey = SmallBank.Journey($$"""{"id": "w", "kind": "wait", "days": 3, "next": "end"}, {{Exit}}""", "w");

        (await bank.TickAsync(journey, 1)).Enrolled.ShouldBe(2);
        await bank.TickAsync(journey, 4, hour: 8, minute: 59);
        (await bank.WhereAsync()).ShouldBe(["1 w", "2 w"]);
        await bank.TickAsync(journey, 4);
        (await bank.WhereAsync()).ShouldBe(["1 end", "2 end"]);
    }

    [Theory]
    [InlineData(0, 0, "10:30", 1, 9, 1, 10, 30)]
    [InlineData(0, 0, "09:00", 1, 9, 2, 9, 0)]
    [InlineData(0, 5, "10:00", 1, 9, 2, 10, 0)]
    [InlineData(2, 0, "08:00", 1, 9, 4, 8, 0)]
    [InlineData(2, 6, null, 1, 9, 3, 15, 0)]
    public async Task A_wait_ends_at_the_time_of_day_it_names(int days, int hours, string? until, int day, int hour, int dueDay, int dueHour, int dueMinute)
    {
        var bank = await SmallBank.OpenAsync(1);
        var time = until is null ? "" : $"\"until\": \"{until}\", ";
        var journey = SmallBank.Journey($$"""{"id": "w", "kind": "wait", "days": {{days}}, "hours": {{hours}}, {{time}}"next": "end"}, {{Exit}}""", "w");

        await bank.TickAsync(journey, day, hour);

        var expected = bank.At(dueDay, dueHour, dueMinute);
        (await bank.CountAsync($"SELECT count() FROM journey_steps WHERE node = 'w' AND due_at = fromUnixTimestamp64Milli({expected.ToUnixTimeMilliseconds()})")).ShouldBe(1ul);
    }

    /// <summary>Found by killing the server on a bank whose nightly batch was five months behind its clock: everybody stood still.</summary>
    [Fact]
    public async Task People_move_on_a_bank_whose_business_date_lies_further_back_than_the_goals_window()
    {
        var bank = await SmallBank.OpenAsync(1);
        var journey = SmallBank.Journey($$"""{"id": "s", "kind": "send", "channel": "push", "template": "hello", "next": "end"}, {{Exit}}""", "s", window: 5);
        var businessDate = bank.Clock.DayOf(bank.At(1));

        await bank.Engine.TickAsync([journey], "live", bank.At(40), businessDate, CancellationToken.None);
        await bank.JoinAsync(2, "1994-02-25");
        await bank.Engine.TickAsync([journey], "live", bank.At(40, 10), businessDate, CancellationToken.None);

        (await bank.WhereAsync()).ShouldBe(["1 end", "2 end"]);
    }

    [Fact]
    public async Task A_split_sends_everybody_by_the_first_condition_that_holds()
    {
        var bank = await SmallBank.OpenAsync(4);
        await bank.EventAsync("app_login", 1, bank.At(1, 1));
        await bank.EventAsync("app_login", 2, bank.At(1, 1));
        var journey = SmallBank.Journey(
            """
            {"id": "s", "kind": "split", "branches": [{"when": {"did": "app_login"}, "next": "a"}, {"when": {"woman": true}, "next": "b"}], "otherwise": "c"},
            {"id": "a", "kind": "exit"}, {"id": "b", "kind": "exit"}, {"id": "c", "kind": "exit"}
            """,
            "s");

        await bank.TickAsync(journey, 1);

        (await bank.WhereAsync()).ShouldBe(["1 a", "2 a", "3 b", "4 c"]);
    }

    [Fact]
    public async Task A_condition_since_the_enrolment_does_not_see_what_came_before()
    {
        var bank = await SmallBank.OpenAsync(2);
        await bank.EventAsync("deposit", 1, bank.At(1, 1).AddDays(-3));
        var journey = SmallBank.Journey(
            $$"""
            {"id": "w", "kind": "wait", "days": 1, "next": "s"},
            {"id": "s", "kind": "split", "branches": [{"when": {"did_since": "deposit"}, "next": "a"}], "otherwise": "end"},
            {"id": "a", "kind": "exit"}, {{Exit}}
            """,
            "w");

        await bank.TickAsync(journey, 1);
        await bank.EventAsync("deposit", 2, bank.At(1, 15));
        await bank.TickAsync(journey, 2);

        (await bank.WhereAsync()).ShouldBe(["1 end", "2 a"]);
    }

    [Fact]
    public async Task A_percentage_split_is_a_lasting_draw_of_about_its_shares()
    {
        var bank = await SmallBank.OpenAsync(4000);
        var journey = SmallBank.Journey(
            """
            {"id": "p", "kind": "percent", "branches": [{"percent": 20, "next": "a"}, {"percent": 30, "next": "b"}, {"percent": 50, "next": "c"}]},
            {"id": "a", "kind": "exit"}, {"id": "b", "kind": "exit"}, {"id": "c", "kind": "exit"}
            """,
            "p");

        await bank.TickAsync(journey, 1);
        await bank.TickAsync(journey, 1, run: "again");

        (await bank.WhereAsync()).ShouldBe(await bank.WhereAsync("again"));
        (await bank.CountAsync("SELECT count() FROM journey_steps WHERE run = 'live' AND node = 'a'")).ShouldBeInRange(700ul, 900ul);
        (await bank.CountAsync("SELECT count() FROM journey_steps WHERE run = 'live' AND node = 'b'")).ShouldBeInRange(1080ul, 1320ul);
    }

    [Fact]
    public async Task A_goal_ends_the_walk_at_once_in_both_arms()
    {
        var bank = await SmallBank.OpenAsync(40);
        var journey = SmallBank.Journey($$"""{"id": "w", "kind": "wait", "days": 20, "next": "end"}, {{Exit}}""", "w", holdout: 50);
        await bank.TickAsync(journey, 1);
        for (ulong customer = 1; customer <= 40; customer += 2)
        {
            await bank.EventAsync("bought", customer, bank.At(2, 15));
        }

        await bank.TickAsync(journey, 3);

        (await bank.CountAsync("SELECT count() FROM journey_steps WHERE node = '$goal' AND outcome = 'goal' AND terminal")).ShouldBe(20ul);
        (await bank.CountAsync("SELECT uniqExact(arm) FROM journey_steps WHERE node = '$goal'")).ShouldBe(2ul);
        await bank.TickAsync(journey, 21);
        (await bank.CountAsync("SELECT count() FROM journey_steps WHERE node = 'end' AND customer_id % 2 = 1")).ShouldBe(0ul);
        (await bank.CountAsync("SELECT count() FROM journey_steps WHERE node = '$goal'")).ShouldBe(20ul);
    }

    [Fact]
    public async Task A_goal_counts_after_the_last_node_too_until_the_window_is_over()
    {
        var bank = await SmallBank.OpenAsync(3);
        var journey = SmallBank.Journey(Exit, "end", window: 10);
        await bank.TickAsync(journey, 1);
        await bank.EventAsync("bought", 1, bank.At(10, 23));
        await bank.TickAsync(journey, 11);
        await bank.EventAsync("bought", 2, bank.At(11, 10));
        await bank.TickAsync(journey, 12);

        (await bank.WhereAsync()).ShouldBe(["1 $goal", "2 $ended", "3 $ended"]);
        (await bank.CountAsync("SELECT count() FROM journey_steps WHERE outcome = 'completed'")).ShouldBe(2ul);
    }

    [Fact]
    public async Task The_window_ends_a_walk_that_is_still_under_way()
    {
        var bank = await SmallBank.OpenAsync(1);
        var journey = SmallBank.Journey($$"""{"id": "w", "kind": "wait", "days": 20, "next": "end"}, {{Exit}}""", "w", window: 5);
        await bank.TickAsync(journey, 1);
        await bank.TickAsync(journey, 6);

        (await bank.WhereAsync()).ShouldBe(["1 $ended"]);
        (await bank.CountAsync("SELECT count() FROM journey_steps WHERE outcome = 'ended'")).ShouldBe(1ul);
        (await bank.TickAsync(journey, 30)).Steps.ShouldBe(0);
    }

    [Fact]
    public async Task Nobody_enters_twice_unless_the_document_lets_them_after_some_days()
    {
        var bank = await SmallBank.OpenAsync(1);
        var once = SmallBank.Journey(Exit, "end", window: 5);
        await bank.TickAsync(once, 1);
        (await bank.TickAsync(once, 20)).Enrolled.ShouldBe(0);

        var json = SmallBank.Document(Exit, "end", window: 5);
        var again = JourneyInForce.Of(json with { Entry = json.Entry with { ReenterAfterDays = 7 } }, 1);
        await bank.TickAsync(again, 1, run: "again");
        (await bank.TickAsync(again, 7, run: "again")).Enrolled.ShouldBe(0);
        (await bank.TickAsync(again, 9, run: "again")).Enrolled.ShouldBe(1);
        (await bank.CountAsync("SELECT uniqExact(enrolment_id) FROM journey_steps WHERE run = 'again'")).ShouldBe(2ul);
    }

    [Fact]
    public async Task People_stay_on_the_version_they_entered()
    {
        var bank = await SmallBank.OpenAsync(1);
        var first = SmallBank.Document($$"""{"id": "w", "kind": "wait", "days": 3, "next": "old"}, {"id": "old", "kind": "exit"}""", "w");
        var second = SmallBank.Document($$"""{"id": "w", "kind": "wait", "days": 3, "next": "new"}, {"id": "new", "kind": "exit"}""", "w");
        await bank.TickAsync(JourneyInForce.Of(first, 1), 1);
        await bank.JoinAsync(2, "1994-03-01");
        var both = new JourneyInForce("j", JourneyInForce.Of(first, 1).Versions.Add(2, second), 2);
        await bank.TickAsync(both, 2);
        await bank.TickAsync(both, 5);

        (await bank.WhereAsync()).ShouldBe(["1 old", "2 new"]);
    }

    [Fact]
    public async Task A_stopped_journey_contacts_nobody_and_measures_on()
    {
        var bank = await SmallBank.OpenAsync(2);
        var journey = SmallBank.Journey($$"""{"id": "w", "kind": "wait", "days": 3, "next": "m"}, {"id": "m", "kind": "send", "channel": "sms", "template": "sms-hello", "next": "end"}, {{Exit}}""", "w", window: 10);
        await bank.TickAsync(journey, 1);
        var stopped = journey with { Entering = null };
        await bank.TickAsync(stopped, 5);
        await bank.EventAsync("bought", 1, bank.At(6));
        await bank.TickAsync(stopped, 7);
        await bank.TickAsync(stopped, 12);

        (await bank.WhereAsync()).ShouldBe(["1 $goal", "2 $ended"]);
        (await bank.ContactsAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_circle_with_a_wait_comes_by_again()
    {
        var bank = await SmallBank.OpenAsync(1, new Zhike.Contracts.Bank.BankOptions { CapContacts = 100 });
        var journey = SmallBank.Journey(
            """
            {"id": "m", "kind": "send", "channel": "sms", "template": "sms-hello", "next": "w"},
            {"id": "w", "kind": "wait", "days": 1, "next": "m"}
            """,
            "m",
            window: 5);
        for (var day = 1; day <= 10; day++)
        {
            await bank.TickAsync(journey, day);
        }

        (await bank.ContactsAsync()).Length.ShouldBe(5);
        (await bank.WhereAsync()).ShouldBe(["1 $ended"]);
    }
}
