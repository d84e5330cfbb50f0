using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Zhike.Contracts.Customers;
using Zhike.Contracts.Jobs;
using Zhike.Contracts.Measurement;
using Zhike.Journeys.Documents;
using Zhike.Journeys.Engine;
using Zhike.Kernel;
using Zhike.Storage.Definitions;

namespace Zhike.Journeys.Replaying;

/// <summary>A rehearsal: a journey walked day by day over stored history, by the engine of the live clock and under its rules
/// (consent, caps, quiet hours, managers' capacity). Nobody is contacted: channels look at the live run only.</summary>
internal sealed class ReplayJob(
    IDefinitions definitions, IReplayTags tags, JourneyEngine engine, TickTimes times, ReplayRuns runs, IReplayCheck check) : IJob
{
    private readonly ConcurrentDictionary<string, bool> _running = new(StringComparer.Ordinal);

    public string Verb => "replay";

    public async Task<JobOutcome> RunAsync(JsonElement arguments, IProgressSink progress, CancellationToken cancel)
    {
        var asked = ReplayArguments.Read(arguments).OrThrow();
        var definition = await DefinitionAsync(asked.Journey, cancel).ConfigureAwait(false);
        var order = new ReplayOrder(definition, asked.From, asked.To, asked.Run);
        if (!_running.TryAdd(order.Run, true))
        {
            throw new ProblemException(Problem.Conflict("replay_running", $"The replay \"{order.Run}\" is running already."));
        }

        try
        {
            return await WalkAsync(order, progress, cancel).ConfigureAwait(false);
        }
        catch (ProblemException refused)
        {
            await runs.FailedAsync(order, refused.Problem.Message, CancellationToken.None).ConfigureAwait(false);
            throw;
        }
        finally
        {
            _running.TryRemove(order.Run, out _);
        }
    }

    private async Task<JobOutcome> WalkAsync(ReplayOrder order, IProgressSink progress, CancellationToken cancel)
    {
        var started = Stopwatch.GetTimestamp();
        await MoveDayByDayAsync(order, progress, cancel).ConfigureAwait(false);
        var verdict = await check.CheckAsync(order.Definition.Key, order.Run, cancel).ConfigureAwait(false);
        var totals = await runs.TotalsAsync(order.Run, cancel).ConfigureAwait(false) ?? new ReplayTotals(0, 0, 0, 0);
        var seconds = Math.Round(Stopwatch.GetElapsedTime(started).TotalSeconds, 1);
        var summary = string.Create(
            CultureInfo.InvariantCulture,
            $"{order.Definition.Key}, version {order.Definition.Version}, {order.From:yyyy-MM-dd} to {order.To:yyyy-MM-dd}: {totals.Enrolled} entered, {totals.Steps} steps, {totals.Contacts} contacts decided, {totals.Planned} of them planned, nobody contacted; {seconds:0.0} s. Run \"{order.Run}\". {verdict.WordsEn} {verdict.WordsZh}");
        await runs.FinishedAsync(order, summary, cancel).ConfigureAwait(false);
        progress.Report(Word(order.To), order.Days, order.Days);
        return new JobOutcome(
            summary, new { run = order.Run, journey = order.Definition.Key, version = order.Definition.Version, totals, seconds, aaCheck = verdict });
    }

    private async Task MoveDayByDayAsync(ReplayOrder order, IProgressSink progress, CancellationToken cancel)
    {
        var document = JourneyReader.ReadSaved(order.Definition.Key, order.Definition.Document);
        var first = await runs.BeginAsync(order, cancel).ConfigureAwait(false);
        if (first > order.To)
        {
            return;
        }

        var table = await tags.OpenAsync(order.Run, document.Conditions, cancel).ConfigureAwait(false);
        var journey = JourneyInForce.Of(document, order.Definition.Version) with { TagTable = table };
        var looksBack = document.Entry.Turn is not null;
        if (looksBack)
        {
            await tags.ComputeAsync(order.Run, first.AddDays(-1), cancel).ConfigureAwait(false);
        }

        await tags.ComputeAsync(order.Run, first, cancel).ConfigureAwait(false);
        for (var day = first; day <= order.To; day = day.AddDays(1))
        {
            progress.Report(Word(day), day.DayNumber - order.From.DayNumber, order.Days);

            // The tags of the next day are computed while the people of this one are moved, unless they are compared with those of
            // the day before, which then go.
            var ticked = engine.TickAsync([journey], order.Run, times.MorningAfter(day), day, cancel);
            if (looksBack)
            {
                await ticked.ConfigureAwait(false);
            }

            var nextTags = day < order.To ? tags.ComputeAsync(order.Run, day.AddDays(1), cancel) : Task.CompletedTask;
            await Task.WhenAll(nextTags, ticked).ConfigureAwait(false);
            await runs.DoneToAsync(order, day, cancel).ConfigureAwait(false);
        }

        await tags.CloseAsync(order.Run, cancel).ConfigureAwait(false);
    }

    private static string Word(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>What is live; before the first approval the newest draft, for a rehearsal is what a draft needs.</summary>
    private async Task<Definition> DefinitionAsync(string key, CancellationToken cancel) =>
        await definitions.FindLiveAsync(JourneyKind.Name, key, cancel).ConfigureAwait(false)
        ?? (await definitions.HistoryAsync(JourneyKind.Name, key, cancel).ConfigureAwait(false)).MaxBy(d => d.Version)
        ?? throw new ProblemException(Problem.NotFound("journey", key));
}
