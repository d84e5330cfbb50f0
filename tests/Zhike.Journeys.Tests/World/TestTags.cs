using Zhike.Contracts.Access;
using Zhike.Contracts.Customers;
using Zhike.Contracts.Jobs;
using Zhike.Contracts.Measurement;
using Zhike.Kernel;

namespace Zhike.Journeys.Tests.World;

/// <summary>Remembers for which days it was run.</summary>
internal sealed class TestTags : ITags
{
    public List<DateOnly> Days { get; } = [];

    public Task<IReadOnlyList<TagInfo>> AllAsync(CancellationToken cancel) => Task.FromResult<IReadOnlyList<TagInfo>>([]);

    public Task RunAsync(DateOnly asOf, bool full, IProgressSink progress, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        Days.Add(asOf);
        return Task.CompletedTask;
    }

    public Task<DateOnly?> DateAsync(DateOnly asOf, CancellationToken cancel) => Task.FromResult<DateOnly?>(asOf);

    public Task<IReadOnlyDictionary<ulong, IReadOnlyDictionary<string, object?>>> ValuesAsync(
        Viewer viewer, IReadOnlyCollection<ulong> customerIds, DateOnly asOf, CancellationToken cancel) =>
        Task.FromResult<IReadOnlyDictionary<ulong, IReadOnlyDictionary<string, object?>>>(new Dictionary<ulong, IReadOnlyDictionary<string, object?>>());
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
