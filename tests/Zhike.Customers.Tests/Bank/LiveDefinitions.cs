using System.Text.Json;
using Zhike.Kernel;
using Zhike.Storage.Definitions;

namespace Zhike.Customers.Tests.Bank;

/// <summary>Definitions that are simply live: what the store of definitions does is tested in its own room.</summary>
public sealed class LiveDefinitions : IDefinitions
{
    private readonly Dictionary<(string Kind, string Key), Definition> _live = [];

    public void Put(string kind, string yaml)
    {
        foreach (var document in DocumentText.ParseMany(yaml).OrThrow())
        {
            var key = document.GetProperty("key").GetString()!;
            _live[(kind, key)] = new Definition(kind, key, 1, DefinitionStatus.Live, DocumentText.Canonical(document), "test", "test", "", DateTimeOffset.UnixEpoch, 1);
        }
    }

    public Task<IReadOnlyList<Definition>> ListAsync(string kind, CancellationToken cancel) => LiveAsync(kind, cancel);

    public Task<IReadOnlyList<Definition>> LiveAsync(string kind, CancellationToken cancel) =>
        Task.FromResult<IReadOnlyList<Definition>>([.. _live.Values.Where(d => d.Kind == kind).OrderBy(d => d.Key, StringComparer.Ordinal)]);

    public Task<Definition?> FindLiveAsync(string kind, string key, CancellationToken cancel) => Task.FromResult(_live.GetValueOrDefault((kind, key)));

    public Task<Definition?> FindAsync(string kind, string key, int version, CancellationToken cancel) => FindLiveAsync(kind, key, cancel);

    public async Task<IReadOnlyList<Definition>> HistoryAsync(string kind, string key, CancellationToken cancel) =>
        await FindLiveAsync(kind, key, cancel) is { } one ? [one] : [];

    public Task<Result<Definition>> SaveDraftAsync(string kind, string key, string text, string author, long? expectedRevision, CancellationToken cancel) => throw new NotSupportedException();

    public Task<Result<Definition>> SubmitAsync(string kind, string key, int version, string author, CancellationToken cancel) => throw new NotSupportedException();

    public Task<Result<Definition>> ApproveAsync(string kind, string key, int version, string approver, CancellationToken cancel) => throw new NotSupportedException();

    public Task<Result<Definition>> RejectAsync(string kind, string key, int version, string approver, string note, CancellationToken cancel) => throw new NotSupportedException();

    public Task<Result<Definition>> StopAsync(string kind, string key, string actor, CancellationToken cancel) => throw new NotSupportedException();

    public Task<Result<Definition>> InstallAsync(string kind, string key, string text, CancellationToken cancel) => throw new NotSupportedException();

    public static JsonElement Json(string yaml) => DocumentText.Parse(yaml).OrThrow();
}
