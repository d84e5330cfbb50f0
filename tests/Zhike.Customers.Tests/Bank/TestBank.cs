using System.Globalization;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Zhike.Contracts.Bank;
using Zhike.Contracts.Customers;
using Zhike.Contracts.Jobs;
using Zhike.Customers.Tags;
using Zhike.Customers.Tags.Running;
using Zhike.Kernel;
using Zhike.Storage.Definitions;
using Zhike.Storage.Facts;
using Zhike.Storage.Facts.Embedded;
using Zhike.Testing;

namespace Zhike.Customers.Tests.Bank;

public sealed record Customer(
    ulong Id, DateOnly OpenedOn, DateOnly? BirthDate = null, string Gender = "", string OrgPath = "/hq/a/o1/", string ManagerId = "", ulong Version = 1,
    IReadOnlyDictionary<string, string>? Attributes = null)
{
    /// <summary>As the engine reads a map.</summary>
    public string AttributesSql => $"map({string.Join(", ", (Attributes ?? new Dictionary<string, string>()).Select(a => $"'{a.Key}', '{a.Value}'"))})";
}

public sealed record Booking(
    ulong Id, ulong Customer, DateOnly Day, string Direction, string Kind, decimal Amount, string Purpose = "none", decimal? Balance = null, ulong Account = 0, string Run = "r1");

/// <summary>A bank in the real engine, with the tags and segments that a test names.</summary>
public sealed class TestBank : IDisposable, IBusinessDate
{
    private readonly ServiceProvider _services;
    private DateOnly _businessDate = new(1994, 3, 31);

    private TestBank(EmbeddedFacts facts, TagOptions options, Action<IServiceCollection>? more)
    {
        Facts = facts;
        var clock = new BankClock(Wall, TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai"));
        var services = new ServiceCollection();
        services.AddSingleton<IFacts>(facts);
        services.AddSingleton<IDefinitions>(Definitions);
        services.AddSingleton(new BankOptions());
        services.AddSingleton(clock);
        services.AddSingleton<TimeProvider>(clock);
        services.AddSingleton<IBusinessDate>(this);
        services.AddSingleton<IIds, CountingIds>();
        services.AddSingleton(typeof(ILogger<>), typeof(NullLogger<>));
        services.AddSingleton<IIds>(new TimeOrderedIds(clock));
        services.AddTags();
        services.AddSingleton(options);
        more?.Invoke(services);
        _services = services.BuildServiceProvider();
    }

    public EmbeddedFacts Facts { get; }

    public LiveDefinitions Definitions { get; } = new();

    public FakeClock Wall { get; } = new(new DateTimeOffset(1994, 4, 1, 2, 0, 0, TimeSpan.Zero));

    public ITags Tags => _services.GetRequiredService<ITags>();

    public IConditions Conditions => _services.GetRequiredService<IConditions>();

    public ISegments Segments => _services.GetRequiredService<ISegments>();

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    /// <summary>The turns of real-time tags as a process has them that has just started: it remembers nothing.</summary>
    public ITagTurns Restarted()
    {
        Get<Customers.Tags.Realtime.RealtimeEpochs>().Forget();
        return Make<Customers.Tags.Realtime.RealtimeTagRun>();
    }

    /// <summary>Anew, from the bank's parts.</summary>
    public T Make<T>() => ActivatorUtilities.CreateInstance<T>(_services);

    public static async Task<TestBank> OpenAsync(TagOptions? options = null, Action<IServiceCollection>? more = null) =>
        new(await TestEngine.DatabaseAsync(typeof(CustomersModule).Assembly), options ?? new TagOptions(), more);

    public async Task AddAsync(params Customer[] customers)
    {
        var rows = customers.Select(c => string.Create(
            CultureInfo.InvariantCulture,
            $"({c.Id}, 'C{c.Id:00000000}', '{c.OpenedOn:yyyy-MM-dd}', {(c.BirthDate is { } born ? $"'{born:yyyy-MM-dd}'" : "NULL")}, '{c.Gender}', '{c.OrgPath.Trim('/').Split('/')[^1]}', '{c.OrgPath}', '{c.ManagerId}', {c.Version}, {c.AttributesSql})"));
        await Facts.RunAsync(
            $"INSERT INTO customer_versions (customer_id, customer_no, opened_on, birth_date, gender, outlet_id, org_path, manager_id, version, attributes) VALUES {string.Join(", ", rows)}");
    }

    public async Task AddAsync(params Booking[] bookings)
    {
        var rows = new StringBuilder();
        foreach (var b in bookings)
        {
            rows.Append(rows.Length == 0 ? "" : ", ").Append(
                CultureInfo.InvariantCulture,
                $"({b.Customer}, '{b.Day:yyyy-MM-dd}', {b.Id}, {(b.Account == 0 ? b.Customer : b.Account)}, '{b.Day:yyyy-MM-dd} 00:00:00', '{b.Direction}', '{b.Kind}', '{b.Purpose}', {b.Amount}, {b.Balance?.ToString(CultureInfo.InvariantCulture) ?? "NULL"}, '{b.Run}')");
        }

        await Facts.RunAsync(
            $"INSERT INTO transactions (customer_id, booked_on, transaction_id, account_id, booked_at, direction, kind, purpose, amount, balance_after, run_id) VALUES {rows}");
    }

    /// <param name="received">Order of arrival: minutes after the day.</param>
    public Task AddEventAsync(ulong customer, string name, DateOnly day, int received = 0, string properties = "{}") => Facts.RunAsync(string.Create(
        CultureInfo.InvariantCulture,
        $"INSERT INTO events (event_id, ts, received_at, name, customer_id, properties) VALUES (generateUUIDv4(), '{day:yyyy-MM-dd} 03:00:00', '1995-01-01 00:{received:00}:00', '{name}', {customer}, '{properties}')"));

    public async Task<IReadOnlyList<string>> TextsAsync(string sql) => await Facts.ListAsync(
        Viewer.Bank("test"), new FactsStatement("texts", sql), (ref Storage.Facts.Rows.RowReader row) => row.Text(), CancellationToken.None);

    /// <summary>The clock moves a second with every run, so that runs have an order.</summary>
    public Task RunTagsAsync(DateOnly asOf, bool full = true) 
    {
        Wall.Advance(TimeSpan.FromSeconds(1));
        return Tags.RunAsync(asOf, full, Silent.Sink, CancellationToken.None);
    }

    /// <summary>Every customer's tags at exactly that date.</summary>
    public async Task<IReadOnlyDictionary<ulong, IReadOnlyDictionary<string, object?>>> ValuesAsync(DateOnly asOf, int customers = 200) =>
        await Tags.ValuesAsync(Viewer.Bank("test"), [.. Enumerable.Range(1, customers).Select(i => (ulong)i)], asOf, CancellationToken.None);

    /// <summary>The whole partition as text, row by row: two runs that agree have the same.</summary>
    public async Task<string> DumpAsync(DateOnly asOf)
    {
        using var text = new MemoryStream();
        await Facts.PipeAsync(
            Viewer.Bank("test"), new FactsStatement("dump", "SELECT * FROM tag_values WHERE as_of = {as_of:Date} ORDER BY customer_id").With("as_of", asOf),
            "JSONEachRow", text, CancellationToken.None);
        return Encoding.UTF8.GetString(text.ToArray());
    }

    /// <summary>Whom an expression (YAML or JSON) holds.</summary>
    public async Task<ulong[]> MembersAsync(string expression, DateOnly asOf, DateTimeOffset? now = null, string? since = null)
    {
        var set = (await Conditions.CompileAsync(
            LiveDefinitions.Json(expression), new ConditionScope(asOf, now ?? Wall.GetUtcNow(), "p", since), CancellationToken.None)).OrThrow();
        var members = await Facts.ListAsync(
            Viewer.Bank("test"), new FactsStatement("members", $"SELECT customer_id FROM ({set.Sql}) ORDER BY customer_id").WithBound(set.Parameters),
            (ref Storage.Facts.Rows.RowReader row) => row.UInt64(), CancellationToken.None);
        return [.. members];
    }

    public Task<DateOnly> CurrentAsync(CancellationToken cancel) => Task.FromResult(_businessDate);

    public Task AdvanceAsync(DateOnly businessDate, CancellationToken cancel)
    {
        _businessDate = businessDate > _businessDate ? businessDate : _businessDate;
        return Task.CompletedTask;
    }

    public void Dispose()
    {
        _services.Dispose();
        Facts.Dispose();
    }

    private sealed class Silent : IProgressSink
    {
        public static Silent Sink { get; } = new();

        public void Report(string step, long done, long total)
        {
        }
    }
}
