using System.Text.Json;
using Zhike.Contracts.Bank;
using Zhike.Contracts.Intake;
using Zhike.Contracts.Jobs;
using Zhike.Host.Bank;
using Zhike.Host.Jobs;
using Zhike.Host.Options;
using Zhike.Host.Staff;
using Zhike.Kernel;
using Zhike.Storage.Definitions;

namespace Zhike.Host.Setup;

/// <summary>Loads the demo bank (demo/berka): people, data, the nightly batch, the strategy with its two persons, and a replay.
/// Every step may be repeated; a load that was killed goes on at the next start.</summary>
public sealed class DemoBank(
    JobRunner jobs, IDefinitions definitions, StaffRegister staff, BankState state, BankClock clock, SetupPlace place, IWriteKeys writeKeys, IEnumerable<IDemoContent> contents)
{
    /// <summary>The source and its write key under which a demo bank takes events; printed with the sign-ins.</summary>
    public const string EventSource = "demo-app";

    public const string EventWriteKey = "zhike-demo-write-key";

    private const string Author = "wang.lan";
    private const string Approver = "li.wei";
    /// <summary>Its customers are Czech.</summary>
    public const string Currency = "CZK";

    private const string Journey = "first-hundred-days";
    private static readonly DateOnly BusinessDay = new(1994, 3, 31);

    /// <summary>The last of them is the business date.</summary>
    private static readonly IReadOnlyList<DateOnly> MonthEnds =
        [.. Enumerable.Range(0, 13).Select(i => new DateOnly(1993, 4, 1).AddMonths(i).AddDays(-1))];

    /// <summary>True on an empty store with the demo's files at hand, and where an earlier load did not finish.</summary>
    public async Task<bool> IsWantedAsync(CancellationToken cancel) =>
        place.Options is { Demo: true, DemoFolder: not null }
        && !await state.IsDemoLoadedAsync(cancel)
        && (await state.IsDemoAsync(cancel) || (await staff.IsEmptyAsync(cancel) && !await place.HasCustomersAsync(cancel)));

    /// <summary>What <see cref="LoadAsync"/> will do, in order.</summary>
    public static IReadOnlyList<(string Name, string Label)> Steps { get; } =
    [
        ("staff", "Create the tree and the people"),
        ("import", "Import customers and transactions"),
        ("run-day", "Compute tags and segments"),
        ("journeys", "Submit and approve the strategies"),
        ("replay", "Replay the first hundred days"),
    ];

    public async Task LoadAsync(SetupProgress setup, CancellationToken cancel)
    {
        var folder = Path.Combine(place.Options.DemoFolder!, "berka");
        await state.MarkDemoAsync(cancel);
        await state.MoveClockAsync(clock, place.Wall, BusinessDay, cancel);
        await StepAsync(0, _ => DemoPeople.InstallAsync(folder, staff, state, place.Wall, place.Options, cancel));
        await StepAsync(1, progress => ImportAsync(folder, progress, cancel));
        foreach (var content in contents)
        {
            await content.AddAsync(cancel);
        }

        await StepAsync(2, progress => RunDaysAsync(progress, cancel));
        await StepAsync(3, progress => ApproveJourneysAsync(progress, cancel));
        // Its page plays a customer by their number, which a bank's own page must not be able to.
        await writeKeys.InstallAsync(EventSource, EventWriteKey, namesCustomers: true, cancel);
        setup.OpenDoors();
        await StepAsync(4, progress => JobAsync("replay", new { journey = Journey, from = place.Options.DemoReplayFrom, to = BusinessDay }, progress, cancel));
        await state.MarkDemoLoadedAsync(cancel);

        Task StepAsync(int step, Func<IProgressSink, Task<string>> work) => setup.StepAsync(Steps[step].Name, Steps[step].Label, work);
    }

    private async Task<string> ImportAsync(string folder, IProgressSink progress, CancellationToken cancel)
    {
        var said = await JobAsync("import", new { mapping = Path.Combine(folder, "bank.yaml") }, progress, cancel);
        return $"{said.Split('\n').Count(line => !line.StartsWith(' '))} files";
    }

    /// <summary>The ends of the months of the year before too: people ask where customers came from.</summary>
    private async Task<string> RunDaysAsync(IProgressSink progress, CancellationToken cancel)
    {
        var said = "";
        foreach (var day in MonthEnds)
        {
            said = await JobAsync("run-day", new { date = day }, progress, cancel);
        }

        return said;
    }

    /// <summary>One person submits what the catalogue ships, another approves it: the rule holds on a demo too.</summary>
    private async Task<string> ApproveJourneysAsync(IProgressSink progress, CancellationToken cancel)
    {
        var drafts = (await definitions.ListAsync("journey", cancel)).Where(d => d.Status is DefinitionStatus.Draft or DefinitionStatus.Submitted).ToList();
        foreach (var (draft, i) in drafts.Select((d, i) => (d, i)))
        {
            progress.Report(draft.Key, i, drafts.Count);
            var version = draft;
            if (draft.Status == DefinitionStatus.Draft)
            {
                version = (await definitions.SaveDraftAsync(draft.Kind, draft.Key, draft.Document, Author, draft.Revision, cancel)).OrThrow();
                version = (await definitions.SubmitAsync(version.Kind, version.Key, version.Version, Author, cancel)).OrThrow();
            }

            (await definitions.ApproveAsync(version.Kind, version.Key, version.Version, Approver, cancel)).OrThrow();
        }

        return $"{drafts.Count} strategies, written by {Author}, approved by {Approver}";
    }

    private async Task<string> JobAsync(string verb, object arguments, IProgressSink progress, CancellationToken cancel)
    {
        var running = jobs.RunAsync(verb, JsonSerializer.SerializeToElement(arguments, JsonSerializerOptions.Web), "system", cancel);
        while (await Task.WhenAny(running, Task.Delay(TimeSpan.FromMilliseconds(200), place.Wall.Provider, cancel)) != running)
        {
            if (jobs.Running is { } job && job.Verb == verb)
            {
                progress.Report(job.Step, job.Done, job.Total);
            }
        }

        var ended = await running;
        return ended.State == JobState.Done
            ? ended.Message
            : throw new ProblemException(new Problem(ProblemKind.Unavailable, "demo_failed", $"{verb}: {ended.Message}"));
    }
}
