using System.Text.Json;
using Zhike.Kernel;

namespace Zhike.Storage.Definitions;

public enum DefinitionStatus
{
    /// <summary>Being written; does nothing.</summary>
    Draft,

    /// <summary>Waits for a second person.</summary>
    Submitted,

    /// <summary>Approved and in force.</summary>
    Live,

    /// <summary>Was live and was stopped.</summary>
    Stopped,

    /// <summary>Was live; a newer version is.</summary>
    Superseded,

    /// <summary>The second person said no; the note says why.</summary>
    Rejected,
}

/// <summary>One version of a tag, segment, journey, template …: a JSON document with its history of approval.</summary>
/// <param name="Kind">"tag", "segment", "journey", "template".</param>
/// <param name="Key">Stable name, lower-case with '-' or '_'.</param>
/// <param name="Version">1, 2, 3 …; a live version's document never changes.</param>
/// <param name="Document">Canonical JSON, whatever form it was written in.</param>
public sealed record Definition(
    string Kind, string Key, int Version, DefinitionStatus Status, string Document,
    string Author, string? Approver, string Note, DateTimeOffset ChangedAt, long Revision);

/// <summary>What a room knows about its kind of definition.</summary>
public interface IDefinitionKind
{
    string Kind { get; }

    /// <summary>Every problem with its field path; empty when the document may be saved.</summary>
    Task<IReadOnlyList<FieldError>> CheckAsync(string key, JsonElement document, CancellationToken cancel);

    /// <summary>Called once when a version is approved, before it counts as live; throws a ProblemException to refuse.</summary>
    Task GoLiveAsync(Definition definition, CancellationToken cancel);

    /// <summary>Who would miss a live key if it were stopped, as "kind/key"; stopping is refused while anybody would.</summary>
    Task<IReadOnlyList<string>> UsersAsync(string key, CancellationToken cancel) => Task.FromResult<IReadOnlyList<string>>([]);

    /// <summary>What whoever writes the document should know and may decide: nothing here refuses it.</summary>
    Task<IReadOnlyList<FieldError>> WarnAsync(string key, JsonElement document, CancellationToken cancel) => Task.FromResult<IReadOnlyList<FieldError>>([]);
}

/// <summary>Definitions are data: versioned documents that a second person approves before they act on customers.</summary>
public interface IDefinitions
{
    /// <summary>The newest version of every key of a kind.</summary>
    Task<IReadOnlyList<Definition>> ListAsync(string kind, CancellationToken cancel);

    /// <summary>Every version that is in force.</summary>
    Task<IReadOnlyList<Definition>> LiveAsync(string kind, CancellationToken cancel);

    Task<Definition?> FindLiveAsync(string kind, string key, CancellationToken cancel);

    Task<Definition?> FindAsync(string kind, string key, int version, CancellationToken cancel);

    Task<IReadOnlyList<Definition>> HistoryAsync(string kind, string key, CancellationToken cancel);

    /// <summary>Saves the text (YAML or JSON) as the key's draft. A live version stays as it is; the draft gets the next number.
    /// <paramref name="expectedRevision"/> is null for the first save of a draft.</summary>
    Task<Result<Definition>> SaveDraftAsync(string kind, string key, string text, string author, long? expectedRevision, CancellationToken cancel);

    Task<Result<Definition>> SubmitAsync(string kind, string key, int version, string author, CancellationToken cancel);

    /// <summary>Refused when <paramref name="approver"/> wrote it ("approver_is_author").</summary>
    Task<Result<Definition>> ApproveAsync(string kind, string key, int version, string approver, CancellationToken cancel);

    Task<Result<Definition>> RejectAsync(string kind, string key, int version, string approver, string note, CancellationToken cancel);

    Task<Result<Definition>> StopAsync(string kind, string key, string actor, CancellationToken cancel);

    /// <summary>Brings in one shipped document as live (author "catalogue", approver "release"), unless that very document is live.</summary>
    Task<Result<Definition>> InstallAsync(string kind, string key, string text, CancellationToken cancel);
}
