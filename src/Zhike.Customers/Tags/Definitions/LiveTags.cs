using System.Text.Json;
using Zhike.Kernel;
using Zhike.Storage.Definitions;

namespace Zhike.Customers.Tags.Definitions;

/// <summary>The tags in force, read again only when a definition changed.</summary>
internal sealed class LiveTags(IDefinitions definitions)
{
    public const string Kind = "tag";

    private volatile Snapshot _last = new("", TagSet.Empty);

    public async Task<TagSet> ReadAsync(CancellationToken cancel) => (await SnapshotAsync(cancel).ConfigureAwait(false)).Tags;

    /// <summary>Changes whenever any live tag does.</summary>
    public async Task<string> FingerprintAsync(CancellationToken cancel) => (await SnapshotAsync(cancel).ConfigureAwait(false)).Fingerprint;

    private async Task<Snapshot> SnapshotAsync(CancellationToken cancel)
    {
        var live = await definitions.LiveAsync(Kind, cancel).ConfigureAwait(false);
        var fingerprint = StableHash.Word([.. live.OrderBy(d => d.Key, StringComparer.Ordinal).SelectMany(d => (string[])[d.Key, d.Document])]);
        var last = _last;
        if (last.Fingerprint == fingerprint)
        {
            return last;
        }

        var tags = TagSet.Read(live.ToDictionary(d => d.Key, d => JsonDocument.Parse(d.Document).RootElement));
        return _last = new Snapshot(fingerprint, tags);
    }

    private sealed record Snapshot(string Fingerprint, TagSet Tags);
}
