using System.Globalization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Zhike.Channels;
using Zhike.Channels.Worker;
using Zhike.Contracts.Bank;
using Zhike.Contracts.Channels;
using Zhike.Contracts.Customers;
using Zhike.Customers;
using Zhike.Kernel;
using Zhike.Storage;
using Zhike.Storage.Definitions;
using Zhike.Storage.Facts;

// A bank's delivery in a process of its own, to be killed: delivers planned messages to a gateway until nothing is left.
// Arguments: data folder, gateway URL, messages to plan (on an empty folder), minutes that its clock is ahead, connection of the
// records (empty: SQLite in the folder).
var (folder, gateway, planned, ahead, records) = (args[0], args[1], int.Parse(args[2], CultureInfo.InvariantCulture), int.Parse(args[3], CultureInfo.InvariantCulture), args[4]);
var room = typeof(ChannelsModule).Assembly;
var services = new ServiceCollection();
services.AddLogging(log => log.SetMinimumLevel(LogLevel.Warning).AddConsole());
services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
{
    ["Channels:Sms:Adapter"] = "http",
    ["Channels:Sms:Http:Url"] = gateway,
    ["Channels:Sms:Http:Secret"] = "secret",
    ["Channels:Sms:Http:TimeoutSeconds"] = "2",
    ["Channels:FirstWaitSeconds"] = "1",
    ["Channels:AttemptsMax"] = "50",
}).Build());
var morning = new DateTimeOffset(1994, 3, 31, 2, 0, 0, TimeSpan.Zero) + TimeSpan.FromMinutes(ahead);
services.AddSingleton(new BankClock(TimeProvider.System, TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai")) { Offset = morning - TimeProvider.System.GetUtcNow() });
services.AddSingleton<TimeProvider>(provider => provider.GetRequiredService<BankClock>());
services.AddSingleton<IIds>(new TimeOrderedIds(TimeProvider.System));
services.AddSingleton<IPersonalData, FakePeople>();
services.AddSingleton<ITags, FakeTags>();
services.AddSingleton<IBusinessDate>(new FixedDate(new DateOnly(1994, 3, 31)));
services.AddSingleton(new BankOptions());
services.AddSingleton<IDefinitionKind>(new AnyKind("journey"));
services.AddStorage(new StorageOptions { DataFolder = folder, RecordsConnection = records }, typeof(BankOptions).Assembly, room);
services.AddContactGate();
services.AddChannels();
services.AddDataProtection().PersistKeysToFileSystem(new DirectoryInfo(Path.Combine(folder, "keys")));
using var bank = services.BuildServiceProvider();

if (await bank.GetRequiredService<StorageSchema>().ApplyAsync(CancellationToken.None) > 0)
{
    await SeedAsync();
}

Console.WriteLine("ready");
var delivery = bank.GetRequiredService<IDelivery>();
while (true)
{
    await delivery.QueueAsync(CancellationToken.None);
    await delivery.DeliverAsync(CancellationToken.None);
    if (await LeftAsync() == 0)
    {
        Console.WriteLine("done");
        return 0;
    }

    await Task.Delay(200);
}

async Task SeedAsync()
{
    var definitions = bank.GetRequiredService<IDefinitions>();
    (await definitions.InstallAsync("journey", "hundred-days", """{"key":"hundred-days"}""", CancellationToken.None)).OrThrow();
    (await definitions.InstallAsync(
        "template", "welcome", """{"key":"welcome","channel":"sms","name":"欢迎","text":"{{customer.salutation}}您好。拒收请回复R【{{bank.name}}】"}""", CancellationToken.None)).OrThrow();
    foreach (var sql in new[]
    {
        "INSERT INTO customer_versions (customer_id, customer_no, opened_on, gender, org_path, version) SELECT number + 1, concat('C', toString(number + 1)), '1993-05-01', 'F', '/hq/', 1 FROM numbers({n:UInt64})",
        "INSERT INTO consents (customer_id, channel, granted, decided_at, source) SELECT number + 1, 'sms', true, '1993-05-01 00:00:00', 'counter' FROM numbers({n:UInt64})",
        """
        INSERT INTO contacts (run, contact_id, journey_id, version, enrolment_id, customer_id, node, channel, template, decision, decided_at, not_before, org_path)
        SELECT 'live', 1001 + number, 'hundred-days', 1, 7000 + number, number + 1, 'n1', 'sms', 'welcome', 'planned', '1994-03-31 02:00:00', '1994-03-31 02:00:00', '/hq/' FROM numbers({n:UInt64})
        """,
    })
    {
        await bank.GetRequiredService<IFacts>().ExecuteAsync(Viewer.Bank("seed"), new FactsStatement("seed", sql).With("n", (long)planned), CancellationToken.None);
    }
}

async Task<ulong> LeftAsync()
{
    const string sql = "SELECT {n:UInt64} - uniqExactIf(contact_id, outcome = 'sent') AS n FROM outcomes";
    var left = await bank.GetRequiredService<IFacts>().ListAsync(
        Viewer.Bank("count"), new FactsStatement("left", sql).With("n", (long)planned), (ref Zhike.Storage.Facts.Rows.RowReader row) => (ulong)row.Int64(), CancellationToken.None);
    return left[0];
}
