using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Zhike.Channels.Adapters;
using Zhike.Channels.InApp;
using Zhike.Channels.Queue;
using Zhike.Channels.Worker;
using Zhike.Contracts.Bank;
using Zhike.Contracts.Customers;
using Zhike.Customers;
using Zhike.Kernel;
using Zhike.Storage.Definitions;
using Zhike.Storage.Facts;
using Zhike.Storage.Facts.Rows;
using Zhike.Storage.Records;
using Zhike.Testing;

namespace Zhike.Channels.Tests.World;

/// <summary>The room on real stores, with a bank of a few invented customers: number n is called 王{n}, a woman, reachable and
/// agreed to everything unless a test says otherwise.</summary>
internal sealed class ChannelsWorld : IDisposable
{
    /// <summary>10:00 in Shanghai.</summary>
    public static readonly DateTimeOffset Morning = new(1994, 3, 31, 2, 0, 0, TimeSpan.Zero);

    private readonly ServiceProvider _provider;

    private ChannelsWorld(ServiceProvider provider, ChannelsOptions options)
    {
        _provider = provider;
        Options = options;
    }

    public ChannelsOptions Options { get; }

    public FakeClock Clock => Get<FakeClock>();

    public IFacts Facts => Get<IFacts>();

    public IRecords Records => Get<IRecords>();

    public FakePeople People => Get<FakePeople>();

    public FakeTags Tags => Get<FakeTags>();

    public IDefinitions Definitions => Get<IDefinitions>();

    public T Get<T>()
        where T : notnull => _provider.GetRequiredService<T>();

    public static async Task<ChannelsWorld> NewAsync(IChannelAdapter? sms = null, IChannelAdapter? email = null, string store = "sqlite", ChannelsOptions? options = null)
    {
        options ??= new ChannelsOptions();
        var room = typeof(ChannelsModule).Assembly;
        var services = await TestServices.NewAsync(room);
        services.AddSingleton<IRecords>(await TestRecords.OnAsync(store, room));
        services.AddSingleton<FakePeople>();
        services.AddSingleton<IPersonalData>(p => p.GetRequiredService<FakePeople>());
        services.AddSingleton<FakeTags>();
        services.AddSingleton<ITags>(p => p.GetRequiredService<FakeTags>());
        services.AddSingleton<IBusinessDate>(new FixedDate(new DateOnly(1994, 3, 31)));
        services.AddSingleton(new BankOptions());
        services.AddSingleton<IDefinitionKind>(new AnyKind("journey"));
        services.AddContactGate();
        services.AddChannels();
        services.AddSingleton<IOptions<ChannelsOptions>>(Microsoft.Extensions.Options.Options.Create(options));
        services.AddSingleton<IDataProtectionProvider>(new EphemeralDataProtectionProvider());
        if (sms is not null || email is not null)
        {
            services.AddSingleton(new ChannelAdapters(
                new Dictionary<string, IChannelAdapter>
                {
                    ["in_app"] = new InAppAdapter(),
                    ["sms"] = sms ?? new Adapters.Local.LocalOutbox(),
                    ["email"] = email ?? new Adapters.Local.LocalOutbox(),
                },
                options.Retry));
        }

        var world = new ChannelsWorld(services.BuildServiceProvider(), options);
        await world.InstallAsync("journey", "hundred-days", """{"key":"hundred-days"}""");
        await world.InstallAsync("template", "welcome", """{"key":"welcome","channel":"sms","name":"欢迎","text":"{{customer.salutation}}您好。拒收请回复R【{{bank.name}}】"}""");
        await world.InstallAsync("template", "letter", """{"key":"letter","channel":"email","name":"信","subject":"{{customer.name}}：您好","body":"<p>{{customer.name}}</p>"}""");
        await world.InstallAsync("template", "card", """{"key":"card","channel":"in_app","name":"卡","title":"{{customer.salutation}}","body":"金卡","button":"看看","url":"bank://cards?no={{customer.customer_no_masked}}"}""");
        return world;
    }

    public async Task InstallAsync(string kind, string key, string document) =>
        (await Definitions.InstallAsync(kind, key, document, CancellationToken.None)).OrThrow();

    /// <summary>Customers 1 … count, each agreed to sms, email and in_app.</summary>
    public async Task CustomersAsync(int count)
    {
        await Facts.RunAsync(string.Create(CultureInfo.InvariantCulture,
            $"""
            INSERT INTO customer_versions (customer_id, customer_no, opened_on, gender, outlet_id, org_path, manager_id, version)
            SELECT number + 1, concat('C', leftPad(toString(number + 1), 8, '0')), '1993-05-01', 'F', 'd01', '/hq/prague/d01/', 'm0101', 1 FROM numbers({count});
            INSERT INTO consents (customer_id, channel, granted, decided_at, source)
            SELECT number + 1, arrayJoin(['sms', 'email', 'in_app']), true, '1993-05-01 00:00:00', 'counter' FROM numbers({count});
            """));
    }

    /// <summary>A live journey planned a message to each of customers 1 … count; the contact's number is 1000 + the customer's.</summary>
    public Task PlanAsync(int count, string channel, string template, string notBefore = "1994-03-31 02:00:00") => Facts.RunAsync(string.Create(CultureInfo.InvariantCulture,
        $"""
        INSERT INTO contacts (run, contact_id, journey_id, version, enrolment_id, customer_id, node, channel, template, decision, decided_at, not_before, manager_id, org_path)
        SELECT 'live', 1001 + number, 'hundred-days', 1, 7000 + number, number + 1, 'n1', '{channel}', '{template}', 'planned', '1994-03-31 02:00:00', '{notBefore}', 'm0101', '/hq/prague/d01/' FROM numbers({count});
        """));

    public async Task<int> PumpAsync()
    {
        var delivery = Get<Contracts.Channels.IDelivery>();
        await delivery.QueueAsync(CancellationToken.None);
        return await delivery.DeliverAsync(CancellationToken.None);
    }

    public async Task<List<OutboxMessage>> MessagesAsync()
    {
        using var unit = Records.Open();
        return await unit.Set<OutboxMessage>().AsNoTracking().OrderBy(m => m.CustomerId).ToListAsync();
    }

    public async Task<OutboxMessage> OneAsync() => (await MessagesAsync()).ShouldHaveSingleItem();

    /// <summary>"contact outcome" of every stored outcome but 'queued', sorted.</summary>
    public Task<List<string>> OutcomesAsync() => Facts.ListAsync(
        Viewer.Bank("test"),
        new FactsStatement("outcomes", "SELECT concat(toString(contact_id), ' ', outcome) AS o FROM outcomes WHERE outcome != 'queued' ORDER BY o"),
        (ref RowReader row) => row.Text(),
        CancellationToken.None);

    public Task<List<string>> EventsAsync() => Facts.ListAsync(
        Viewer.Bank("test"),
        new FactsStatement("events", "SELECT concat(toString(customer_id), ' ', name) AS o FROM events WHERE type = 'system' ORDER BY o"),
        (ref RowReader row) => row.Text(),
        CancellationToken.None);

    public void Dispose() => _provider.Dispose();
}

/// <summary>What goes over a wire that tests own: every hand-over is written down, and answered as the script says.</summary>
internal sealed class ScriptedAdapter(bool knowsKeys, Func<HandOver, int, HandOverResult>? script = null) : IChannelAdapter
{
    public ConcurrentQueue<HandOver> Seen { get; } = new();

    public string Name => "scripted";

    public bool KnowsKeys => knowsKeys;

    public bool KeptInRecords => false;

    public int Parallel => 2;

    public Task<HandOverResult> HandOverAsync(HandOver message, CancellationToken cancel)
    {
        Seen.Enqueue(message);
        var nth = Seen.Count(s => s.Key == message.Key);
        return Task.FromResult(script?.Invoke(message, nth) ?? new HandOverResult(HandOverKind.Accepted, "", $"p-{message.Key}"));
    }
}
