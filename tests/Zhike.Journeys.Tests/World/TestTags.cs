using System.Text.Json;
using Zhike.Contracts.Access;
using Zhike.Contracts.Customers;
using Zhike.Contracts.Jobs;
using Zhike.Contracts.Measurement;
using Zhike.Kernel;

namespace Zhike.Journeys.Tests.World;

/// <summary>Remembers for which days a rehearsal's tags were computed.</summary>
internal sealed class TestReplayTags : IReplayTags
{
    public List<DateOnly> Days { get; } = [];

    public Task<string> OpenAsync(string run, IReadOnlyList<JsonElement> conditions, CancellationToken cancel) => Task.FromResult("no_tags");

    public Task ComputeAsync(string run, DateOnly asOf, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        Days.Add(asOf);
        return Task.CompletedTask;
    }

    public Task CloseAsync(string run, CancellationToken cancel) => Task.CompletedTask;
}

/// <summary>Two tags that a test may put into tag_values: a date and a day of the month.</summary>
internal sealed class TestTags : ITags
{
    public Task<IReadOnlyList<TagInfo>> AllAsync(CancellationToken cancel) => Task.FromResult<IReadOnlyList<TagInfo>>(
    [
        new TagInfo("card_expires_on", "卡到期", "Card expires on", "holding", "attribute", "date", "card_expires_on", "test"),
        new TagInfo("payday", "发薪日", "Payday", "income", "attribute", "number", "payday", "test"),
        new TagInfo("city", "城市", "City", "basic", "attribute", "text", "city", "test"),
    ]);

    public Task RunAsync(DateOnly asOf, bool full, IProgressSink progress, CancellationToken cancel) => throw new NotSupportedException();

    public Task<DateOnly?> DateAsync(DateOnly asOf, CancellationToken cancel) => Task.FromResult<DateOnly?>(new DateOnly(1994, 2, 27));

    public Task<IReadOnlyDictionary<ulong, IReadOnlyDictionary<string, object?>>> ValuesAsync(
        Viewer viewer, IReadOnlyCollection<ulong> customerIds, DateOnly asOf, CancellationToken cancel) => throw new NotSupportedException();
}

/// <summary>Everybody is called 张*.</summary>
internal sealed class TestPersonalData : IPersonalData
{
    public Task<IReadOnlyDictionary<ulong, PersonalData>> ReadAsync(Viewer viewer, IReadOnlyCollection<ulong> customerIds, CancellationToken cancel) =>
        Task.FromResult<IReadOnlyDictionary<ulong, PersonalData>>(customerIds.ToDictionary(id => id, _ => new PersonalData("张*", "", "", "", "")));

    public Task<IReadOnlyDictionary<ulong, PersonalData>> ReadForDeliveryAsync(IReadOnlyCollection<ulong> customerIds, CancellationToken cancel) =>
        throw new InvalidOperationException("Journeys deliver nothing.");
}

/// <summary>Only m1 has a name.</summary>
internal sealed class TestStaffNames : IStaffNames
{
    public Task<IReadOnlyDictionary<string, string>> NamesAsync(IReadOnlyCollection<string> staff, CancellationToken cancel) =>
        Task.FromResult<IReadOnlyDictionary<string, string>>(new Dictionary<string, string> { ["m1"] = "陈经理" });
}

/// <summary>Finds nothing amiss.</summary>
internal sealed class TestReplayCheck : IReplayCheck
{
    public Task<ReplayVerdict> CheckAsync(string journeyKey, string run, CancellationToken cancel) =>
        Task.FromResult(new ReplayVerdict(true, "通过。", "Passed."));
}
