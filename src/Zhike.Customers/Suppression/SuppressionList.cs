using System.Collections.Immutable;
using System.Text.Json;
using Zhike.Contracts.Bank;
using Zhike.Contracts.Customers;
using Zhike.Customers.Documents;
using Zhike.Kernel;
using Zhike.Storage.Definitions;

namespace Zhike.Customers.Suppression;

/// <summary>What an entry forbids; empty means everything.</summary>
internal sealed record SuppressionScope(ImmutableArray<string> Channels, ImmutableArray<string> Purposes, ImmutableArray<string> Lines);

/// <summary>A list by its definition.</summary>
/// <param name="HoldsErasure">While somebody is on it, nothing about them may be erased.</param>
internal sealed record SuppressionList(string Key, LocalText Name, LocalText Description, SuppressionScope Scope, bool HoldsErasure)
{
    public static Result<SuppressionList> Read(JsonElement document)
    {
        var errors = new List<FieldError>();
        var fields = new FieldReader(document, "", errors);
        var key = fields.Text("key", required: true) ?? "";
        var name = LocalText.Read(fields, "name", required: true, errors);
        var description = LocalText.Read(fields, "description", required: false, errors);
        var scope = fields.Required("scope") is { } given ? ReadScope(given, "scope", errors) : new SuppressionScope([], [], []);
        var holds = fields.Flag("holds_erasure") ?? false;
        fields.RefuseUnknown();
        return errors.Count > 0 ? Problem.Invalid(errors) : new SuppressionList(key, name, description, scope, holds);
    }

    public static void Check(SuppressionScope scope, string path, List<FieldError> errors)
    {
        foreach (var (channel, i) in scope.Channels.Select((c, i) => (c, i)).Where(c => !Purposes.IsChannel(c.c)))
        {
            errors.Add(new FieldError($"{path}channels[{i}]", $"must be one of {string.Join(", ", Purposes.Channels.Select(c => c.Value))}, but is \"{channel}\""));
        }

        foreach (var (purpose, i) in scope.Purposes.Select((p, i) => (p, i)).Where(p => Purposes.Find(p.p) is null))
        {
            errors.Add(new FieldError($"{path}purposes[{i}]", $"must be one of {string.Join(", ", Purposes.All.Select(p => p.Key))}, but is \"{purpose}\""));
        }

        foreach (var (line, i) in scope.Lines.Select((l, i) => (l, i)).Where(l => l.l.Length is 0 or > 40))
        {
            errors.Add(new FieldError($"{path}lines[{i}]", $"must have 1 to 40 characters, but is \"{line}\""));
        }
    }

    private static SuppressionScope ReadScope(JsonElement element, string path, List<FieldError> errors)
    {
        var fields = new FieldReader(element, path, errors);
        var scope = new SuppressionScope(Words("channels"), Words("purposes"), Words("lines"));
        fields.RefuseUnknown();
        Check(scope, path + ".", errors);
        return scope;

        ImmutableArray<string> Words(string name) =>
            [.. fields.List(name).Select(w => w.Element.ValueKind == JsonValueKind.String ? w.Element.GetString()! : FieldReader.Show(w.Element))];
    }
}

/// <summary>Suppression lists as definitions: shipped, edited as drafts, approved by a second person.</summary>
internal sealed class SuppressionListKind : IDefinitionKind, ICatalogueFolder
{
    public const string Name = "suppression";

    /// <summary>The program's own: who was erased stays out of reach, and nobody enters or ends that by hand.</summary>
    public const string Erased = "erased";

    public string Kind => Name;

    public string Folder => "suppression";

    public int Order => 0;

    public bool InstallLive => true;

    public Task<IReadOnlyList<FieldError>> CheckAsync(string key, JsonElement document, CancellationToken cancel)
    {
        var read = SuppressionList.Read(document);
        IReadOnlyList<FieldError> errors = !read.Ok ? read.Problem.Errors
            : key == Erased ? [new FieldError("key", $"must not be {Erased}: that list is the program's own")]
            : [];
        return Task.FromResult(errors);
    }

    public Task GoLiveAsync(Definition definition, CancellationToken cancel) => Task.CompletedTask;
}

/// <summary>The lists in force.</summary>
internal sealed class LiveSuppressionLists(IDefinitions definitions)
{
    public async Task<IReadOnlyList<SuppressionList>> AllAsync(CancellationToken cancel)
    {
        var lists = new List<SuppressionList>();
        foreach (var live in await definitions.LiveAsync(SuppressionListKind.Name, cancel).ConfigureAwait(false))
        {
            using var document = JsonDocument.Parse(live.Document);
            lists.Add(SuppressionList.Read(document.RootElement).OrThrow());
        }

        return [.. lists.OrderBy(l => l.Key, StringComparer.Ordinal)];
    }
}
