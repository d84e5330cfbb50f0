using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using Zhike.Contracts.Customers;
using Zhike.Customers.Conditions;
using Zhike.Customers.Tags.Realtime;
using Zhike.Kernel;
using Zhike.Storage;
using Zhike.Storage.Definitions;
using Zhike.Storage.Facts;
using Zhike.Storage.Facts.Rows;

namespace Zhike.Customers.Segments.Realtime;

/// <summary>Segments that are kept up to the moment. After one full computation only the customers are asked again whose facts
/// arrived, or for whom a window moved; they are decided in memory, from look-ups by key. What a look at the facts cannot see
/// (a batch of tags, another list, a new definition) begins anew with a full computation. The law: the members are those of a
/// full computation at the same moment.</summary>
internal sealed class RealtimeSegments(
    IFacts facts, IDefinitions definitions, SegmentStore store, ConditionCompiler conditions, ConditionTime time, RealtimeEpochs epochs, BankClock clock) : IDisposable
{
    /// <summary>More customers than these at once are a set: then everything is computed.</summary>
    public const int TouchedMax = 50_000;

    private const int AtOnce = 5_000;
    private const int VersionsKept = 20;

    /// <summary>An event may become visible a little after one that was received later.</summary>
    private static readonly TimeSpan Late = TimeSpan.FromSeconds(10);

    /// <summary>Windows are looked at so often; facts every time.</summary>
    private static readonly TimeSpan WindowsEvery = TimeSpan.FromSeconds(60);

    private static readonly string[] NamedKinds = [SegmentDefinition.Kind, "tag"];

    private static readonly Viewer Keeping = Viewer.Bank("segment in real time");

    private readonly ConcurrentDictionary<string, Look> _looks = new();
    private readonly SemaphoreSlim _oneAtATime = new(1);

    /// <summary>The segment as of now: its newest version, made if anybody came or went.</summary>
    public async Task<SegmentVersion> RefreshAsync(string segment, DateOnly asOf, CancellationToken cancel)
    {
        await _oneAtATime.WaitAsync(cancel).ConfigureAwait(false);
        try
        {
            var definition = await definitions.FindLiveAsync(SegmentDefinition.Kind, segment, cancel).ConfigureAwait(false)
                ?? throw new ProblemException(Problem.NotFound("live segment", segment));
            var newest = await store.LatestAsync(segment, asOf, cancel).ConfigureAwait(false);
            var version = await AdvanceAsync(definition, asOf, newest, cancel).ConfigureAwait(false);
            if (version.Version != newest?.Version)
            {
                await ExecuteAsync("segment changes", "Changes.sql", s => s.With("segment", segment).With("version", version.Version).With("now", clock.GetUtcNow()), cancel).ConfigureAwait(false);
                await ForgetAsync(version, cancel).ConfigureAwait(false);
            }

            return version;
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    public void Dispose() => _oneAtATime.Dispose();

    private async Task<SegmentVersion> AdvanceAsync(Definition definition, DateOnly asOf, SegmentVersion? newest, CancellationToken cancel)
    {
        var now = await time.NowForAsync(asOf, cancel).ConfigureAwait(false);
        var last = _looks.GetValueOrDefault(definition.Key);
        var around = await SurroundingsAsync(last?.Around.EventsUntil ?? DateTimeOffset.UnixEpoch, cancel).ConfigureAwait(false);
        var names = await FingerprintAsync(cancel).ConfigureAwait(false);
        if (newest is null || last is null || last.AsOf != asOf || newest.AsOf != asOf || last.Around.Everybody != around.Everybody || last.Names != names)
        {
            return await AnewAsync(definition, asOf, now, around, names, cancel).ConfigureAwait(false);
        }

        var looksAtWindows = last.Moments.Any && now - last.WindowsAt >= WindowsEvery;
        var touched = await TouchedAsync(last, around, looksAtWindows ? [.. last.Moments.Between(last.WindowsAt, now)] : [], cancel).ConfigureAwait(false);
        if (touched.Count > TouchedMax)
        {
            return await AnewAsync(definition, asOf, now, around, names, cancel).ConfigureAwait(false);
        }

        if (touched.Count > 0)
        {
            var holding = await HoldingAsync(Expression(definition), asOf, now, touched, cancel).ConfigureAwait(false);
            await ExecuteAsync(
                "segment members touched", "Apply.sql",
                s => s.With("segment", definition.Key).With("as_of", asOf).With("now", clock.GetUtcNow()).With("touched", touched).With("holding", holding), cancel).ConfigureAwait(false);
        }

        var runs = around.Transactions == last.Around.Transactions ? last.Runs : await RunsAsync(cancel).ConfigureAwait(false);
        _looks[definition.Key] = last with { Around = around, Runs = runs, WindowsAt = looksAtWindows ? now : last.WindowsAt };
        return touched.Count == 0 ? newest : (await store.LatestAsync(definition.Key, asOf, cancel).ConfigureAwait(false))!;
    }

    /// <summary>What had arrived is noted before it is computed: whatever comes meanwhile is looked at again.</summary>
    private async Task<SegmentVersion> AnewAsync(Definition definition, DateOnly asOf, DateTimeOffset now, Surroundings around, string names, CancellationToken cancel)
    {
        var runs = await RunsAsync(cancel).ConfigureAwait(false);
        var condition = (await conditions.ReadAsync(Expression(definition), asOf, cancel).ConfigureAwait(false)).OrThrow();
        var version = await store.MaterialiseAsync(definition.Key, asOf, cancel).ConfigureAwait(false);
        _looks[definition.Key] = new Look(asOf, names, around, runs, now, new Moments(condition));
        return version;
    }

    private async Task<List<ulong>> TouchedAsync(Look last, Surroundings around, List<(DateTimeOffset From, DateTimeOffset To)> edges, CancellationToken cancel)
    {
        var statement = new FactsStatement("customers touched", SqlFile.Beside<RealtimeSegments>("Arrived.sql"))
            .With("events_after", last.Around.EventsUntil - Late).With("customers_after", last.Around.CustomerVersion)
            .With("epoch", around.Epoch).With("tags_after", last.Around.TagsUntil)
            .With("look_at_runs", around.Transactions != last.Around.Transactions).With("runs", last.Runs)
            .With("edges_from", edges.Select(e => Text(e.From))).With("edges_to", edges.Select(e => Text(e.To)))
            .With("most", (ulong)TouchedMax + 1);
        return await facts.ListAsync(Keeping, statement, (ref RowReader row) => row.UInt64(), cancel).ConfigureAwait(false);
    }

    private async Task<List<ulong>> HoldingAsync(JsonElement expression, DateOnly asOf, DateTimeOffset now, List<ulong> touched, CancellationToken cancel)
    {
        var one = (await conditions.CompileForOneAsync(expression, new ConditionScope(asOf, now, "r"), cancel).ConfigureAwait(false)).OrThrow();
        var holding = new List<ulong>();
        foreach (var chunk in touched.Chunk(AtOnce))
        {
            holding.AddRange(await one.HoldForAsync(chunk, null, cancel).ConfigureAwait(false));
        }

        return holding;
    }

    private async Task<Surroundings> SurroundingsAsync(DateTimeOffset eventsUntil, CancellationToken cancel)
    {
        var rows = await facts.ListAsync(
            Keeping,
            new FactsStatement("surroundings of segments", SqlFile.Beside<RealtimeSegments>("Surroundings.sql")).With("events_from", eventsUntil),
            (ref RowReader row) => new Surroundings(row.InstantOrNull() is { } until && until > eventsUntil ? until : eventsUntil, row.UInt64OrNull() ?? 0, row.UInt64OrNull() ?? 0, row.TextOrNull() ?? ""),
            cancel).ConfigureAwait(false);
        return await epochs.InForceAsync(cancel).ConfigureAwait(false) is { } epoch
            ? rows[0] with { Epoch = epoch.Number, TagsUntil = epoch.Until, Everybody = string.Create(CultureInfo.InvariantCulture, $"{rows[0].Everybody} {epoch.Number}") }
            : rows[0];
    }

    private async Task<string[]> RunsAsync(CancellationToken cancel) => [.. await facts.ListAsync(
        Keeping, new FactsStatement("runs of transactions", "SELECT DISTINCT toString(run_id) FROM transactions"), (ref RowReader row) => row.Text(), cancel).ConfigureAwait(false)];

    /// <summary>Differs when a segment or a tag that might be named is another now.</summary>
    private async Task<string> FingerprintAsync(CancellationToken cancel)
    {
        var live = new List<string>();
        foreach (var kind in NamedKinds)
        {
            live.AddRange((await definitions.LiveAsync(kind, cancel).ConfigureAwait(false)).Select(d => $"{d.Kind}/{d.Key} {d.Document}"));
        }

        return StableHash.Word([.. live]);
    }

    /// <summary>Of one date only the newest versions are kept: a segment that changes every second would fill the store.</summary>
    private async Task ForgetAsync(SegmentVersion version, CancellationToken cancel)
    {
        if (version.Version % VersionsKept == 0)
        {
            await facts.ExecuteAsync(
                Keeping,
                new FactsStatement("forget old members", "DELETE FROM segment_members WHERE segment_id = {segment:String} AND as_of = {as_of:Date} AND version + {kept:UInt64} <= {version:UInt64}")
                    .With("segment", version.SegmentKey).With("as_of", version.AsOf).With("kept", (ulong)VersionsKept).With("version", version.Version),
                cancel).ConfigureAwait(false);
        }
    }

    private Task<FactsSummary> ExecuteAsync(string name, string file, Func<FactsStatement, FactsStatement> bind, CancellationToken cancel) =>
        facts.ExecuteAsync(Keeping, bind(new FactsStatement(name, SqlFile.Beside<RealtimeSegments>(file))).Within(FactsLimits.Batch), cancel);

    private static JsonElement Expression(Definition definition) => SegmentDefinition.Of(definition.Key, JsonDocument.Parse(definition.Document).RootElement).Expression;

    private static string Text(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture);

    private sealed record Surroundings(DateTimeOffset EventsUntil, ulong CustomerVersion, ulong Transactions, string Everybody)
    {
        /// <summary>Of the real-time tags; 0 where there are none.</summary>
        public ulong Epoch { get; init; }

        /// <summary>Their newest turn that was over.</summary>
        public DateTimeOffset TagsUntil { get; init; } = DateTimeOffset.UnixEpoch;
    }

    private sealed record Look(DateOnly AsOf, string Names, Surroundings Around, string[] Runs, DateTimeOffset WindowsAt, Moments Moments);
}
