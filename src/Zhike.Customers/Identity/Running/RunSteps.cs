using Zhike.Customers.Identity.Rules;
using Zhike.Kernel;
using Zhike.Storage;
using Zhike.Storage.Facts;

namespace Zhike.Customers.Identity.Running;

/// <summary>The statements of one run, in their order; IdentityRun says why.</summary>
/// <param name="look">What of the bank's own data may have changed since <paramref name="last"/>; the rest is not asked.</param>
/// <param name="before">The newest version that an identity has, where it is ahead of the clock.</param>
internal sealed class RunSteps(IFacts facts, WorkTables work, Marks last, Look look, DateTimeOffset now, ulong before)
{
    /// <summary>Evidence this old is heard again: it may have been on its way when the last run looked.</summary>
    private static readonly TimeSpan Overlap = TimeSpan.FromMinutes(2);

    /// <summary>An import's rows bear the moment of its begin, in microseconds, and come in over all its time: so much is looked at again.</summary>
    private const ulong ImportOverlap = 3_600_000_000;

    /// <summary>Made of the clock, but never smaller than what is there.</summary>
    private ulong _version = Math.Max(VersionAt(now), before);

    /// <summary>Of the first identity that this run may have changed; a little before its begin, for events that were on their way.</summary>
    public ulong FirstVersion { get; } = VersionAt(now - Overlap);

    private DateTimeOffset Since => last.EvidenceUntil - Overlap;

    public static ulong VersionAt(DateTimeOffset at) => (ulong)at.ToUnixTimeMilliseconds() * 1000;

    public Task KindsAsync(IdentityRules rules, CancellationToken cancel) => RunAsync(
        Statement("Kinds.sql")
            .With("kinds", rules.Kinds.Select(k => k.Kind))
            .With("roles", rules.Kinds.Select(k => k.Role.ToString().ToLowerInvariant()))
            .With("priorities", rules.Kinds.Select(k => (ulong)k.Priority))
            .With("limits", rules.Kinds.Select(k => (ulong)k.PerPerson)),
        cancel);

    /// <summary>Evidence that the bank's own data holds for identities that come up, and identities that came up before that data did.</summary>
    /// <param name="sources">That may name customers.</param>
    public async Task OwnDataAsync(IReadOnlyList<string> sources, CancellationToken cancel)
    {
        if (look.Declared)
        {
            await RunAsync(Statement("MatchDeclared.sql").With("declared_since", last.DeclaredUntil).With("now", now), cancel).ConfigureAwait(false);
        }

        await RunAsync(Statement("MatchSecrets.sql").With("since", Since).With("now", now), cancel).ConfigureAwait(false);
        if (look.Secrets)
        {
            var since = last.SecretsVersion - Math.Min(last.SecretsVersion, ImportOverlap);
            await RunAsync(Statement("MatchNewSecrets.sql").With("secrets_since", since).With("now", now), cancel).ConfigureAwait(false);
        }

        if (look.Customers)
        {
            await RunAsync(Statement("Arrived.sql").With("customers_since", last.CustomersVersion - Math.Min(last.CustomersVersion, ImportOverlap)), cancel).ConfigureAwait(false);
            await RunAsync(Statement("MatchArrived.sql").With("sources", sources).With("now", now), cancel).ConfigureAwait(false);
        }
    }

    public async Task DissolveAsync(CancellationToken cancel)
    {
        await RunAsync(Statement("Dissolve.sql").With("decided_since", last.DecisionsUntil), cancel).ConfigureAwait(false);
        await RunAsync(Statement("Alone.sql").With("version", ++_version), cancel).ConfigureAwait(false);
    }

    public async Task LinksAsync(IdentityRules rules, IReadOnlyList<string> blocked, CancellationToken cancel)
    {
        await RunAsync(
            Statement("Links.sql").With("since", Since).With("decided_since", last.DecisionsUntil)
                .With("blocked", blocked).With("blocked_pattern", rules.BlockedPattern)
                .With("trusts_all", rules.TrustsAll).With("trusted", rules.TrustedSources),
            cancel).ConfigureAwait(false);
        await RunAsync(Statement("NewIdentities.sql").With("version", ++_version), cancel).ConfigureAwait(false);
        await RunAsync(Statement("Known.sql"), cancel).ConfigureAwait(false);
    }

    /// <summary>False when the tier's links join nobody.</summary>
    public async Task<bool> EdgesAsync(int tier, CancellationToken cancel)
    {
        await work.EmptyAsync(["edges", "labels", "breaches"], cancel).ConfigureAwait(false);
        await RunAsync(Statement("Edges.sql").With("tier", (ulong)tier), cancel).ConfigureAwait(false);
        if (tier == 0 && look.Customers)
        {
            await RunAsync(Statement("EdgesOfArrived.sql"), cancel).ConfigureAwait(false);
        }

        if (await work.CountAsync("edges", "1", cancel).ConfigureAwait(false) == 0)
        {
            return false;
        }

        await RunAsync(Statement("Labels.sql"), cancel).ConfigureAwait(false);
        return true;
    }

    /// <summary>False when the labels have come to rest: each round only lowers them.</summary>
    public async Task<bool> SpreadAsync(CancellationToken cancel)
    {
        await work.EmptyAsync(["labels_next"], cancel).ConfigureAwait(false);
        await RunAsync(Statement("Spread.sql"), cancel).ConfigureAwait(false);
        var rest = await work.SameAsync("labels", "labels_next", cancel).ConfigureAwait(false);
        await work.ExchangeAsync("labels", "labels_next", cancel).ConfigureAwait(false);
        return !rest;
    }

    public Task BreachesAsync(CancellationToken cancel) => RunAsync(Statement("Breaches.sql"), cancel);

    public async Task RelabelAsync(int tier, CancellationToken cancel)
    {
        await RunAsync(Statement("RecordMerges.sql").With("tier", (ulong)tier).With("now", now).With("by", tier == 0 ? "staff" : "rules"), cancel).ConfigureAwait(false);
        await RunAsync(Statement("Relabel.sql").With("version", ++_version), cancel).ConfigureAwait(false);
        await work.EmptyAsync(["known_next"], cancel).ConfigureAwait(false);
        await RunAsync(Statement("KnownNext.sql"), cancel).ConfigureAwait(false);
        await work.ExchangeAsync("known", "known_next", cancel).ConfigureAwait(false);
    }

    public async Task AfterMergesAsync(IdentityRules rules, CancellationToken cancel)
    {
        await RunAsync(Statement("RecordHints.sql").With("now", now), cancel).ConfigureAwait(false);
        await RunAsync(Statement("RecordSplits.sql").With("decided_since", last.DecisionsUntil).With("now", now), cancel).ConfigureAwait(false);
        await RunAsync(Statement("Moved.sql").With("version", FirstVersion), cancel).ConfigureAwait(false);
        await RunAsync(Statement("Carriers.sql").With("version", ++_version).With("trusts_all", rules.TrustsAll).With("trusted", rules.TrustedSources), cancel).ConfigureAwait(false);
    }

    private static FactsStatement Statement(string file) =>
        new FactsStatement($"identity run {Path.GetFileNameWithoutExtension(file)}", SqlFile.Beside<RunSteps>(file)).Within(FactsLimits.Batch);

    private Task<FactsSummary> RunAsync(FactsStatement statement, CancellationToken cancel) => facts.ExecuteAsync(WorkTables.Running, statement, cancel);
}
