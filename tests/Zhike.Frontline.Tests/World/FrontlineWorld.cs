using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Zhike.Contracts.Access;
using Zhike.Contracts.Bank;
using Zhike.Contracts.Channels;
using Zhike.Contracts.Customers;
using Zhike.Contracts.Frontline;
using Zhike.Contracts.Jobs;
using Zhike.Frontline.WorkOrders;
using Zhike.Kernel;
using Zhike.Storage.Definitions;
using Zhike.Storage.Facts;
using Zhike.Storage.Facts.Rows;
using Zhike.Storage.Records;
using Zhike.Testing;

namespace Zhike.Frontline.Tests.World;

/// <summary>The room on real stores. Customer n belongs to manager m0101 of outlet d01; customers 11 and up to nobody.</summary>
internal sealed class FrontlineWorld : IDisposable
{
    public const string Journey =
        """
        {"key":"hundred-days","name":{"zh":"新客百日","en":"First hundred days"},"entry":{"segment":"new-customers"},
         "nodes":[{"id":"n1","kind":"split","branches":[{"when":{"tag":"balance","op":"at_least","value":50000},"next":"n2"}],"otherwise":"n3"},
                  {"id":"n2","kind":"work_order","template":"call","next":"end"},{"id":"n3","kind":"exit"},{"id":"end","kind":"exit"}],"start":"n1"}
        """;

    private readonly ServiceProvider _provider;

    private FrontlineWorld(ServiceProvider provider) => _provider = provider;

    public static Viewer Manager { get; } = new("m0101", OrgPath.Of("/hq/prague/d01/"), "m0101", false, "test");

    public static Viewer OtherManager { get; } = new("m0102", OrgPath.Of("/hq/prague/d01/"), "m0102", false, "test");

    public static Viewer OutletHead { get; } = new("head01", OrgPath.Of("/hq/prague/d01/"), "", false, "test");

    public static Viewer OtherOutletHead { get; } = new("head02", OrgPath.Of("/hq/prague/d02/"), "", false, "test");

    public FakeClock Clock => Get<FakeClock>();

    public IFacts Facts => Get<IFacts>();

    public IRecords Records => Get<IRecords>();

    public IWorkOrders Orders => Get<IWorkOrders>();

    public WorkOrderDesk Desk => Get<WorkOrderDesk>();

    public WorkOrderQueries Queries => Get<WorkOrderQueries>();

    public T Get<T>()
        where T : notnull => _provider.GetRequiredService<T>();

    public static async Task<FrontlineWorld> NewAsync(string store = "sqlite")
    {
        var room = typeof(FrontlineModule).Assembly;
        var services = await TestServices.NewAsync(room);
        services.AddSingleton<IRecords>(await TestRecords.OnAsync(store, room));
        var doors = new FakeDoors();
        services.AddSingleton<IPersonalData>(doors);
        services.AddSingleton<ITags>(doors);
        services.AddSingleton<ITemplates>(doors);
        services.AddSingleton<IStaffNames>(doors);
        services.AddSingleton<IBusinessDate>(doors);
        services.AddSingleton<IDefinitionKind>(new AnyKind("journey"));
        services.AddSingleton<IDefinitionKind>(new AnyKind("segment"));
        services.AddFrontline();
        var world = new FrontlineWorld(services.BuildServiceProvider());
        var definitions = world.Get<IDefinitions>();
        (await definitions.InstallAsync("journey", "hundred-days", Journey, CancellationToken.None)).OrThrow();
        (await definitions.InstallAsync(
            "segment", "new-customers", """{"key":"new-customers","name":{"zh":"新客户","en":"New customers"},"expression":{"tag":"months","op":"less_than","value":4}}""",
            CancellationToken.None)).OrThrow();
        return world;
    }

    /// <summary>A live journey planned a work order for each of customers first … last; the order's number is 1000 + the customer's.</summary>
    public Task PlanAsync(int first, int last, int dueDays = 0) => Facts.RunAsync(string.Create(CultureInfo.InvariantCulture,
        $"""
        INSERT INTO customer_versions (customer_id, customer_no, opened_on, gender, outlet_id, org_path, manager_id, version)
        SELECT number, concat('C', leftPad(toString(number), 8, '0')), '1994-01-05', 'F', 'd01', '/hq/prague/d01/', if(number > 10, '', 'm0101'), 1 FROM numbers({first}, {last - first + 1});
        INSERT INTO outlet_versions (outlet_id, name, region, org_path, version) VALUES ('d01', '布拉格一区', '布拉格', '/hq/prague/d01/', 1);
        INSERT INTO journey_steps (run, journey_id, version, enrolment_id, customer_id, arm, node, step_id, from_node, enrolled_at, entered_at, due_at)
        SELECT 'live', 'hundred-days', 1, 7000 + number, number, 'contact', node, 9000 + number, from_node, '1994-03-01 00:00:00', '1994-03-30 00:00:00', '1994-03-31 00:00:00'
        FROM numbers({first}, {last - first + 1}) ARRAY JOIN ['n1', 'n2'] AS node, ['', 'n1'] AS from_node;
        INSERT INTO contacts (run, contact_id, journey_id, version, enrolment_id, customer_id, node, channel, template, decision, decided_at, not_before, manager_id, org_path, priority, due_days)
        SELECT 'live', 1000 + number, 'hundred-days', 1, 7000 + number, number, 'n2', 'work_order', 'call', 'planned', '1994-03-31 02:00:00', '1994-03-31 02:00:00', if(number > 10, '', 'm0101'), '/hq/prague/d01/', 2, {dueDays}
        FROM numbers({first}, {last - first + 1});
        """));

    public Task<List<string>> OutcomesAsync() => TextsAsync("SELECT concat(toString(contact_id), ' ', outcome, if(label = '', '', concat(' ', label))) AS o FROM outcomes ORDER BY o");

    public Task<List<string>> EventsAsync() => TextsAsync("SELECT concat(toString(customer_id), ' ', name) AS o FROM events ORDER BY o");

    public Task<List<string>> TextsAsync(string sql) => Facts.ListAsync(Viewer.Bank("test"), new FactsStatement("test", sql), (ref RowReader row) => row.Text(), CancellationToken.None);

    public void Dispose() => _provider.Dispose();
}

/// <summary>What other rooms would answer.</summary>
internal sealed class FakeDoors : IPersonalData, ITags, ITemplates, IStaffNames, IBusinessDate
{
    public Task<IReadOnlyDictionary<ulong, PersonalData>> ReadAsync(Viewer viewer, IReadOnlyCollection<ulong> customerIds, CancellationToken cancel) =>
        Task.FromResult<IReadOnlyDictionary<ulong, PersonalData>>(customerIds.ToDictionary(id => id, _ => new PersonalData("王*", "138****0001", "", "", "")));

    public Task<IReadOnlyDictionary<ulong, PersonalData>> ReadForDeliveryAsync(IReadOnlyCollection<ulong> customerIds, CancellationToken cancel) => throw new NotSupportedException();

    public Task<IReadOnlyList<TagInfo>> AllAsync(CancellationToken cancel) => Task.FromResult<IReadOnlyList<TagInfo>>(
        [new("balance", "活期余额", "Balance", "asset", "measure", "money", "balance", ""), new("months", "开户月数", "Months", "basic", "measure", "count", "months", "")]);

    public Task RunAsync(DateOnly asOf, bool full, IProgressSink progress, CancellationToken cancel) => Task.CompletedTask;

    public Task<DateOnly?> DateAsync(DateOnly asOf, CancellationToken cancel) => Task.FromResult<DateOnly?>(asOf);

    public Task<IReadOnlyDictionary<ulong, IReadOnlyDictionary<string, object?>>> ValuesAsync(
        Viewer viewer, IReadOnlyCollection<ulong> customerIds, DateOnly asOf, CancellationToken cancel) =>
        Task.FromResult<IReadOnlyDictionary<ulong, IReadOnlyDictionary<string, object?>>>(customerIds.ToDictionary(
            id => id, _ => (IReadOnlyDictionary<string, object?>)new Dictionary<string, object?> { ["balance"] = 52_300m, ["months"] = 2L }));

    public Task<string?> ChannelOfAsync(string templateKey, CancellationToken cancel) => Task.FromResult<string?>("work_order");

    public Task<IReadOnlyDictionary<ulong, RenderedTemplate>> RenderAsync(Viewer viewer, string templateKey, IReadOnlyCollection<ulong> customerIds, CancellationToken cancel) =>
        Task.FromResult<IReadOnlyDictionary<ulong, RenderedTemplate>>(customerIds.ToDictionary(
            id => id, _ => new RenderedTemplate(templateKey, 1, "work_order", new Dictionary<string, string> { ["selling_point"] = "新客", ["script"] = "您好" }, 5)));

    public Task<IReadOnlyDictionary<string, string>> NamesAsync(IReadOnlyCollection<string> staff, CancellationToken cancel) =>
        Task.FromResult<IReadOnlyDictionary<string, string>>(staff.ToDictionary(s => s, s => $"经理{s}"));

    public Task<DateOnly> CurrentAsync(CancellationToken cancel) => Task.FromResult(new DateOnly(1994, 3, 31));

    public Task AdvanceAsync(DateOnly businessDate, CancellationToken cancel) => Task.CompletedTask;
}

/// <summary>A kind of definition that another room owns: any document will do.</summary>
internal sealed record AnyKind(string Kind) : IDefinitionKind
{
    public Task<IReadOnlyList<FieldError>> CheckAsync(string key, JsonElement document, CancellationToken cancel) => Task.FromResult<IReadOnlyList<FieldError>>([]);

    public Task GoLiveAsync(Definition definition, CancellationToken cancel) => Task.CompletedTask;
}
