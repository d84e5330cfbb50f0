using System.Text.Json;
using Zhike.Customers.Documents;
using Zhike.Customers.Tags.Definitions;
using Zhike.Customers.Tags.Reading;
using Zhike.Kernel;
using Zhike.Storage.Definitions;

namespace Zhike.Customers.Tiering;

/// <summary>The tierings in force, read against the tags in force.</summary>
internal sealed class Tierings(IDefinitions definitions, LiveTags tags)
{
    public async Task<IReadOnlyList<TieringRow>> ListAsync(CancellationToken cancel)
    {
        var live = await tags.ReadAsync(cancel).ConfigureAwait(false);
        var documents = await definitions.ListAsync(TieringScheme.Kind, cancel).ConfigureAwait(false);
        return [.. documents.OrderBy(d => d.Key, StringComparer.Ordinal).Select(d => Row(d, live))];
    }

    /// <summary>The scheme with its document; a problem when it is not live, or no longer holds against the tags.</summary>
    public async Task<Result<(TieringScheme Scheme, Definition Definition, JsonElement Document)>> FindAsync(string key, CancellationToken cancel)
    {
        if (await definitions.FindLiveAsync(TieringScheme.Kind, key, cancel).ConfigureAwait(false) is not { } definition)
        {
            return Problem.NotFound("live tiering", key);
        }

        var errors = new List<FieldError>();
        var document = JsonDocument.Parse(definition.Document).RootElement;
        var scheme = TieringScheme.Parse(key, document, await tags.ReadAsync(cancel).ConfigureAwait(false), errors);
        return scheme is null ? Problem.Invalid(errors) : (scheme, definition, document);
    }

    public static TieringRow Row(Definition definition, TagSet live)
    {
        var document = JsonDocument.Parse(definition.Document).RootElement;
        var fields = new FieldReader(document, "", []);
        var name = LocalText.Read(fields, "name", required: false, []);
        var description = LocalText.Read(fields, "description", required: false, []);
        var scheme = TieringScheme.Parse(definition.Key, document, live, []);
        return new TieringRow(
            definition.Key, name.Zh, name.En, description.Zh, description.En, fields.Text("tag") ?? "", scheme?.Ordered ?? false, scheme?.HasEdges ?? false,
            [.. (scheme?.Tiers ?? []).Select(t => new TierName(t.Code, t.Name.Zh, t.Name.En))], TagEndpoints.StatusOf(definition), definition.Version,
            fields.Text("owner") ?? "");
    }
}
