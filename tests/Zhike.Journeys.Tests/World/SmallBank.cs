using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Zhike.Contracts.Access;
using Zhike.Contracts.Bank;
using Zhike.Contracts.Channels;
using Zhike.Contracts.Customers;
using Zhike.Contracts.Journeys;
using Zhike.Contracts.Measurement;
using Zhike.Customers;
using Zhike.Journeys.Documents;
using Zhike.Journeys.Engine;
using Zhike.Kernel;
using Zhike.Storage.Facts;
using Zhike.Storage.Facts.Rows;
using Zhike.Testing;

namespace Zhike.Journeys.Tests.World;

/// <summary>A bank of a few customers, a journey and a clock that the test moves. Times are Shanghai's: day 1 is 1994-03-01.</summary>
internal sealed class SmallBank
{
    private const string Everybody = "\"segment\": \"everybody\"";

    private static readonly Viewer Bank = Viewer.Bank("test");

    private SmallBank(IServiceProvider services) => Services = services;

    public IServiceProvider Services { get; }

    public IFacts Facts => Services.GetRequiredService<IFacts>();

    public JourneyEngine Engine => Services.GetRequiredService<JourneyEngine>();

    public BankClock Clock => Services.GetRequiredService<BankClock>();

    public string Run { get; init; } = "live";

    public static async Task<SmallBank> OpenAsync(int customers = 10, BankOptions? options = null, Action<IServiceCollection>? also = null)
    {
        var services = await TestServices.NewAsync(typeof(JourneysModule).Assembly);
        services.AddSingleton(options ?? new BankOptions());
        services.AddSingleton<IConditions, TestConditions>();
        services.AddSingleton<ISegments, TestSegments>();
        services.AddSingleton<ITemplates, TestTemplates>();
        services.AddSingleton<ITags, TestTags>();
        services.AddSingleton<TestReplayTags>();
        services.AddSingleton<IReplayTags>(provider => provider.GetRequiredService<TestReplayTags>());
        services.AddSingleton<IPersonalData, TestPersonalData>();
        services.AddSingleton<IStaffNames, TestStaffNames>();
        services.AddSingleton<IReplayCheck, TestReplayCheck>();
        services.AddContactGate();
        services.AddJourneys();
        also?.Invoke(services);
        var bank = new SmallBank(services.BuildServiceProvider());
        await bank.Facts.RunAsync(string.Create(CultureInfo.InvariantCulture, $"""
            INSERT INTO customer_versions (customer_id, customer_no, opened_on, gender, org_path, manager_id, version)
            SELECT number + 1, concat('C', toString(number + 1)), '1994-02-20', if(number % 2 = 0, 'F', 'M'), '/hq/north/d01/', if(number % 4 < 2, 'm1', 'm2'), 1 FROM numbers({customers});
            INSERT INTO consents (customer_id, channel, granted, decided_at, source)
            SELECT number + 1, arrayJoin(['sms', 'email', 'in_app', 'work_order']), true, toDateTime64('1994-01-01 00:00:00', 3, 'UTC'), 'test' FROM numbers({customers});
            INSERT INTO customer_secret_versions (customer_id, phone_sealed, email_sealed, version)
            SELECT number + 1, 'sealed', 'sealed', 1 FROM numbers({customers});
            """));
        return bank;
    }

    /// <summary>The instant of a time of day in March 1994; days beyond 31 run on into April.</summary>
    public DateTimeOffset At(int day, int hour = 9, int minute = 0) =>
        Clock.InstantOf(new DateOnly(1994, 3, 1).AddDays(day - 1), new TimeOnly(hour, minute));

    /// <summary>A tick on a day, at nine unless told, with the figures of the day before.</summary>
    public Task<TickSummary> TickAsync(JourneyInForce journey, int day, int hour = 9, int minute = 0, string? run = null) =>
        Engine.TickAsync([journey], run ?? Run, At(day, hour, minute), new DateOnly(1994, 3, 1).AddDays(day - 2), CancellationToken.None);

    /// <summary>One more customer, whom no channel may reach yet.</summary>
    public Task JoinAsync(ulong customer, string openedOn) => Facts.RunAsync(string.Create(CultureInfo.InvariantCulture, $"""
        INSERT INTO customer_versions (customer_id, customer_no, opened_on, org_path, version) VALUES ({customer}, 'C{customer}', '{openedOn}', '/hq/north/d01/', 1);
        """));

    public Task EventAsync(string name, ulong customer, DateTimeOffset at) => Facts.RunAsync(string.Create(CultureInfo.InvariantCulture, $$"""
        INSERT INTO events (event_id, ts, received_at, name, customer_id, properties, context)
        SELECT generateUUIDv4(), '{{at.UtcDateTime:yyyy-MM-dd HH:mm:ss}}', '{{at.UtcDateTime:yyyy-MM-dd HH:mm:ss}}', '{{name}}', {{customer}}, '{}', '{}';
        """));

    /// <summary>"customer node" of everybody's newest step, in order.</summary>
    public Task<string[]> WhereAsync(string? run = null) => LinesAsync(
        """
        SELECT concat(toString(customer_id), ' ', argMax(node, (enrolled_at, step_id))) FROM journey_steps
        WHERE run = {run:String} AND step_id NOT IN (SELECT from_step_id FROM journey_steps WHERE run = {run:String})
        GROUP BY customer_id ORDER BY customer_id
        """,
        run);

    public Task<string[]> ContactsAsync(string? run = null) => LinesAsync(
        """
        SELECT concat(toString(customer_id), ' ', node, ' ', decision) FROM contacts WHERE run = {run:String}
        ORDER BY decided_at, node, customer_id
        """,
        run);

    /// <summary>Every step of a run in words, for comparing two runs or two states of one.</summary>
    public Task<string[]> LogAsync(string? run = null) => LinesAsync(
        """
        SELECT concat_ws(' ', toString(customer_id), arm, from_node, node, toString(entered_at), toString(due_at), toString(terminal), outcome)
        FROM journey_steps WHERE run = {run:String} ORDER BY customer_id, entered_at, due_at, node, from_node
        """,
        run);

    /// <summary>When everybody who stands at a node may leave it: "customer time", on the bank's clock.</summary>
    public Task<string[]> DuesAsync(string node) => LinesAsync(
        $$"""
        SELECT concat(toString(customer_id), ' ', formatDateTime(toTimeZone(due_at, 'Asia/Shanghai'), '%Y-%m-%d %H:%i')) FROM journey_steps
        WHERE run = {run:String} AND node = '{{node}}' AND step_id NOT IN (SELECT from_step_id FROM journey_steps WHERE run = {run:String})
        ORDER BY customer_id
        """,
        null);

    public Task<ulong> CountAsync(string sql) => Facts.CountAsync(Bank, new FactsStatement("count", sql), CancellationToken.None);

    public static JourneyDocument Document(string nodes, string start, int holdout = 0, string more = "", string goal = "bought", int window = 30, string entry = Everybody)
    {
        var (document, errors) = Read(nodes, start, holdout, more, goal, window, entry);
        errors.ShouldBeEmpty();
        return document;
    }

    /// <summary>For graphs that may have nodes nobody comes to.</summary>
    public static JourneyDocument DocumentUnchecked(string nodes, string start) => Read(nodes, start, 0, "", "bought", 30).Document;

    private static (JourneyDocument Document, IReadOnlyList<FieldError> Errors) Read(
        string nodes, string start, int holdout, string more, string goal, int window, string entry = Everybody)
    {
        using var json = JsonDocument.Parse($$$"""
            {
              "key": "j", "name": {"zh": "旅程", "en": "Journey"}, "entry": { {{{entry}}} },
              "holdout_percent": {{{holdout}}}, "holdout_reason": "test", "start": "{{{start}}}", {{{more}}}
              "goal": {"name": {"zh": "购买", "en": "Bought"}, "within_days": {{{window}}}, "condition": {"did_since": "{{{goal}}}"} },
              "nodes": [{{{nodes}}}]
            }
            """);
        return JourneyReader.Read("j", json.RootElement);
    }

    /// <summary>What is wrong with a document of these nodes.</summary>
    public static IReadOnlyList<FieldError> Errors(string nodes, string start, string more = "", string entry = Everybody) => Read(nodes, start, 0, more, "bought", 30, entry).Errors;

    public static JourneyInForce Journey(string nodes, string start, int holdout = 0, string more = "", int window = 30, string entry = Everybody) =>
        JourneyInForce.Of(Document(nodes, start, holdout, more, window: window, entry: entry), 1);

    private async Task<string[]> LinesAsync(string sql, string? run) =>
    [
        .. await Facts.ListAsync(Bank, new FactsStatement("lines", sql).With("run", run ?? Run), (ref RowReader row) => row.Text(), CancellationToken.None),
    ];
}
