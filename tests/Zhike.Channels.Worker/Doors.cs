using System.Text.Json;
using Zhike.Contracts.Bank;
using Zhike.Contracts.Customers;
using Zhike.Contracts.Intake;
using Zhike.Contracts.Jobs;
using Zhike.Kernel;
using Zhike.Storage.Definitions;

namespace Zhike.Channels.Worker;

/// <summary>Personal data of invented customers: number n is a woman called 王, with a phone and an e-mail address made of n.</summary>
public sealed class FakePeople : IPersonalData
{
    public Dictionary<ulong, PersonalData> Known { get; } = [];

    public Task<IReadOnlyDictionary<ulong, PersonalData>> ReadAsync(Viewer viewer, IReadOnlyCollection<ulong> customerIds, CancellationToken cancel) =>
        Task.FromResult<IReadOnlyDictionary<ulong, PersonalData>>(customerIds.ToDictionary(id => id, id => viewer.MaySeePersonalData ? Of(id) : Masked(Of(id))));

    public Task<IReadOnlyDictionary<ulong, PersonalData>> ReadForDeliveryAsync(IReadOnlyCollection<ulong> customerIds, CancellationToken cancel) =>
        Task.FromResult<IReadOnlyDictionary<ulong, PersonalData>>(customerIds.ToDictionary(id => id, Of));

    private static PersonalData Masked(PersonalData person) => person with
    {
        Name = $"{person.Name[..1]}**", Phone = person.Phone.Length == 0 ? "" : $"{person.Phone[..3]}****{person.Phone[^4..]}", Email = "c***@example.com",
    };

    private PersonalData Of(ulong id) => Known.GetValueOrDefault(id) ?? new PersonalData(
        $"王{(char)('一' + (int)(id % 500))}芳", $"138{id:00000000}", $"c{id}@example.com", "", "");
}

/// <summary>One tag, balance, with the values a test gives.</summary>
public sealed class FakeTags : ITags
{
    public List<TagInfo> Infos { get; } = [new("balance", "余额", "Balance", "asset", "measure", "money", "balance", "")];

    public Dictionary<ulong, Dictionary<string, object?>> Values { get; } = [];

    public Task<IReadOnlyList<TagInfo>> AllAsync(CancellationToken cancel) => Task.FromResult<IReadOnlyList<TagInfo>>(Infos);

    public Task RunAsync(DateOnly asOf, bool full, IProgressSink progress, CancellationToken cancel) => Task.CompletedTask;

    public Task<DateOnly?> DateAsync(DateOnly asOf, CancellationToken cancel) => Task.FromResult<DateOnly?>(asOf);

    public Task<IReadOnlyDictionary<ulong, IReadOnlyDictionary<string, object?>>> ValuesAsync(
        Viewer viewer, IReadOnlyCollection<ulong> customerIds, DateOnly asOf, CancellationToken cancel) =>
        Task.FromResult<IReadOnlyDictionary<ulong, IReadOnlyDictionary<string, object?>>>(
            Values.ToDictionary(v => v.Key, v => (IReadOnlyDictionary<string, object?>)v.Value));
}

/// <summary>A business date that stands still.</summary>
public sealed record FixedDate(DateOnly Day) : IBusinessDate
{
    public Task<DateOnly> CurrentAsync(CancellationToken cancel) => Task.FromResult(Day);

    public Task AdvanceAsync(DateOnly businessDate, CancellationToken cancel) => Task.CompletedTask;
}

/// <summary>A kind of definition that another room owns: any document will do.</summary>
public sealed record AnyKind(string Kind) : IDefinitionKind
{
    public Task<IReadOnlyList<FieldError>> CheckAsync(string key, JsonElement document, CancellationToken cancel) => Task.FromResult<IReadOnlyList<FieldError>>([]);

    public Task GoLiveAsync(Definition definition, CancellationToken cancel) => Task.CompletedTask;
}

/// <summary>Knows two write keys: "key" of a server, and "page" of the page https://m.bank.example, which names no customers.</summary>
public sealed class TwoWriteKeys : IWriteKeys
{
    public const string Page = "https://m.bank.example";

    public ValueTask<LiveSource?> FindAsync(string writeKey, CancellationToken cancel) => ValueTask.FromResult(writeKey switch
    {
        "key" => new LiveSource("app", [], 0, 0, NamesCustomers: true),
        "page" => new LiveSource("page", [Page], 0, 0, NamesCustomers: false),
        _ => null,
    });

    public Task<bool> AnyAllowsAsync(string origin, CancellationToken cancel) => Task.FromResult(origin == Page);

    public Task<IReadOnlyList<string>> NamingSourcesAsync(CancellationToken cancel) => Task.FromResult<IReadOnlyList<string>>(["app"]);

    public Task InstallAsync(string source, string writeKey, bool namesCustomers, CancellationToken cancel) => Task.CompletedTask;
}
