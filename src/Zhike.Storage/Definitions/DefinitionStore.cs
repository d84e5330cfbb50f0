using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Zhike.Kernel;
using Zhike.Storage.Audit;
using Zhike.Storage.Records;

namespace Zhike.Storage.Definitions;

/// <summary>Keeps definitions in the records store. Every change and its line in the audit trail are one transaction.</summary>
/// <param name="rooms">Asked for the kinds at each change: a kind may itself ask for definitions.</param>
public sealed class DefinitionStore(IRecords records, AuditChain audit, TimeProvider clock, IServiceScopeFactory rooms) : IDefinitions
{
    private const string Catalogue = "catalogue";

    public Task<IReadOnlyList<Definition>> ListAsync(string kind, CancellationToken cancel) => QueryAsync(
        all => all.Where(d => d.Kind == kind && d.Version == all.Where(o => o.Kind == kind && o.Key == d.Key).Max(o => o.Version)), cancel);

    public Task<IReadOnlyList<Definition>> LiveAsync(string kind, CancellationToken cancel) =>
        QueryAsync(all => all.Where(d => d.Kind == kind && d.Status == DefinitionStatus.Live), cancel);

    public async Task<Definition?> FindLiveAsync(string kind, string key, CancellationToken cancel) =>
        (await QueryAsync(all => all.Where(d => d.Kind == kind && d.Key == key && d.Status == DefinitionStatus.Live), cancel).ConfigureAwait(false)).SingleOrDefault();

    public async Task<Definition?> FindAsync(string kind, string key, int version, CancellationToken cancel) =>
        (await QueryAsync(all => all.Where(d => d.Kind == kind && d.Key == key && d.Version == version), cancel).ConfigureAwait(false)).SingleOrDefault();

    public Task<IReadOnlyList<Definition>> HistoryAsync(string kind, string key, CancellationToken cancel) =>
        QueryAsync(all => all.Where(d => d.Kind == kind && d.Key == key), cancel);

    public async Task<Result<Definition>> SaveDraftAsync(
        string kind, string key, string text, string author, long? expectedRevision, CancellationToken cancel)
    {
        var document = await CheckedAsync(kind, key, text, cancel).ConfigureAwait(false);
        return !document.Ok ? document.Problem : await ChangeAsync(kind, key, async (context, versions) =>
        {
            var open = versions.Find(d => d.Open);
            if (open?.Status == DefinitionStatus.Submitted)
            {
                return Problem.Conflict("waits_for_approval", $"Version {open.Version} of {kind} \"{key}\" waits for approval. Have it approved or rejected first.");
            }

            if (open?.Revision != expectedRevision)
            {
                return ChangedMeanwhile(kind, key);
            }

            if (open is null)
            {
                open = NewVersion(kind, key, versions, document.Value, author, DefinitionStatus.Draft);
                context.Add(open);
            }
            else
            {
                (open.Document, open.Author, open.ChangedAt) = (document.Value, author, clock.GetUtcNow());
            }

            await SaveAsync(context, author, "definition_saved", open, cancel).ConfigureAwait(false);
            return open.ToDefinition();
        }, cancel).ConfigureAwait(false);
    }

    public Task<Result<Definition>> SubmitAsync(string kind, string key, int version, string author, CancellationToken cancel) =>
        ChangeAsync(kind, key, async (context, versions) =>
        {
            if (InState(kind, key, version, versions, DefinitionStatus.Draft) is { } refusal)
            {
                return refusal;
            }

            var row = versions.Single(d => d.Version == version);
            (row.Status, row.ChangedAt) = (DefinitionStatus.Submitted, clock.GetUtcNow());
            await SaveAsync(context, author, "definition_submitted", row, cancel).ConfigureAwait(false);
            return row.ToDefinition();
        }, cancel);

    public async Task<Result<Definition>> ApproveAsync(string kind, string key, int version, string approver, CancellationToken cancel)
    {
        if (await FindAsync(kind, key, version, cancel).ConfigureAwait(false) is not { Status: DefinitionStatus.Submitted } submitted)
        {
            return await NotInStateAsync(kind, key, version, DefinitionStatus.Submitted, cancel).ConfigureAwait(false);
        }

        if (submitted.Author == approver)
        {
            return new Problem(ProblemKind.Forbidden, "approver_is_author", "Whoever wrote a version may not approve it: a second person must.");
        }

        // What it refers to may have changed since it was written.
        var document = await CheckedAsync(kind, key, submitted.Document, cancel).ConfigureAwait(false);
        if (!document.Ok)
        {
            return document.Problem;
        }

        var live = submitted with { Status = DefinitionStatus.Live, Approver = approver };
        if (await GoLiveAsync(live, cancel).ConfigureAwait(false) is { } refusal)
        {
            return refusal;
        }

        return await ChangeAsync(kind, key, async (context, versions) =>
        {
            var row = versions.Find(d => d.Version == version);
            if (row?.Revision != submitted.Revision)
            {
                return ChangedMeanwhile(kind, key);
            }

            await SupersedeAsync(context, versions, cancel).ConfigureAwait(false);
            (row.Status, row.Approver, row.ChangedAt) = (DefinitionStatus.Live, approver, clock.GetUtcNow());
            await SaveAsync(context, approver, "definition_approved", row, cancel).ConfigureAwait(false);
            return row.ToDefinition();
        }, cancel).ConfigureAwait(false);
    }

    public Task<Result<Definition>> RejectAsync(string kind, string key, int version, string approver, string note, CancellationToken cancel) =>
        ChangeAsync(kind, key, async (context, versions) =>
        {
            if (InState(kind, key, version, versions, DefinitionStatus.Submitted) is { } refusal)
            {
                return refusal;
            }

            if (string.IsNullOrWhiteSpace(note))
            {
                return Problem.Invalid("note", "must say why");
            }

            var row = versions.Single(d => d.Version == version);
            (row.Status, row.Approver, row.Note, row.ChangedAt) = (DefinitionStatus.Rejected, approver, note, clock.GetUtcNow());
            await SaveAsync(context, approver, "definition_rejected", row, cancel).ConfigureAwait(false);
            return row.ToDefinition();
        }, cancel);

    public async Task<Result<Definition>> StopAsync(string kind, string key, string actor, CancellationToken cancel)
    {
        var users = await UsersAsync(kind, key, cancel).ConfigureAwait(false);
        if (users.Count > 0)
        {
            return Problem.Conflict("in_use", $"The {kind} \"{key}\" is used by {string.Join(", ", users)}. Change or stop these first.");
        }

        return await ChangeAsync(kind, key, async (context, versions) =>
        {
            if (versions.Find(d => d.Status == DefinitionStatus.Live) is not { } row)
            {
                return Problem.NotFound($"live {kind}", key);
            }

            (row.Status, row.ChangedAt) = (DefinitionStatus.Stopped, clock.GetUtcNow());
            await SaveAsync(context, actor, "definition_stopped", row, cancel).ConfigureAwait(false);
            return row.ToDefinition();
        }, cancel).ConfigureAwait(false);
    }

    private async Task<IReadOnlyList<string>> UsersAsync(string kind, string key, CancellationToken cancel)
    {
        var scope = rooms.CreateAsyncScope();
        await using (scope.ConfigureAwait(false))
        {
            return KindIn(scope.ServiceProvider, kind) is { } rules ? await rules.UsersAsync(key, cancel).ConfigureAwait(false) : [];
        }
    }

    public async Task<Result<Definition>> InstallAsync(string kind, string key, string text, CancellationToken cancel)
    {
        var document = await CheckedAsync(kind, key, text, cancel).ConfigureAwait(false);
        if (!document.Ok)
        {
            return document.Problem;
        }

        // What the bank made of an earlier release's document (its own version, or a stop) outlives a restart.
        var history = await HistoryAsync(kind, key, cancel).ConfigureAwait(false);
        if (history.LastOrDefault(d => d.Author == Catalogue && d.Document == document.Value) is { } installed)
        {
            return history.FirstOrDefault(d => d.Status == DefinitionStatus.Live) ?? installed;
        }

        var next = new Definition(
            kind, key, history.Count == 0 ? 1 : history.Max(d => d.Version) + 1, DefinitionStatus.Live, document.Value,
            Catalogue, "release", "", clock.GetUtcNow(), 0);
        if (await GoLiveAsync(next, cancel).ConfigureAwait(false) is { } refusal)
        {
            return refusal;
        }

        return await ChangeAsync(kind, key, async (context, versions) =>
        {
            await SupersedeAsync(context, versions, cancel).ConfigureAwait(false);
            var row = NewVersion(kind, key, versions, document.Value, Catalogue, DefinitionStatus.Live);
            row.Approver = next.Approver;
            context.Add(row);
            await SaveAsync(context, "system", "definition_installed", row, cancel).ConfigureAwait(false);
            return row.ToDefinition();
        }, cancel).ConfigureAwait(false);
    }

    private DefinitionRow NewVersion(string kind, string key, List<DefinitionRow> versions, string document, string author, DefinitionStatus status) => new()
    {
        Kind = kind,
        Key = key,
        Version = versions.Count == 0 ? 1 : versions.Max(d => d.Version) + 1,
        Status = status,
        Document = document,
        Author = author,
        ChangedAt = clock.GetUtcNow(),
    };

    /// <summary>Saved on its own before the next goes live: the store allows one live version a key at every moment.</summary>
    private async Task SupersedeAsync(RecordsContext context, List<DefinitionRow> versions, CancellationToken cancel)
    {
        if (versions.Find(d => d.Status == DefinitionStatus.Live) is { } live)
        {
            (live.Status, live.ChangedAt) = (DefinitionStatus.Superseded, clock.GetUtcNow());
            await context.SaveChangesAsync(cancel).ConfigureAwait(false);
        }
    }

    private async Task SaveAsync(RecordsContext context, string actor, string action, DefinitionRow row, CancellationToken cancel)
    {
        await context.SaveChangesAsync(cancel).ConfigureAwait(false);
        await audit.AppendAsync(context, new AuditEntry(actor, action, $"{row.Kind}/{row.Key}@{row.Version}", row.Note), cancel).ConfigureAwait(false);
    }

    /// <summary>The canonical document, or every problem that it has.</summary>
    private async Task<Result<string>> CheckedAsync(string kind, string key, string text, CancellationToken cancel)
    {
        var document = DocumentText.Parse(text);
        if (!document.Ok)
        {
            return document.Problem;
        }

        var errors = DefinitionKey.Check(key, document.Value);
        if (errors.Count > 0)
        {
            return Problem.Invalid(errors);
        }

        var scope = rooms.CreateAsyncScope();
        await using (scope.ConfigureAwait(false))
        {
            if (KindIn(scope.ServiceProvider, kind) is not { } rules)
            {
                return Problem.NotFound("kind of definition", kind);
            }

            var problems = await rules.CheckAsync(key, document.Value, cancel).ConfigureAwait(false);
            return problems.Count > 0 ? Problem.Invalid(problems) : DocumentText.Canonical(document.Value);
        }
    }

    private async Task<Problem?> GoLiveAsync(Definition definition, CancellationToken cancel)
    {
        var scope = rooms.CreateAsyncScope();
        await using (scope.ConfigureAwait(false))
        {
            try
            {
                await KindIn(scope.ServiceProvider, definition.Kind)!.GoLiveAsync(definition, cancel).ConfigureAwait(false);
                return null;
            }
            catch (ProblemException refusal)
            {
                return refusal.Problem;
            }
        }
    }

    private static IDefinitionKind? KindIn(IServiceProvider services, string kind) =>
        services.GetServices<IDefinitionKind>().FirstOrDefault(k => k.Kind == kind);

    private async Task<IReadOnlyList<Definition>> QueryAsync(Func<IQueryable<DefinitionRow>, IQueryable<DefinitionRow>> filter, CancellationToken cancel)
    {
        var context = records.Open();
        await using (context.ConfigureAwait(false))
        {
            var rows = await filter(context.Set<DefinitionRow>().AsNoTracking())
                .OrderBy(d => d.Key).ThenBy(d => d.Version).ToListAsync(cancel).ConfigureAwait(false);
            return [.. rows.Select(d => d.ToDefinition())];
        }
    }

    /// <summary>All versions of a key, changed in one transaction; two people who change at once: the second is told so.</summary>
    private async Task<Result<Definition>> ChangeAsync(
        string kind, string key, Func<RecordsContext, List<DefinitionRow>, Task<Result<Definition>>> change, CancellationToken cancel)
    {
        var context = records.Open();
        await using (context.ConfigureAwait(false))
        {
            var transaction = await context.Database.BeginTransactionAsync(cancel).ConfigureAwait(false);
            await using (transaction.ConfigureAwait(false))
            {
                var versions = await context.Set<DefinitionRow>()
                    .Where(d => d.Kind == kind && d.Key == key).OrderBy(d => d.Version).ToListAsync(cancel).ConfigureAwait(false);
                try
                {
                    var result = await change(context, versions).ConfigureAwait(false);
                    if (result.Ok)
                    {
                        await transaction.CommitAsync(cancel).ConfigureAwait(false);
                    }

                    return result;
                }
                catch (ProblemException refusal)
                {
                    return refusal.Problem;
                }
                catch (DbUpdateException problem) when (problem.InnerException is System.Data.Common.DbException { SqlState: "23505" } or Microsoft.Data.Sqlite.SqliteException { SqliteErrorCode: 19 })
                {
                    return ChangedMeanwhile(kind, key);
                }
            }
        }
    }

    private static Problem? InState(string kind, string key, int version, List<DefinitionRow> versions, DefinitionStatus wanted) =>
        versions.Find(d => d.Version == version) switch
        {
            null => Problem.NotFound(kind, $"{key}@{version}"),
            var row when row.Status != wanted => WrongState(kind, key, version, row.Status, wanted),
            _ => null,
        };

    private async Task<Problem> NotInStateAsync(string kind, string key, int version, DefinitionStatus wanted, CancellationToken cancel) =>
        await FindAsync(kind, key, version, cancel).ConfigureAwait(false) is { } found
            ? WrongState(kind, key, version, found.Status, wanted)
            : Problem.NotFound(kind, $"{key}@{version}");

    private static Problem WrongState(string kind, string key, int version, DefinitionStatus status, DefinitionStatus wanted) =>
        Problem.Conflict("wrong_state", $"Version {version} of {kind} \"{key}\" is {status}; only one that is {wanted} can do this.");

    private static Problem ChangedMeanwhile(string kind, string key) =>
        Problem.Conflict("changed_meanwhile", $"Somebody else changed {kind} \"{key}\" meanwhile. Load it again and repeat your change.");
}
