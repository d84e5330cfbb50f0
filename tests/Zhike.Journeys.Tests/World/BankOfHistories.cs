using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Zhike.Contracts.Access;
using Zhike.Contracts.Bank;
using Zhike.Contracts.Channels;
using Zhike.Contracts.Customers;
using Zhike.Contracts.Jobs;
using Zhike.Contracts.Journeys;
using Zhike.Contracts.Measurement;
using Zhike.Customers;
using Zhike.Kernel;
using Zhike.Storage;
using Zhike.Storage.Definitions;
using Zhike.Storage.Facts;
using Zhike.Storage.Facts.Rows;
using Zhike.Testing;

namespace Zhike.Journeys.Tests.World;

/// <summary>Something that happened to a customer: a booking (known when its business day is over), an event or an answer about
/// consent (known at once).</summary>
/// <param name="Day">Day 1 is 1994-03-01, in Shanghai.</param>
public sealed record Happening(int Customer, int Day, int Hour, string What);

/// <summary>Customers by the day on which they opened, and what happened to them.</summary>
public sealed record History(int[] OpenedOn, Happening[] Happenings)
{
    public override string ToString() => $"opened on {string.Join(", ", OpenedOn)}; {string.Join("; ", Happenings.OrderBy(h => h.Day).ThenBy(h => h.Hour).Select(h => $"{h.Customer} day {h.Day} {h.Hour}h {h.What}"))}";
}

/// <summary>The real tags, conditions and journeys over a history that either comes in as time goes, or is there already.</summary>
internal sealed class BankOfHistories
{
    public const int Days = 11;

    private const int NoDay = 0;

    /// <summary>When a replay ticks; what happens in this very instant counts.</summary>
    private const int TickHour = 9;

    private const string Tags =
        """
        key: balance
        name: {zh: 余额, en: Balance}
        dimension: asset
        kind: measure
        fact: transactions
        aggregate: last_per_account
        value: balance_after
        type: money
        ---
        key: bookings_4d
        name: {zh: 笔数, en: Bookings}
        dimension: activity
        kind: measure
        fact: transactions
        aggregate: count
        window_days: 4
        type: count
        """;

    private const string Journey =
        """
        {
          "name": {"zh": "旅程", "en": "Journey"}, "holdout_percent": 20, "start": "hello", "cap": {"contacts": 2, "days": 3},
          "entry": {"condition": {"and": [{"attribute": "opened_on", "op": "at_least", "value": {"days_ago": 8}}, {"did": {"event": "transaction"}}]}},
          "goal": {"name": {"zh": "购买", "en": "Bought"}, "within_days": 6, "condition": {"or": [
            {"did": {"event": "bought", "since": "enrolment"}},
            {"did": {"event": "transaction", "where": {"kind": "card_payment"}, "at_least": 2, "since": "enrolment"}}]}},
          "nodes": [
            {"id": "hello", "kind": "send", "channel": "sms", "template": "sms-a", "next": "rest"},
            {"id": "rest", "kind": "wait", "days": 1, "until": "08:00", "next": "rich"},
            {"id": "rich", "kind": "split", "branches": [
              {"when": {"and": [{"tag": "balance", "op": "at_least", "value": 500}, {"did_not": {"event": "login", "within_days": 2}}]}, "next": "call"},
              {"when": {"tag": "bookings_4d", "op": "at_least", "value": 2}, "next": "half"}], "otherwise": "letter"},
            {"id": "call", "kind": "work_order", "template": "call-a", "next": "later"},
            {"id": "half", "kind": "percent", "branches": [{"percent": 50, "next": "letter"}, {"percent": 50, "next": "later"}]},
            {"id": "letter", "kind": "send", "channel": "email", "template": "email-a", "next": "later"},
            {"id": "later", "kind": "wait", "hours": 30, "next": "seen"},
            {"id": "seen", "kind": "split", "branches": [{"when": {"did": {"event": "login", "since": "enrolment"}}, "next": "end"}], "otherwise": "last"},
            {"id": "last", "kind": "send", "channel": "sms", "template": "sms-b", "next": "end"},
            {"id": "end", "kind": "exit"}
          ]
        }
        """;

    /// <summary>Others beside it, each with its own way in and its own waits; they contact nobody, so that they do not use up the caps.</summary>
    private static readonly (string Key, string Document)[] Others =
    [
        ("by-event", Other(
            """ "event": {"event": "login"}, "reentry": "always" """,
            """
            {"id": "booked", "kind": "wait", "until_event": {"event": "transaction", "where": {"direction": "credit"}}, "days": 2, "next": "rich", "otherwise": "line"},
            {"id": "rich", "kind": "wait", "until_condition": {"tag": "balance", "op": "at_least", "value": 500}, "hours": 30, "next": "end", "otherwise": "line"},
            {"id": "line", "kind": "limit", "at_most": 1, "per": "day", "next": "seen"},
            {"id": "seen", "kind": "wait", "until_event": {"event": "page_viewed"}, "days": 3, "next": "end", "otherwise": "end"},
            {"id": "end", "kind": "exit"}
            """,
            "booked", """ "exits": [{"event": {"event": "transaction", "where": {"kind": "card_payment"}}}], """)),
        ("by-booking", Other(
            """ "event": {"event": "transaction", "where": {"kind": "cash_in"}}, "reentry": {"after_days": 4} """,
            """
            {"id": "date", "kind": "wait", "until_date": {"attribute": "opened_on", "offset_days": 4, "at": "08:30"}, "next": "end", "otherwise": "work"},
            {"id": "work", "kind": "wait", "on": "working_day", "until": "10:00", "next": "end"},
            {"id": "end", "kind": "exit"}
            """,
            "date", "")),
        ("by-date", Other(""" "date": {"attribute": "opened_on", "offset_days": 2, "at": "09:00"} """, """{"id": "end", "kind": "exit"}""", "end", "")),
        ("by-change", Other(""" "tag_changed": {"tag": "bookings_4d", "to": 1} """, """{"id": "rest", "kind": "wait", "hours": 5, "next": "end"}, {"id": "end", "kind": "exit"}""", "rest", "")),
    ];

    public static IReadOnlyList<string> Journeys => ["j", .. Others.Select(o => o.Key)];

    private static readonly Viewer Bank = Viewer.Bank("test");
    private readonly IServiceProvider _services;
    private readonly History _history;

    private BankOfHistories(IServiceProvider services, History history) => (_services, _history) = (services, history);

    private IFacts Facts => _services.GetRequiredService<IFacts>();

    public static async Task<BankOfHistories> OpenAsync(History history)
    {
        var services = await TestServices.NewAsync(typeof(JourneysModule).Assembly, typeof(CustomersModule).Assembly);
        services.AddSingleton(new StorageOptions { DataFolder = TestFolder.New() });
        services.AddSingleton(new BankOptions { CapContacts = 2, CapDays = 5, ManagerDailyCapacity = 1 });
        services.AddSingleton<IBusinessDate>(new NoDate());
        services.AddSingleton<ITemplates, TestTemplates>();
        services.AddSingleton<IStaffNames, TestStaffNames>();
        services.AddSingleton<IReplayCheck, TestReplayCheck>();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().Build());
        services.AddCustomers();
        services.AddJourneys();
        var bank = new BankOfHistories(services.BuildServiceProvider(), history);
        var definitions = bank._services.GetRequiredService<IDefinitions>();
        foreach (var tag in DocumentText.ParseMany(Tags, "tags").OrThrow())
        {
            (await definitions.InstallAsync("tag", tag.GetProperty("key").GetString()!, tag.GetRawText(), CancellationToken.None)).OrThrow();
        }

        foreach (var (key, document) in Others.Prepend(("j", Journey)))
        {
            (await definitions.InstallAsync("journey", key, document, CancellationToken.None)).OrThrow();
        }

        return bank;
    }

    /// <summary>Day by day: the day's facts come in, the night's batch runs, what the early morning brings comes in, the clock ticks.</summary>
    public async Task LiveAsync()
    {
        for (var day = 1; day <= Days; day++)
        {
            await ComeInAsync(day, h => h.Day == day && (IsBooking(h) || h.Hour > TickHour));
            await _services.GetRequiredService<ITags>().RunAsync(DateOf(day), full: day == 1, new Silent(), CancellationToken.None);
            await ComeInAsync(NoDay, h => h.Day == day + 1 && !IsBooking(h) && h.Hour <= TickHour);
            await _services.GetRequiredService<IJourneys>().TickAsync(Runs.Live, At(day + 1, TickHour), DateOf(day), CancellationToken.None);
        }
    }

    /// <summary>Over what has come in by now.</summary>
    public Task ReplayAsync(string journey, string run) => _services.GetRequiredService<IEnumerable<IJob>>().Single(j => j.Verb == "replay").RunAsync(
        JsonSerializer.SerializeToElement(new { journey, from = DateOf(1), to = DateOf(Days), run }), new Silent(), CancellationToken.None);

    /// <summary>Every step and every contact of a journey's run in words; what is only a name of the run's own rows is left out.</summary>
    public async Task<string[]> StoryAsync(string journey, string run)
    {
        var statement = new FactsStatement(
            "story",
            """
            SELECT line FROM
            (
                SELECT concat_ws(' ', 'step', toString(customer_id), arm, from_node, node, toString(entered_at), toString(due_at), toString(ends_at), toString(terminal), outcome) AS line
                FROM journey_steps WHERE run = {run:String} AND journey_id = {journey:String}
                UNION ALL
                SELECT concat_ws(' ', 'contact', toString(customer_id), node, channel, template, decision, toString(decided_at), toString(not_before), manager_id) AS line
                FROM contacts WHERE run = {run:String} AND journey_id = {journey:String}
            )
            ORDER BY line
            """).With("run", run).With("journey", journey);
        return [.. await Facts.ListAsync(Bank, statement, (ref RowReader row) => row.Text(), CancellationToken.None)];
    }

    private static string Other(string entry, string nodes, string start, string more) => $$"""
        {
          "name": {"zh": "旅程", "en": "Journey"}, "entry": { {{entry}} }, "holdout_percent": 20, "start": "{{start}}", {{more}} "nodes": [{{nodes}}],
          "goal": {"name": {"zh": "购买", "en": "Bought"}, "within_days": 4, "condition": {"did": {"event": "bought", "since": "enrolment"} } }
        }
        """;

    private async Task ComeInAsync(int openingDay, Func<Happening, bool> now)
    {
        foreach (var customer in Enumerable.Range(1, _history.OpenedOn.Length).Where(c => _history.OpenedOn[c - 1] == openingDay))
        {
            await Facts.RunAsync(string.Create(CultureInfo.InvariantCulture, $"""
                INSERT INTO customer_versions (customer_id, customer_no, opened_on, org_path, manager_id, version) VALUES ({customer}, 'C{customer}', '{DateOf(openingDay):yyyy-MM-dd}', '/hq/north/d01/', 'm1', 1);
                INSERT INTO customer_secret_versions (customer_id, phone_sealed, email_sealed, version) VALUES ({customer}, 'sealed', '{(customer % 3 == 0 ? "" : "sealed")}', 1);
                """));
        }

        foreach (var (happening, number) in _history.Happenings.Select((h, i) => (h, i + 1)).Where(h => now(h.h)))
        {
            await ComeInAsync(happening, number);
        }
    }

    private Task ComeInAsync(Happening it, int number)
    {
        var at = At(it.Day, it.Hour).UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
        string Booking(string direction, string kind, int amount) => string.Create(CultureInfo.InvariantCulture,
            $"INSERT INTO transactions (customer_id, booked_on, transaction_id, account_id, booked_at, direction, kind, amount, balance_after) VALUES ({it.Customer}, '{DateOf(it.Day):yyyy-MM-dd}', {number}, {it.Customer}, '{at}', '{direction}', '{kind}', {amount}, {amount});");
        string Event(string name) => $"INSERT INTO events (event_id, ts, received_at, name, customer_id, properties, context) SELECT generateUUIDv4(), '{at}', '{at}', '{name}', {it.Customer}, '{{}}', '{{}}';";
        string Answer(string channel, bool granted) => $"INSERT INTO consents (customer_id, channel, granted, decided_at, source) VALUES ({it.Customer}, '{channel}', {(granted ? "true" : "false")}, '{at}', 'test');";
        return Facts.RunAsync(it.What switch
        {
            "deposit" => Booking("credit", "cash_in", 1000),
            "coin" => Booking("credit", "cash_in", 10),
            "card" => Booking("debit", "card_payment", 20),
            "yes" => Answer("sms", true) + Answer("email", true) + Answer("work_order", true),
            "no" => Answer("sms", false),
            "never" => Answer("all", false),
            _ => Event(it.What),
        });
    }

    private static bool IsBooking(Happening happening) => happening.What is "deposit" or "coin" or "card";

    private static DateOnly DateOf(int day) => new DateOnly(1994, 3, 1).AddDays(day - 1);

    private DateTimeOffset At(int day, int hour) => _services.GetRequiredService<BankClock>().InstantOf(DateOf(day), new TimeOnly(hour, 0));

    private sealed class Silent : IProgressSink
    {
        public void Report(string step, long done, long total)
        {
        }
    }

    /// <summary>Nobody asks a rehearsed bank for its date: every tick is told.</summary>
    private sealed class NoDate : IBusinessDate
    {
        public Task<DateOnly> CurrentAsync(CancellationToken cancel) => Task.FromResult(DateOf(Days));

        public Task AdvanceAsync(DateOnly businessDate, CancellationToken cancel) => throw new NotSupportedException();
    }
}
