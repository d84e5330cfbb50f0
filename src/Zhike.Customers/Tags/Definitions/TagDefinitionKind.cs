using System.Text.Json;
using Zhike.Contracts.Bank;
using Zhike.Customers.Tags.Expert;
using Zhike.Customers.Tags.Reading;
using Zhike.Customers.Tags.Running;
using Zhike.Kernel;
using Zhike.Storage.Definitions;

namespace Zhike.Customers.Tags.Definitions;

/// <summary>Tags among the kinds of definitions.</summary>
internal sealed class TagDefinitionKind(IDefinitions definitions, TagColumns columns, TagUses uses, TagWarnings warnings, SqlGate gate) : IDefinitionKind, ICatalogueFolder
{
    public string Kind => LiveTags.Kind;

    public string Folder => "tags";

    public int Order => 10;

    public bool InstallLive => true;

    public async Task<IReadOnlyList<FieldError>> CheckAsync(string key, JsonElement document, CancellationToken cancel)
    {
        var live = await definitions.LiveAsync(Kind, cancel).ConfigureAwait(false);
        var documents = live.ToDictionary(d => d.Key, d => JsonDocument.Parse(d.Document).RootElement);
        var broken = TagSet.Read(documents).Errors;
        documents[key] = document;
        var set = TagSet.Read(documents);
        var errors = set.Errors.GetValueOrDefault(key, []).ToList();
        errors.AddRange(set.Errors.Where(e => e.Key != key && !broken.ContainsKey(e.Key))
            .SelectMany(e => e.Value.Select(error => new FieldError($"usedBy.{e.Key}.{error.Field}", error.Message))));
        var there = await columns.ReadAsync(cancel).ConfigureAwait(false);
        if (set.InOrder.FirstOrDefault(t => t.Key == key) is { } tag && there.TryGetValue(key, out var type) && type != tag.EngineType)
        {
            errors.Add(new FieldError("type", $"cannot change: the values kept so far are {type}, these would be {tag.EngineType}; give the tag another key"));
        }

        if (set.InOrder.FirstOrDefault(t => t.Key == key) is { Source: ExpertSql expert })
        {
            errors.AddRange(await gate.CheckAsync(expert.Sql, DateOnly.MinValue.AddYears(1999), cancel).ConfigureAwait(false));
        }

        return errors;
    }

    public async Task<IReadOnlyList<FieldError>> WarnAsync(string key, JsonElement document, CancellationToken cancel)
    {
        var documents = (await definitions.LiveAsync(Kind, cancel).ConfigureAwait(false)).ToDictionary(d => d.Key, d => JsonDocument.Parse(d.Document).RootElement);
        documents[key] = document;
        return await warnings.OfAsync(TagSet.Read(documents), key, cancel).ConfigureAwait(false);
    }

    public async Task GoLiveAsync(Definition definition, CancellationToken cancel)
    {
        var documents = (await definitions.LiveAsync(Kind, cancel).ConfigureAwait(false)).ToDictionary(d => d.Key, d => JsonDocument.Parse(d.Document).RootElement);
        documents[definition.Key] = JsonDocument.Parse(definition.Document).RootElement;
        var tag = TagSet.Read(documents).InOrder.FirstOrDefault(t => t.Key == definition.Key)
            ?? throw new ProblemException(Problem.Conflict("tag_not_sound", $"The tag \"{definition.Key}\" no longer fits the tags it reads."));
        await columns.EnsureAsync([tag], cancel).ConfigureAwait(false);
    }

    public Task<IReadOnlyList<string>> UsersAsync(string key, CancellationToken cancel) => uses.UsedByAsync("tag", key, TagUses.Kinds, cancel);
}
