using System.Collections.Immutable;
using Microsoft.Extensions.DependencyInjection;
using Zhike.Contracts.Access;
using Zhike.Contracts.Bank;
using Zhike.Contracts.Customers;
using Zhike.Contracts.Http;
using Zhike.Contracts.Jobs;
using Zhike.Customers.PersonalData;
using Zhike.Customers.Profiles;
using Zhike.Kernel;
using Zhike.Storage;
using Zhike.Storage.Definitions;
using Zhike.Storage.Facts;
using Zhike.Testing;
using PersonalRecord = Zhike.Contracts.Customers.PersonalData;

namespace Zhike.Customers.Tests.Profiles;

/// <summary>Three customers of two branches: 1 and 2 in Prague (managers m1 and m2), 3 in the south; business date 1994-03-31.</summary>
internal sealed class ProfileStage
{
    public static readonly Viewer HeadOffice = new("s1", OrgPath.Of("/hq/"), "", false, "test");
    public static readonly Viewer Prague = new("b1", OrgPath.Of("/hq/prague/"), "", false, "test");
    public static readonly Viewer South = new("b2", OrgPath.Of("/hq/south/"), "", false, "test");
    public static readonly Viewer ManagerOne = new("m1", OrgPath.Of("/hq/prague/d01/"), "m1", false, "test");

    private ProfileStage(ServiceProvider services) => Services = services;

    public ServiceProvider Services { get; }

    public CustomerQueries Queries => Services.GetRequiredService<CustomerQueries>();

    public T Get<T>()
        where T : notnull => Services.GetRequiredService<T>();

    /// <summary>More facts, in the engine's own words.</summary>
    public Task RunAsync(string sql) => Get<IFacts>().RunAsync(sql);

    public async Task InstallAsync(string kind, params string[] documents)
    {
        foreach (var document in documents)
        {
            var json = Bank.LiveDefinitions.Json(document);
            (await Get<IDefinitions>().InstallAsync(kind, json.GetProperty("key").GetString()!, json.GetRawText(), CancellationToken.None)).OrThrow();
        }
    }

    public Task TagAsync(DateOnly asOf) => Get<ITags>().RunAsync(asOf, full: true, new Silent(), CancellationToken.None);

    public static async Task<ProfileStage> NewAsync(Action<IServiceCollection>? also = null)
    {
        var services = await TestServices.NewAsync(typeof(CustomersModule).Assembly);
        services.AddSingleton(new StorageOptions { DataFolder = TestFolder.New() });
        services.AddSingleton(new BankOptions());
        services.AddSingleton<IBusinessDate, FixedDate>();
        services.AddSingleton<IStaffNames, NoNames>();
        services.AddSingleton<IDefinitionKind, Plans>();
        services.AddCustomers();
        services.AddSingleton(Microsoft.Extensions.Options.Options.Create(new ComplianceOptions { UnmaskPerDay = 2 }));
        also?.Invoke(services);
        var provider = services.BuildServiceProvider();
        await SeedAsync(provider);
        return new ProfileStage(provider);
    }

    public async Task<Result<Page<CustomerRow>>> ListAsync(
        Viewer viewer, string q = "", string outlet = "", string segment = "", string sort = "", params (string, string)[] tags) =>
        await Services.GetRequiredService<CustomerListQuery>().RunAsync(
            viewer,
            new CustomerListRequest(q, segment, outlet, tags.ToImmutableSortedDictionary(t => t.Item1, t => t.Item2), sort, new PageRequest(1, 50)),
            CancellationToken.None);

    private static async Task SeedAsync(ServiceProvider provider)
    {
        var facts = provider.GetRequiredService<IFacts>();
        var seal = await provider.GetRequiredService<ISealing>().OpenAsync(CancellationToken.None);
        await facts.RunAsync("""
            INSERT INTO outlet_versions (outlet_id, name, region, org_path, version) VALUES ('d01', '一号支行', 'P', '/hq/prague/d01/', 1), ('d20', '南支行', 'S', '/hq/south/d20/', 1);
            INSERT INTO product_versions (product_id, name_zh, name_en, kind, version) VALUES ('current', '活期', 'Current', 'deposit', 1);
            INSERT INTO customer_versions (customer_id, customer_no, opened_on, birth_date, gender, outlet_id, org_path, manager_id, version) VALUES
                (1, 'C00000001', '1993-05-01', '1970-04-01', 'F', 'd01', '/hq/prague/d01/', 'm1', 1),
                (2, 'C00000002', '1994-03-20', NULL, 'M', 'd01', '/hq/prague/d01/', 'm2', 1),
                (3, 'C00000003', '1993-01-01', '1950-01-01', 'M', 'd20', '/hq/south/d20/', 'm3', 1),
                (4, 'C00000004', '1995-01-01', NULL, '', 'd20', '/hq/south/d20/', 'm3', 1);
            INSERT INTO account_versions (account_id, account_no, customer_id, product_id, opened_on, version) VALUES
                (11, 'A11', 1, 'current', '1993-05-01', 1), (12, 'A12', 1, 'current', '1993-06-01', 1), (13, 'A13', 2, 'current', '1994-03-20', 1);
            INSERT INTO account_party_versions (account_id, customer_id, role, version) VALUES (11, 1, 'owner', 1), (13, 1, 'authorised', 1);
            INSERT INTO transactions (customer_id, booked_on, transaction_id, account_id, booked_at, direction, kind, amount, balance_after) VALUES
                (1, '1994-01-01', 1, 11, '1994-01-01 00:00:00', 'credit', 'cash_in', 100, 100), (1, '1994-01-03', 2, 11, '1994-01-03 00:00:00', 'debit', 'cash_out', 40, 60),
                (1, '1994-01-02', 3, 12, '1994-01-02 00:00:00', 'credit', 'cash_in', 1000, 1000), (1, '1995-01-01', 4, 11, '1995-01-01 00:00:00', 'credit', 'cash_in', 9, 69);
            INSERT INTO holding_versions (customer_id, holding_no, account_id, product_id, kind, opened_on, amount, version) VALUES
                (1, 'loan:1', 11, 'x', 'loan', '1994-02-01', 500, 1), (1, 'loan:2', 11, 'x', 'loan', '1996-02-01', 500, 1), (1, 'order:1', 11, 'x', 'standing_order', NULL, 5, 1);
            INSERT INTO segment_members SELECT 'rich', 1, toDate('1994-03-31'), now(), groupBitmapState(toUInt64(1));
            INSERT INTO events (event_id, ts, received_at, name, customer_id, properties, context) VALUES (generateUUIDv4(), '1994-02-02 10:00:00', '1994-02-02 10:00:00', 'app_login', 1, '{}', '{}');
            INSERT INTO contacts (run, contact_id, journey_id, version, enrolment_id, customer_id, node, channel, template, decision, decided_at, not_before) VALUES
                ('live', 5, 'j', 1, 1, 1, 'n1', 'sms', 'hello', 'planned', '1994-02-01 10:00:00', '1994-02-01 10:00:00');
            """);
        var people = new (ulong Id, PersonalRecord Person)[]
        {
            (1, new("张伟", "13812345678", "zhang@example.com", "110101197004011234", "朝阳区一号")),
            (2, new("李娜", "13900000002", "", "", "")),
            (3, new("张伟", "13700000003", "", "", "")),
        };
        foreach (var (id, person) in people)
        {
            var s = seal(id, person);
            await facts.RunAsync($"INSERT INTO customer_secret_versions VALUES ({id}, '{s.Name}', '{s.Phone}', '{s.Email}', '{s.IdNumber}', '{s.Address}', '{s.NameHash}', '{s.PhoneHash}', '{s.EmailHash}', '{s.IdNumberHash}', '{s.KeyId}', 1, '')");
        }
    }

    /// <summary>Tracking plans belong to another room: here they may say anything.</summary>
    private sealed class Plans : IDefinitionKind
    {
        public string Kind => "tracking_plan";

        public Task<IReadOnlyList<FieldError>> CheckAsync(string key, System.Text.Json.JsonElement document, CancellationToken cancel) =>
            Task.FromResult<IReadOnlyList<FieldError>>([]);

        public Task GoLiveAsync(Definition definition, CancellationToken cancel) => Task.CompletedTask;
    }

    private sealed class Silent : IProgressSink
    {
        public void Report(string step, long done, long total)
        {
        }
    }

    private sealed class FixedDate : IBusinessDate
    {
        public Task<DateOnly> CurrentAsync(CancellationToken cancel) => Task.FromResult(new DateOnly(1994, 3, 31));

        public Task AdvanceAsync(DateOnly businessDate, CancellationToken cancel) => Task.CompletedTask;
    }

    internal sealed class NoNames : IStaffNames
    {
        public Task<IReadOnlyDictionary<string, string>> NamesAsync(IReadOnlyCollection<string> staff, CancellationToken cancel) =>
            Task.FromResult<IReadOnlyDictionary<string, string>>(new Dictionary<string, string> { ["m1"] = "陈经理" });
    }
}

/// <summary>A person behind a request.</summary>
internal sealed class FakeViewer(bool maySee) : ICurrentViewer
{
    public string Staff => "b1";

    public string NameZh => "行长";

    public IReadOnlySet<Permission> Permissions => new HashSet<Permission>();

    public Viewer Viewer(string purpose) => ProfileStage.Prague with { Purpose = purpose };

    public Result<Viewer> UnmaskingViewer(string purpose) => maySee ? Viewer(purpose) with { MaySeePersonalData = true } : Problem.Forbidden("no");
}
