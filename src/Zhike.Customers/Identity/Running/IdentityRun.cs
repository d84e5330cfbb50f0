using Microsoft.Extensions.Logging;
using Zhike.Contracts.Customers;
using Zhike.Contracts.Intake;
using Zhike.Customers.Identity.Rules;
using Zhike.Kernel;
using Zhike.Storage.Facts;

namespace Zhike.Customers.Identity.Running;

/// <summary>Turns evidence into persons, in sets. Every step may be repeated: what was done before a crash is found done, and the
/// run's record, which moves the marks forward, is written last. See docs/decisions/009-one-id.md.</summary>
internal sealed class IdentityRun(
    IFacts facts, LiveIdentityRules rules, IPersonalHashes hashes, IWriteKeys sources, TimeProvider clock, ILogger<IdentityRun> log) : IIdentityRun, IDisposable
{
    /// <summary>A component of a tier that takes more rounds than this is no person's: 2 to this power in a chain.</summary>
    private const int RoundsMax = 40;

    /// <summary>A merge of rows may hide a new one from the glance; so often everything is looked at.</summary>
    private static readonly TimeSpan LookEvery = TimeSpan.FromMinutes(1);

    private readonly SemaphoreSlim _oneAtATime = new(1);
    /// <summary>An event that was on its way while a run looked may have been stored with the owner of before; so long after the run
    /// its identities are settled once more.</summary>
    private static readonly TimeSpan SettleAgainAfter = TimeSpan.FromSeconds(10);

    private Glance? _glance;
    private long _looked;
    private (ulong Version, DateTimeOffset At)? _again;

    public async Task<IdentityRunResult> RunAsync(CancellationToken cancel)
    {
        await _oneAtATime.WaitAsync(cancel).ConfigureAwait(false);
        try
        {
            if (await rules.FindAsync(cancel).ConfigureAwait(false) is not { } live)
            {
                return IdentityRunResult.Nothing;
            }

            var marks = new RunMarks(facts);
            var glance = await marks.GlanceAsync(cancel).ConfigureAwait(false);
            if (glance == _glance && clock.GetElapsedTime(_looked) < LookEvery)
            {
                return await SettleAgainAsync(cancel).ConfigureAwait(false);
            }

            var look = Look.Since(_glance, glance);
            var last = await marks.LastAsync(cancel).ConfigureAwait(false);
            var seen = await marks.NowAsync(last, look.Declared || glance == _glance, cancel).ConfigureAwait(false);
            // An import that began before the last run goes on under the version that was seen.
            var goesOn = look.Customers || look.Secrets;
            look = look.Or(last, seen);
            var result = seen == last && !goesOn ? await SettleAgainAsync(cancel).ConfigureAwait(false) : await RunAsync(live, marks, last, seen, look, cancel).ConfigureAwait(false);
            (_glance, _looked) = (glance, clock.GetTimestamp());
            return result;
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    public void Dispose() => _oneAtATime.Dispose();

    private async Task<IdentityRunResult> RunAsync(IdentityRules live, RunMarks marks, Marks last, Marks seen, Look look, CancellationToken cancel)
    {
        var started = clock.GetTimestamp();
        var now = clock.GetUtcNow();
        var work = new WorkTables(facts);
        await work.EmptyAsync(cancel).ConfigureAwait(false);
        var steps = new RunSteps(facts, work, last, look, now, await marks.NewestVersionAsync(now, cancel).ConfigureAwait(false));

        await steps.KindsAsync(live, cancel).ConfigureAwait(false);
        await steps.OwnDataAsync(look.Customers ? await sources.NamingSourcesAsync(cancel).ConfigureAwait(false) : [], cancel).ConfigureAwait(false);
        await steps.DissolveAsync(cancel).ConfigureAwait(false);
        await steps.LinksAsync(live, await BlockedAsync(live, cancel).ConfigureAwait(false), cancel).ConfigureAwait(false);
        var (merged, held) = (0L, 0L);
        foreach (var tier in live.Kinds.Where(k => k.Role != IdentityRole.Carrier).Select(k => k.Priority).Prepend(0).Distinct().Order())
        {
            var done = await JoinAsync(steps, work, tier, cancel).ConfigureAwait(false);
            (merged, held) = (merged + done.Merged, held + done.Held);
        }

        await steps.AfterMergesAsync(live, cancel).ConfigureAwait(false);
        var (given, taken) = await new Settlement(facts, work).RunAsync(steps.FirstVersion, now, cancel).ConfigureAwait(false);
        var result = new IdentityRunResult(
            await work.CountAsync("links", "1", cancel).ConfigureAwait(false), await work.CountAsync("owners", "1", cancel).ConfigureAwait(false), merged, held, given, taken, clock.GetElapsedTime(started).TotalSeconds);
        if (seen != last || result.Links > 0 || result.Identities > 0)
        {
            await marks.RecordAsync(result, seen, clock.GetUtcNow(), cancel).ConfigureAwait(false);
        }

        _again = (steps.FirstVersion, clock.GetUtcNow() + SettleAgainAfter);
        await work.EmptyAsync(cancel).ConfigureAwait(false);
        log.LogInformation(
            "Identities: {Links} links, {Merged} persons merged, {Held} held, {Given} events given and {Taken} taken back in {Seconds:0.0} s",
            result.Links, merged, held, given, taken, result.Seconds);
        return result;
    }

    private async Task<IdentityRunResult> SettleAgainAsync(CancellationToken cancel)
    {
        if (_again is not { } again || clock.GetUtcNow() < again.At)
        {
            return IdentityRunResult.Nothing;
        }

        var work = new WorkTables(facts);
        await work.EmptyAsync(["owners", "wrong"], cancel).ConfigureAwait(false);
        var (given, taken) = await new Settlement(facts, work).RunAsync(again.Version, clock.GetUtcNow(), cancel).ConfigureAwait(false);
        await work.EmptyAsync(["owners", "wrong"], cancel).ConfigureAwait(false);
        _again = null;
        return IdentityRunResult.Nothing with { EventsGiven = given, EventsTaken = taken };
    }

    /// <summary>Values that mean nothing; phones among them as the hashes they are kept as.</summary>
    private async Task<IReadOnlyList<string>> BlockedAsync(IdentityRules live, CancellationToken cancel)
    {
        if (live.BlockedPhones.IsEmpty)
        {
            return live.BlockedValues;
        }

        var hash = await hashes.OpenAsync(cancel).ConfigureAwait(false);
        return [.. live.BlockedValues, .. live.BlockedPhones.Select(phone => hash(PersonalField.Phone, phone).ToLowerInvariant()).Where(h => h.Length > 0)];
    }

    /// <summary>One tier: what its links join becomes one person, unless that person would have too many of a kind.</summary>
    private static async Task<(long Merged, long Held)> JoinAsync(RunSteps steps, WorkTables work, int tier, CancellationToken cancel)
    {
        if (!await steps.EdgesAsync(tier, cancel).ConfigureAwait(false))
        {
            return (0, 0);
        }

        for (var round = 0; await steps.SpreadAsync(cancel).ConfigureAwait(false); round++)
        {
            if (round == RoundsMax)
            {
                throw new InvalidOperationException("The components of the identity graph do not come to rest.");
            }
        }

        if (tier > 0)
        {
            // A word of a person goes over the limits.
            await steps.BreachesAsync(cancel).ConfigureAwait(false);
        }

        await steps.RelabelAsync(tier, cancel).ConfigureAwait(false);
        const string kept = "label IN (SELECT label FROM identity_work_breaches)";
        return (await work.CountAsync("labels", $"label != node AND NOT {kept}", cancel).ConfigureAwait(false),
            await work.CountAsync("labels", $"label != node AND {kept}", cancel).ConfigureAwait(false));
    }
}
