using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Zhike.Contracts.Customers;
using Zhike.Contracts.Intake;
using Zhike.Intake.Events;
using Zhike.Intake.Events.Enrichment;
using Zhike.Intake.Events.Reading;
using Zhike.Intake.Events.Refusals;
using Zhike.Intake.Plan;
using Zhike.Kernel;
using Zhike.Storage.Facts;
using Zhike.Storage.Facts.Rows;
using Zhike.Testing;

namespace Zhike.Intake.Tests.Events;

/// <summary>The room's services on a fresh store, and short ways to send and to ask.</summary>
internal static class IntakeStage
{
    private static readonly Viewer Bank = Viewer.Bank("test");

    public static async Task<IServiceCollection> RegisterAsync()
    {
        var services = await TestServices.NewAsync(typeof(IntakeModule).Assembly);
        services.AddIntake();
        services.AddSingleton<IEventJudge, LetsAllIn>();
        services.AddSingleton<IPersonalHashes, PlainHashes>();
        return services;
    }

    public static async Task<ServiceProvider> NewAsync() => (await RegisterAsync()).BuildServiceProvider();

    public static EventCommitter Restarted(IServiceProvider services, TimeSpan? gatherMax = null)
    {
        var (facts, clock) = (services.GetRequiredService<IFacts>(), services.GetRequiredService<BankClock>());
        return new EventCommitter(facts, new Identities(facts, clock), services.GetRequiredService<RefusalCounts>(), clock, NullLogger<EventCommitter>.Instance)
        {
            GatherMax = gatherMax ?? TimeSpan.FromMilliseconds(50),
        };
    }

    /// <summary>A reader that asks nobody.</summary>
    public static EventReader Reader(string source = "test", DateTimeOffset? receivedAt = null, AddressTable? addresses = null, bool namesCustomers = true) => new(
        new LiveSource(source, [], 0, 0, namesCustomers), receivedAt ?? TestServices.Start, Guid.CreateVersion7,
        new ReadingParts(new LetsAllIn(), new EventNames(null!), new ContextReader(addresses ?? AddressTable.Empty)));

    public static EventRows Rows(string body, string source = "test", DateTimeOffset? receivedAt = null, bool namesCustomers = true) =>
        Reader(source, receivedAt, namesCustomers: namesCustomers).Read("batch", Encoding.UTF8.GetBytes(body)).OrThrow();

    public static Task SendAsync(this IServiceProvider services, string body, string source = "test", bool namesCustomers = true) =>
        services.GetRequiredService<EventCommitter>().CommitAsync(Rows(body, source, services.GetRequiredService<BankClock>().GetUtcNow(), namesCustomers), CancellationToken.None);

    public static Task<List<string>> TextsAsync(this IServiceProvider services, string sql) =>
        services.GetRequiredService<IFacts>().ListAsync(Bank, new FactsStatement("test", sql), (ref RowReader row) => row.Text(), CancellationToken.None);

    private sealed class LetsAllIn : IEventJudge
    {
        public Judgement Judge(string source, string type, string name, ReadOnlySpan<byte> properties) => Judgement.Kept;

        public Judgement JudgeContext(string source, string name, ReadOnlySpan<byte> context) => Judgement.Kept;
    }

    /// <summary>Keyed by nothing: enough to compare.</summary>
    private sealed class PlainHashes : IPersonalHashes
    {
        public Task<Func<PersonalField, string, string>> OpenAsync(CancellationToken cancel) => Task.FromResult<Func<PersonalField, string, string>>(
            (field, typed) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{field} {typed}")).AsSpan(0, 4)));
    }
}
