using Zhike.Contracts.Customers;
using Zhike.Storage;
using Zhike.Storage.Facts;
using Zhike.Storage.Facts.Rows;

namespace Zhike.Customers.Identity.Running;

/// <summary>How far a run has seen.</summary>
internal sealed record Marks(DateTimeOffset EvidenceUntil, DateTimeOffset DecisionsUntil, ulong SecretsVersion, ulong CustomersVersion, DateTimeOffset DeclaredUntil);

/// <summary>How many rows each table holds; it changes whenever something is written, but for a rare coincidence.</summary>
internal sealed record Glance(ulong Evidence, ulong Decisions, ulong Secrets, ulong Customers, ulong Declared);

/// <summary>Which of the bank's own data may have changed since a run last looked.</summary>
internal sealed record Look(bool Secrets, bool Customers, bool Declared)
{
    /// <param name="before">Null looks at all of it.</param>
    public static Look Since(Glance? before, Glance now) => new(before?.Secrets != now.Secrets, before?.Customers != now.Customers, before?.Declared != now.Declared);

    /// <summary>A merge of rows may have hidden new ones from the glance.</summary>
    public Look Or(Marks last, Marks seen) => new(
        Secrets || seen.SecretsVersion > last.SecretsVersion, Customers || seen.CustomersVersion > last.CustomersVersion, Declared || seen.DeclaredUntil > last.DeclaredUntil);
}

/// <summary>The marks of finished runs, and what there is beyond them.</summary>
internal sealed class RunMarks(IFacts facts)
{
    private static readonly Marks None = new(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch, 0, 0, DateTimeOffset.UnixEpoch);

    public async Task<Glance> GlanceAsync(CancellationToken cancel) => (await facts.ListAsync(
        WorkTables.Running,
        new FactsStatement("identity glance", SqlFile.Beside<RunMarks>("Glance.sql")),
        (ref RowReader row) => new Glance(row.UInt64(), row.UInt64(), row.UInt64(), row.UInt64(), row.UInt64()),
        cancel).ConfigureAwait(false)).Single();

    public async Task<Marks> LastAsync(CancellationToken cancel) =>
        (await ReadAsync(new FactsStatement("identity marks", SqlFile.Beside<RunMarks>("LastRun.sql")), cancel).ConfigureAwait(false)).SingleOrDefault() ?? None;

    public async Task<Marks> NowAsync(Marks last, bool lookDeclared, CancellationToken cancel) => (await ReadAsync(
        With(new FactsStatement("identity news", SqlFile.Beside<RunMarks>("SeenNow.sql")), last).With("look_declared", lookDeclared), cancel).ConfigureAwait(false)).Single();

    /// <summary>The newest version that an identity has, where it is ahead of the clock; else 0.</summary>
    public async Task<ulong> NewestVersionAsync(DateTimeOffset now, CancellationToken cancel) => await facts.CountAsync(
        WorkTables.Running,
        new FactsStatement("newest identity version", "SELECT max(version) FROM identity_versions WHERE version >= {now:UInt64}").With("now", RunSteps.VersionAt(now)),
        cancel).ConfigureAwait(false);

    public Task RecordAsync(IdentityRunResult result, Marks seen, DateTimeOffset now, CancellationToken cancel) => facts.ExecuteAsync(
        WorkTables.Running,
        With(new FactsStatement("record identity run", SqlFile.Beside<RunMarks>("RecordRun.sql")), seen)
            .With("now", now).With("seconds", result.Seconds)
            .With("links", (ulong)result.Links).With("identities", (ulong)result.Identities).With("merged", (ulong)result.Merged).With("held", (ulong)result.Held)
            .With("given", (ulong)result.EventsGiven).With("taken", (ulong)result.EventsTaken),
        cancel);

    private static FactsStatement With(FactsStatement statement, Marks marks) => statement
        .With("evidence_until", marks.EvidenceUntil).With("decisions_until", marks.DecisionsUntil).With("secrets_version", marks.SecretsVersion)
        .With("customers_version", marks.CustomersVersion).With("declared_until", marks.DeclaredUntil);

    private Task<List<Marks>> ReadAsync(FactsStatement statement, CancellationToken cancel) => facts.ListAsync(
        WorkTables.Running, statement, (ref RowReader row) => new Marks(row.Instant(), row.Instant(), row.UInt64(), row.UInt64(), row.Instant()), cancel);
}
