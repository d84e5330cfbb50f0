using Zhike.Journeys.Tests.World;
using Zhike.Testing;

namespace Zhike.Journeys.Tests.Engine;

/// <summary>Every way of waiting: when may who go on, and which way? Day 1 is Tuesday, 1 March 1994.</summary>
public sealed class WaitTests
{
    private const string Ends = """{"id": "a", "kind": "exit"}, {"id": "b", "kind": "exit"}""";

    [Theory]
    [InlineData("\"minutes\": 90", 1, 9, "1994-03-01 10:30")]
    [InlineData("\"hours\": 1, \"minutes\": 5", 1, 23, "1994-03-02 00:05")]
    [InlineData("\"on\": [\"fri\"], \"until\": \"10:00\"", 1, 9, "1994-03-04 10:00")]
    [InlineData("\"on\": [\"tue\", \"thu\"], \"until\": \"08:00\"", 1, 9, "1994-03-03 08:00")]
    [InlineData("\"on\": [\"tue\"], \"until\": \"08:00\"", 1, 7, "1994-03-01 08:00")]
    [InlineData("\"on\": [\"tue\"]", 1, 9, "1994-03-08 00:00")]
    [InlineData("\"on\": \"working_day\", \"until\": \"09:30\"", 4, 18, "1994-03-07 09:30")]
    [InlineData("\"on\": \"working_day\", \"until\": \"09:30\"", 4, 8, "1994-03-04 09:30")]
    [InlineData("\"working_days\": 1", 4, 9, "1994-03-07 09:00")]
    [InlineData("\"working_days\": 3, \"until\": \"10:00\"", 4, 18, "1994-03-10 10:00")]
    [InlineData("\"days\": 2, \"on\": \"working_day\", \"until\": \"10:00\"", 3, 9, "1994-03-07 10:00")]
    public async Task A_wait_ends_on_the_banks_clock_and_calendar(string how, int day, int hour, string due)
    {
        var bank = await SmallBank.OpenAsync(1);
        await bank.TickAsync(SmallBank.Journey($$"""{"id": "w", "kind": "wait", {{how}}, "next": "a"}, {"id": "a", "kind": "exit"}""", "w"), day, hour);

        (await bank.DuesAsync("w")).ShouldBe([$"1 {due}"]);
    }

    [Fact]
    public async Task A_wait_until_a_birthday_takes_29_February_for_the_28th_where_there_is_none()
    {
        var bank = await SmallBank.OpenAsync(5);
        await BornAsync(bank, (1, "1960-03-05"), (2, "1956-02-29"), (3, "1970-03-01"), (4, "1980-12-31"));
        var journey = SmallBank.Journey($$"""{"id": "w", "kind": "wait", "until_date": {"attribute": "birth_date", "every": "year", "at": "09:30"}, "next": "a", "otherwise": "b"}, {{Ends}}""", "w", window: 700);

        await bank.TickAsync(journey, 1, hour: 10);

        (await bank.DuesAsync("w")).ShouldBe(["1 1994-03-05 09:30", "2 1995-02-28 09:30", "3 1995-03-01 09:30", "4 1994-12-31 09:30"]);
        (await bank.WhereAsync())[4].ShouldBe("5 b");
        await bank.TickAsync(journey, 5, hour: 10);
        (await bank.WhereAsync()).ShouldBe(["1 a", "2 w", "3 w", "4 w", "5 b"]);
    }

    [Fact]
    public async Task A_date_of_a_tag_with_an_offset_goes_the_other_way_when_it_is_absent_or_past()
    {
        var bank = await SmallBank.OpenAsync(4);
        await bank.Facts.RunAsync("""
            ALTER TABLE tag_values ADD COLUMN card_expires_on Nullable(Date), ADD COLUMN payday Nullable(Int32);
            INSERT INTO tag_values (as_of, customer_id, card_expires_on, payday) VALUES ('1994-02-27', 1, '1994-03-20', 31), ('1994-02-27', 2, '1994-03-05', 1), ('1994-02-27', 3, NULL, NULL), ('1994-02-27', 4, '1994-03-09', 15);
            """);

        await bank.TickAsync(SmallBank.Journey($$"""{"id": "w", "kind": "wait", "until_date": {"tag": "card_expires_on", "offset_days": -7, "at": "10:00"}, "next": "a", "otherwise": "b"}, {{Ends}}""", "w"), 1);
        (await bank.WhereAsync()).ShouldBe(["1 w", "2 b", "3 b", "4 w"]);
        (await bank.DuesAsync("w")).ShouldBe(["1 1994-03-13 10:00", "4 1994-03-02 10:00"]);
    }

    [Fact]
    public async Task A_payday_comes_every_month_and_on_the_last_day_of_a_month_that_has_it_not()
    {
        var bank = await SmallBank.OpenAsync(4);
        await bank.Facts.RunAsync("""
            ALTER TABLE tag_values ADD COLUMN payday Nullable(Int32);
            INSERT INTO tag_values (as_of, customer_id, payday) VALUES ('1994-02-27', 1, 31), ('1994-02-27', 2, 1), ('1994-02-27', 3, 40), ('1994-02-27', 4, 15);
            """);
        var journey = SmallBank.Journey($$"""{"id": "w", "kind": "wait", "until_date": {"tag": "payday", "every": "month", "at": "08:00"}, "next": "a", "otherwise": "b"}, {{Ends}}""", "w", window: 90);

        await bank.TickAsync(journey, 32);

        (await bank.DuesAsync("w")).ShouldBe(["1 1994-04-30 08:00", "2 1994-05-01 08:00", "4 1994-04-15 08:00"]);
    }

    [Fact]
    public async Task A_maturity_is_that_of_the_next_open_holding()
    {
        var bank = await SmallBank.OpenAsync(3);
        await bank.Facts.RunAsync("""
            INSERT INTO holding_versions (customer_id, holding_no, account_id, product_id, kind, opened_on, closed_on, matures_on, amount, version) VALUES
                (1, 'd1', 1, 'p', 'deposit', '1993-01-01', NULL, '1994-03-03', 1, 1), (1, 'd2', 1, 'p', 'deposit', '1993-01-01', NULL, '1994-03-20', 1, 1),
                (1, 'd3', 1, 'p', 'deposit', '1993-01-01', '1994-02-01', '1994-03-10', 1, 1), (2, 'l1', 1, 'p', 'loan', '1993-01-01', NULL, '1994-03-20', 1, 1),
                (3, 'd4', 1, 'p', 'deposit', '1993-01-01', NULL, '1994-02-20', 1, 1);
            """);

        await bank.TickAsync(SmallBank.Journey($$"""{"id": "w", "kind": "wait", "until_date": {"maturity": "deposit", "offset_days": -5}, "next": "a", "otherwise": "b"}, {{Ends}}""", "w"), 1);

        (await bank.DuesAsync("w")).ShouldBe(["1 1994-03-15 09:00"]);
        (await bank.WhereAsync()).ShouldBe(["1 w", "2 b", "3 b"]);
    }

    [Fact]
    public async Task Whoever_does_what_is_waited_for_goes_on_at_once_and_the_others_when_the_time_is_over()
    {
        var bank = await SmallBank.OpenAsync(4);
        await bank.EventAsync("login", 1, bank.At(1, 8));
        var journey = SmallBank.Journey($$"""{"id": "w", "kind": "wait", "until_event": {"event": "login"}, "days": 2, "next": "a", "otherwise": "b"}, {{Ends}}""", "w");

        await bank.TickAsync(journey, 1);
        await bank.EventAsync("login", 2, bank.At(1, 12));
        await bank.TickAsync(journey, 1, hour: 13);
        (await bank.WhereAsync()).ShouldBe(["1 w", "2 a", "3 w", "4 w"]);
        await bank.TickAsync(journey, 2);
        await bank.EventAsync("login", 2, bank.At(2, 12));
        await bank.EventAsync("login", 3, bank.At(3, 8));
        await bank.TickAsync(journey, 3);
        await bank.TickAsync(journey, 4);

        (await bank.WhereAsync()).ShouldBe(["1 b", "2 a", "3 a", "4 b"]);
        (await bank.CountAsync("SELECT count() FROM journey_steps WHERE from_step_id != 0")).ShouldBe(4ul);
    }

    [Fact]
    public async Task A_goal_ends_once_what_was_left_early()
    {
        var bank = await SmallBank.OpenAsync(2);
        var journey = SmallBank.Journey(
            $$"""{"id": "w", "kind": "wait", "until_event": {"event": "login"}, "days": 20, "next": "m", "otherwise": "b"}, {"id": "m", "kind": "wait", "days": 1, "next": "a"}, {{Ends}}""", "w");

        await bank.TickAsync(journey, 1);
        await bank.EventAsync("login", 1, bank.At(1, 12));
        for (var day = 2; day <= 6; day++)
        {
            await bank.TickAsync(journey, day);
        }

        await bank.EventAsync("bought", 1, bank.At(6, 12));
        await bank.EventAsync("bought", 2, bank.At(6, 12));
        await bank.TickAsync(journey, 7);
        await bank.TickAsync(journey, 32);

        (await bank.WhereAsync()).ShouldBe(["1 $goal", "2 $goal"]);
        (await bank.CountAsync("SELECT count() FROM journey_steps WHERE customer_id = 1")).ShouldBe(4ul);
        (await bank.CountAsync("SELECT toUInt64(count() - uniqExact(from_step_id)) FROM journey_steps WHERE from_step_id != 0")).ShouldBe(0ul);
    }

    [Fact]
    public async Task A_condition_that_holds_already_is_not_waited_for()
    {
        var bank = await SmallBank.OpenAsync(2);
        var journey = SmallBank.Journey($$"""{"id": "w", "kind": "wait", "until_condition": {"woman": true}, "days": 2, "next": "a", "otherwise": "b"}, {{Ends}}""", "w");

        await bank.TickAsync(journey, 1);

        (await bank.WhereAsync()).ShouldBe(["1 a", "2 w"]);
    }

    [Fact]
    public async Task A_limit_lets_so_many_on_in_each_stretch_in_the_order_of_their_coming()
    {
        var bank = await SmallBank.OpenAsync(10);
        var journey = SmallBank.Journey("""{"id": "l", "kind": "limit", "at_most": 4, "per": "day", "next": "a"}, {"id": "a", "kind": "exit"}""", "l");

        await bank.TickAsync(journey, 1);
        (await At("a")).ShouldBe(4ul);
        await bank.JoinAsync(11, "1994-02-20");
        await bank.TickAsync(journey, 1, hour: 15);
        (await At("a")).ShouldBe(4ul);
        await bank.TickAsync(journey, 2, hour: 0);
        (await At("a")).ShouldBe(8ul);
        await bank.TickAsync(journey, 3);
        (await At("a")).ShouldBe(11ul);
        (await bank.CountAsync("SELECT max(n) FROM (SELECT toDate(entered_at, 'Asia/Shanghai') AS d, count() AS n FROM journey_steps WHERE node = 'a' GROUP BY d)")).ShouldBe(4ul);

        Task<ulong> At(string node) => bank.CountAsync($"SELECT count() FROM journey_steps WHERE node = '{node}'");
    }

    [Fact]
    public async Task A_birthday_that_leads_back_to_itself_is_a_circle_with_a_wait()
    {
        var bank = await SmallBank.OpenAsync(1);
        await BornAsync(bank, (1, "1960-03-05"));
        var journey = SmallBank.Journey(
            """{"id": "w", "kind": "wait", "until_date": {"attribute": "birth_date", "every": "year"}, "next": "m", "otherwise": "b"}, {"id": "m", "kind": "join", "next": "w"}, {"id": "b", "kind": "exit"}""", "w", window: 900);

        await bank.TickAsync(journey, 1);
        await bank.TickAsync(journey, 6);
        (await bank.DuesAsync("w")).ShouldBe(["1 1995-03-05 09:00"]);
    }

    [Theory]
    [InlineData("""{"id": "w", "kind": "wait", "next": "a"}""", "nodes[0].days")]
    [InlineData("""{"id": "w", "kind": "wait", "on": ["someday"], "next": "a"}""", "nodes[0].on")]
    [InlineData("""{"id": "w", "kind": "wait", "on": "holiday", "next": "a"}""", "nodes[0].on")]
    [InlineData("""{"id": "w", "kind": "wait", "days": 1, "minutes": -1, "next": "a"}""", "nodes[0].minutes")]
    [InlineData("""{"id": "w", "kind": "wait", "until_event": {"event": "x"}, "until_condition": {"woman": true}, "days": 1, "next": "a", "otherwise": "a"}""", "nodes[0].until_condition")]
    [InlineData("""{"id": "w", "kind": "wait", "until_event": {"event": "x"}, "next": "a", "otherwise": "a"}""", "nodes[0].days")]
    [InlineData("""{"id": "w", "kind": "wait", "until_event": {"name": "x"}, "days": 1, "next": "a"}""", "nodes[0].otherwise nodes[0].until_event.event nodes[0].until_event.name")]
    [InlineData("""{"id": "w", "kind": "wait", "until_date": {"attribute": "gender", "every": "week", "at": "soon"}, "next": "a", "otherwise": "a"}""", "nodes[0].until_date.at nodes[0].until_date.attribute nodes[0].until_date.every")]
    [InlineData("""{"id": "w", "kind": "wait", "until_date": {"tag": "x", "maturity": "y", "offset_days": 1000}, "next": "a", "otherwise": "a"}""", "nodes[0].until_date.attribute nodes[0].until_date.offset_days")]
    [InlineData("""{"id": "w", "kind": "wait", "until_date": {"maturity": "deposit", "every": "year"}, "next": "a", "otherwise": "w"}""", "nodes[0].until_date.every nodes")]
    [InlineData("""{"id": "w", "kind": "limit", "at_most": 0, "per": "week", "next": "a"}""", "nodes[0].at_most nodes[0].per")]
    public void Every_wrong_field_is_named(string node, string fields) =>
        SmallBank.Errors($$"""{{node}}, {"id": "a", "kind": "exit"}""", "w").Select(e => e.Field).Distinct().Order().ShouldBe(fields.Split(' ').Order());

    private static Task BornAsync(SmallBank bank, params (ulong Customer, string Day)[] births) => bank.Facts.RunAsync(string.Concat(births.Select(b =>
        $"INSERT INTO customer_versions (customer_id, customer_no, opened_on, birth_date, org_path, version) VALUES ({b.Customer}, 'C{b.Customer}', '1994-02-20', '{b.Day}', '/hq/north/d01/', 2);")));
}
