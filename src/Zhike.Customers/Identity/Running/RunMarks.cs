using Zhike.Contracts.Customers;
using Zhike.Storage;
using Zhike.Storage.Facts;
using Zhike.Storage.Facts.Rows;

namespace Zhike.Customers.Identity.Running;

/// <summary>How far a run has seen.</summary>
internal sealed record Marks(DateTimeOffset EvidenceUntil, DateTimeOffset DecisionsUntil, ulong SecretsVersion, ulong CustomersVersion, DateTimeOffset DeclaredUntil);

/// <summary>The marks of finished runs, and what there is beyond them.</summary>
internal sealed class RunMarks(IFacts facts)
{
    private static readonly Marks None = new(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch, 0, 0, DateTimeOffset.UnixEpoch);

    /// <summary>Changes whenever something is written, but for a rare coincidence.</summary>
    public async Task<string> GlanceAsync(CancellationToken cancel) => (await facts.ListAsync(
        WorkTables.Running, new FactsStatement("identity glance", SqlFile.Beside<RunMarks>("Glance.sql")), (ref RowReader row) => row.TextOrNull() ?? "", cancel).ConfigureAwait(false)).Single();

    public async Task<Marks> LastAsync(CancellationToken cancel) =>
        (await ReadAsync("LastRun.sql", cancel).ConfigureAwait(false)).SingleOrDefault() ?? None;

    public async Task<Marks> NowAsync(CancellationToken cancel) => (await ReadAsync("SeenNow.sql", cancel).ConfigureAwait(false)).Single();

    public async Task<ulong> NewestVersionAsync(CancellationToken cancel) => await facts.CountAsync(
        WorkTables.Running, new FactsStatement("newest identity version", "SELECT max(version) FROM identity_versions"), cancel).ConfigureAwait(false);

    public Task RecordAsync(IdentityRunResult result, Marks seen, DateTimeOffset now, CancellationToken cancel) => facts.ExecuteAsync(
        WorkTables.Running,
        new FactsStatement("record identity run", SqlFile.Beside<RunMarks>("RecordRun.sql"))
            .With("now", now).With("seconds", result.Seconds)
            .With("evidence_until", seen.EvidenceUntil).With("decisions_until", seen.DecisionsUntil).With("secrets_version", seen.SecretsVersion)
            .With("customers_version", seen.CustomersVersion).With("declared_until", seen.DeclaredUntil)
            .With("links", (ulong)result.Links).With("identities", (ulong)result.Identities).With("merged", (ulong)result.Merged).With("held", (ulong)result.Held)
            .With("given", (ulong)result.EventsGiven).With("taken", (ulong)result.EventsTaken),
        cancel);

    private Task<List<Marks>> ReadAsync(string file, CancellationToken cancel) => facts.ListAsync(
        WorkTables.Running,
        new FactsStatement("identity marks", SqlFile.Beside<RunMarks>(file)),
        (ref RowReader row) => new Marks(row.Instant(), row.Instant(), row.UInt64(), row.UInt64(), row.Instant()),
        cancel);
}
