using System.Text.Json;
using Zhike.Contracts.Bank;
using Zhike.Contracts.Customers;
using Zhike.Contracts.Jobs;
using Zhike.Customers.Documents;
using Zhike.Customers.Segments;
using Zhike.Kernel;
using Zhike.Storage.Definitions;

namespace Zhike.Customers.Tags.Running;

/// <summary>The nightly batch of a business date: tags, then the segments that are kept nightly, then the date moves on.</summary>
internal sealed class RunDayJob(TagRun tags, ISegments segments, IDefinitions definitions, IBusinessDate businessDate, TimeProvider clock) : IJob
{
    public string Verb => "run-day";

    /// <summary>{"date": "yyyy-MM-dd", "full": false}; the bank's current business date when none is given.</summary>
    public async Task<JobOutcome> RunAsync(JsonElement arguments, IProgressSink progress, CancellationToken cancel)
    {
        var (date, full) = await ReadAsync(arguments, cancel).ConfigureAwait(false);
        var timings = new List<StepTiming>();
        var started = clock.GetTimestamp();
        var run = await tags.RunAsync(date, full, progress, cancel).ConfigureAwait(false);
        timings.Add(new StepTiming("tags", clock.GetElapsedTime(started).TotalSeconds));
        started = clock.GetTimestamp();
        var versions = await SegmentsAsync(date, progress, cancel).ConfigureAwait(false);
        timings.Add(new StepTiming("segments", clock.GetElapsedTime(started).TotalSeconds));
        await businessDate.AdvanceAsync(date, cancel).ConfigureAwait(false);
        return new JobOutcome(
            FormattableString.Invariant(
                $"{date:yyyy-MM-dd}: tags of {run.Customers} customers ({run.Recomputed} recomputed) in {timings[0].Seconds:0.0} s, {versions.Count} segments in {timings[1].Seconds:0.0} s."),
            new { date, mode = run.Mode, customers = run.Customers, recomputed = run.Recomputed, steps = timings, segments = versions });
    }

    private async Task<List<SegmentVersion>> SegmentsAsync(DateOnly date, IProgressSink progress, CancellationToken cancel)
    {
        var live = await definitions.LiveAsync(SegmentDefinition.Kind, cancel).ConfigureAwait(false);
        var nightly = live.Where(d => SegmentDefinition.Of(d.Key, JsonDocument.Parse(d.Document).RootElement).Refresh != SegmentRefresh.OnDemand).ToList();
        var versions = new List<SegmentVersion>();
        foreach (var segment in nightly)
        {
            progress.Report($"segment {segment.Key}", versions.Count, nightly.Count);
            versions.Add(await segments.MaterialiseAsync(segment.Key, date, cancel).ConfigureAwait(false));
        }

        return versions;
    }

    private async Task<(DateOnly Date, bool Full)> ReadAsync(JsonElement arguments, CancellationToken cancel)
    {
        if (arguments.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null)
        {
            return (await businessDate.CurrentAsync(cancel).ConfigureAwait(false), false);
        }

        var errors = new List<FieldError>();
        var fields = new FieldReader(arguments, "", errors);
        var text = fields.Text("date");
        var date = await businessDate.CurrentAsync(cancel).ConfigureAwait(false);
        if (text is not null && !DateOnly.TryParseExact(text, "yyyy-MM-dd", out date))
        {
            fields.Refuse("date", $"must be a day as \"yyyy-MM-dd\", but is \"{text}\"");
        }

        var full = fields.Flag("full") ?? false;
        fields.RefuseUnknown();
        return errors.Count > 0 ? throw new ProblemException(Problem.Invalid(errors)) : (date, full);
    }
}

internal sealed record StepTiming(string Step, double Seconds);
