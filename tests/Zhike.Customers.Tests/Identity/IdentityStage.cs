using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Zhike.Contracts.Customers;
using Zhike.Contracts.Intake;
using Zhike.Customers.Identity;
using Zhike.Kernel;
using Zhike.Storage.Definitions;
using Zhike.Storage.Facts;
using Zhike.Storage.Facts.Rows;
using Zhike.Testing;

namespace Zhike.Customers.Tests.Identity;

/// <summary>A bank of three customers, C1 to C3, the shipped rules, and short ways to say what was observed.</summary>
internal sealed class IdentityStage : IDisposable
{
    private const string Nobody = "nobody";
    private readonly ServiceProvider _provider;

    private IdentityStage(ServiceProvider provider) => _provider = provider;

    public IFacts Facts => _provider.GetRequiredService<IFacts>();

    public FakeClock Clock => _provider.GetRequiredService<FakeClock>();

    public T Get<T>()
        where T : notnull => _provider.GetRequiredService<T>();

    public static async Task<IdentityStage> NewAsync()
    {
        var services = await TestServices.NewAsync(typeof(CustomersModule).Assembly);
        services.AddIdentity();
        services.AddSingleton<IPersonalHashes, SpokenHashes>();
        services.AddSingleton<IWriteKeys, AppOnly>();
        var stage = new IdentityStage(services.BuildServiceProvider());
        var rules = await File.ReadAllTextAsync(Path.Combine(CatalogueFolder, "identity", "one-id.yaml"));
        (await stage.Get<IDefinitions>().InstallAsync("identity", "one-id", rules, CancellationToken.None)).OrThrow();
        foreach (var customer in (int[])[1, 2, 3])
        {
            await stage.CustomerAsync(customer);
        }

        return stage;
    }

    public static string CatalogueFolder
    {
        get
        {
            var folder = AppContext.BaseDirectory;
            while (!Directory.Exists(Path.Combine(folder, "catalog")))
            {
                folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("catalog/ is not above the test assembly.");
            }

            return Path.Combine(folder, "catalog");
        }
    }

    /// <param name="imported">When the import that brought them began; else now.</param>
    public Task CustomerAsync(int number, DateTimeOffset? imported = null) => Facts.RunAsync(string.Create(CultureInfo.InvariantCulture,
        $"INSERT INTO customer_versions (customer_id, customer_no, opened_on, org_path, version) VALUES ({number}, 'C{number}', '1993-01-01', '/hq/', {VersionOf(imported ?? Clock.GetUtcNow())})"));

    /// <summary>Each "kind:value kind:value", observed one minute after the other.</summary>
    public async Task SeenAsync(params string[] links)
    {
        foreach (var link in links)
        {
            Clock.Advance(TimeSpan.FromMinutes(1));
            var (a, b) = (link.Split(' ')[0].Split(':'), link.Split(' ')[1].Split(':'));
            var now = Clock.GetUtcNow().ToString("yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture);
            await Facts.RunAsync(
                $"INSERT INTO identity_evidence (a_kind, a_value, b_kind, b_value, rule, source, event_id, observed_at, received_at) VALUES ('{a[0]}', '{a[1]}', '{b[0]}', '{b[1]}', 'declared', 'app', generateUUIDv4(), '{now}', '{now}')");
        }
    }

    public Task SecretsAsync(int customer, string phoneHash) => Facts.RunAsync(string.Create(CultureInfo.InvariantCulture,
        $"INSERT INTO customer_secret_versions (customer_id, phone_hash, version) VALUES ({customer}, '{phoneHash}', {VersionOf(Clock.GetUtcNow())})"));

    /// <summary>An anonymous event, one minute after whatever came before.</summary>
    public async Task EventAsync(string name, string anonymousId, string userId = "", int customer = 0, string by = "", string source = "app")
    {
        Clock.Advance(TimeSpan.FromMinutes(1));
        var now = Clock.GetUtcNow().ToString("yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture);
        var attributed = by.Length == 0 ? "0" : $"sipHash64('{by.Split(':')[0]}', '{by.Split(':')[1]}')";
        await Facts.RunAsync(string.Create(CultureInfo.InvariantCulture,
            $"INSERT INTO events (event_id, ts, received_at, source, name, customer_id, user_id, anonymous_id, attributed_by, properties) VALUES (generateUUIDv4(), '{now}', '{now}', '{source}', '{name}', {customer}, '{userId}', '{anonymousId}', {attributed}, '{{}}')"));
    }

    public Task DecideAsync(string one, string other, string decision) => Facts.RunAsync(
        $"""
        INSERT INTO identity_decisions
        SELECT least(x, y), greatest(x, y), '{decision}', 'because', 'wang.lan', '{Clock.GetUtcNow().AddSeconds(1).ToString("yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture)}'
        FROM (SELECT sipHash64('{one.Split(':')[0]}', '{one.Split(':')[1]}') AS x, sipHash64('{other.Split(':')[0]}', '{other.Split(':')[1]}') AS y)
        """);

    public async Task<IdentityRunResult> RunAsync()
    {
        Clock.Advance(TimeSpan.FromMinutes(5));
        return await Get<IIdentityRun>().RunAsync(CancellationToken.None);
    }

    /// <summary>"C1", or who it is together with: "user_id:u1+user_id:u2"; "nobody" when it is not known.</summary>
    public async Task<string> WhoAsync(string identity)
    {
        var people = await TextsAsync(
            $"""
            SELECT if(i.person < 9223372036854775808, concat('C', toString(i.person)), o.all) AS who
            FROM identities AS i
            INNER JOIN (SELECT person, arrayStringConcat(arraySort(groupArray(concat(kind, ':', value))), '+') AS all FROM identities GROUP BY person) AS o ON o.person = i.person
            WHERE i.kind = '{identity.Split(':')[0]}' AND i.value = '{identity.Split(':')[1]}'
            """);
        return people.SingleOrDefault() ?? Nobody;
    }

    /// <summary>"name C1" for every event as it stands with a customer, and "name -" for those with nobody that are no copies.</summary>
    public Task<List<string>> EventsAsync() => TextsAsync(
        "SELECT concat(name, ' ', if(customer_id = 0, '-', concat('C', toString(customer_id)))) AS e FROM events ORDER BY e");

    public Task<List<string>> ChangesAsync() => TextsAsync(
        "SELECT concat(what, ' ', a_kind, ':', a_value, ' ', b_kind, ':', b_value, if(limit_kind = '', '', concat(' ', limit_kind))) AS c FROM identity_changes FINAL ORDER BY c");

    public Task<List<string>> TextsAsync(string sql) => Facts.ListAsync(
        Viewer.Bank("test"), new FactsStatement("test", sql), (ref RowReader row) => row.Text(), CancellationToken.None);

    public void Dispose() => _provider.Dispose();

    /// <summary>As an import gives it.</summary>
    private static long VersionOf(DateTimeOffset at) => at.ToUnixTimeMilliseconds() * 1000;

    /// <summary>One source may name customers.</summary>
    private sealed class AppOnly : IWriteKeys
    {
        public Task<IReadOnlyList<string>> NamingSourcesAsync(CancellationToken cancel) => Task.FromResult<IReadOnlyList<string>>(["app"]);

        public ValueTask<LiveSource?> FindAsync(string writeKey, CancellationToken cancel) => throw new NotSupportedException();

        public Task<bool> AnyAllowsAsync(string origin, CancellationToken cancel) => throw new NotSupportedException();

        public Task InstallAsync(string source, string writeKey, bool namesCustomers, CancellationToken cancel) => throw new NotSupportedException();
    }

    /// <summary>A hash that says what it is of.</summary>
    private sealed class SpokenHashes : IPersonalHashes
    {
        public Task<Func<PersonalField, string, string>> OpenAsync(CancellationToken cancel) =>
            Task.FromResult<Func<PersonalField, string, string>>((field, value) => $"{field}-of-{value}");
    }
}
