using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Zhike.Contracts.Jobs;
using Zhike.Contracts.Journeys;
using Zhike.Journeys.Browsing;
using Zhike.Journeys.Tests.World;
using Zhike.Kernel;
using Zhike.Storage.Definitions;

namespace Zhike.Journeys.Tests.Replaying;

/// <summary>A rehearsal on another clock is the live run, with nobody contacted.</summary>
public sealed class ReplayTests
{
    private const string Document =
        """
        {
          "name": {"zh": "旅程", "en": "Journey"}, "entry": {"segment": "everybody"}, "holdout_percent": 20, "start": "m1",
          "goal": {"name": {"zh": "购买", "en": "Bought"}, "within_days": 8, "condition": {"did_since": "bought"}},
          "nodes": [
            {"id": "m1", "kind": "send", "channel": "sms", "template": "sms-a", "next": "w1"},
            {"id": "w1", "kind": "wait", "days": 2, "next": "s"},
            {"id": "s", "kind": "split", "branches": [{"when": {"did_since": "login"}, "next": "o"}], "otherwise": "end"},
            {"id": "o", "kind": "work_order", "template": "call-a", "next": "end"},
            {"id": "end", "kind": "exit"}
          ]
        }
        """;

    [Fact]
    public async Task A_replay_gives_the_steps_and_contacts_of_the_live_clock()
    {
        var bank = await HistoryAsync();
        var journeys = bank.Services.GetRequiredService<IJourneys>();
        for (var day = 1; day <= 14; day++)
        {
            await journeys.TickAsync(Runs.Live, bank.At(day), new DateOnly(1994, 3, 1).AddDays(day - 2), CancellationToken.None);
        }

        await ReplayAsync(bank, "1994-02-28", "1994-03-13", "rehearsal");

        (await bank.LogAsync()).Length.ShouldBeGreaterThan(80);
        (await bank.LogAsync("rehearsal")).ShouldBe(await bank.LogAsync());
        (await bank.ContactsAsync("rehearsal")).ShouldBe(await bank.ContactsAsync());
        bank.Services.GetRequiredService<TestReplayTags>().Days.Count.ShouldBe(14);
    }

    [Fact]
    public async Task The_same_replay_again_replaces_and_never_doubles()
    {
        var bank = await HistoryAsync();
        await ReplayAsync(bank, "1994-02-28", "1994-03-10", "rehearsal");
        var log = await bank.LogAsync("rehearsal");
        await ReplayAsync(bank, "1994-02-28", "1994-03-10", "rehearsal");
        (await bank.LogAsync("rehearsal")).ShouldBe(log);
        await ReplayAsync(bank, "1994-02-28", "1994-03-03", "rehearsal");
        (await bank.LogAsync("rehearsal")).Length.ShouldBeLessThan(log.Length);
        (await bank.Services.GetRequiredService<JourneyQueries>().RunsAsync(CancellationToken.None)).ShouldHaveSingleItem().State.ShouldBe("done");
    }

    [Fact]
    public async Task A_replay_that_was_killed_goes_on_from_its_last_day()
    {
        var bank = await HistoryAsync();
        await ReplayAsync(bank, "1994-02-28", "1994-03-10", "whole");
        using var kill = new CancellationTokenSource();
        var tags = bank.Services.GetRequiredService<TestReplayTags>();
        tags.Days.Clear();

        await Should.ThrowAsync<OperationCanceledException>(() => ReplayAsync(bank, "1994-02-28", "1994-03-10", "killed", new KillAt("1994-03-05", kill), kill.Token));
        await ReplayAsync(bank, "1994-02-28", "1994-03-10", "killed");

        (await bank.LogAsync("killed")).ShouldBe(await bank.LogAsync("whole"));
        // Eleven days, and once more the one that was under way.
        tags.Days.Count.ShouldBe(12);
    }

    [Fact]
    public async Task A_draft_can_be_rehearsed_before_anybody_approves_it()
    {
        var bank = await SmallBank.OpenAsync(5);
        var definitions = bank.Services.GetRequiredService<IDefinitions>();
        (await definitions.SaveDraftAsync("journey", "draft", Document.Replace("everybody", "all", StringComparison.Ordinal), "wang.lan", null, CancellationToken.None))
            .Problem!.Errors.ShouldContain(e => e.Field == "entry.segment" && e.Message.Contains("not in force"));
        var noSegment = Document.Replace("""{"segment": "everybody"}""", """{"condition": {"woman": true}}""", StringComparison.Ordinal);
        (await definitions.SaveDraftAsync("journey", "draft", noSegment, "wang.lan", null, CancellationToken.None)).OrThrow();

        var job = bank.Services.GetRequiredService<IJob>();
        await job.RunAsync(Arguments("draft", "1994-02-28", "1994-03-05", null), new KillAt("", null), CancellationToken.None);

        (await bank.CountAsync("SELECT count() FROM journey_steps WHERE run = 'draft.1994-02-28.1994-03-05' AND from_step_id = 0")).ShouldBe(3ul);
        (await bank.Services.GetRequiredService<IJourneys>().TickAsync(Runs.Live, bank.At(5), new DateOnly(1994, 3, 4), CancellationToken.None)).Enrolled.ShouldBe(0);
    }

    [Theory]
    [InlineData("", "1994-01-01", "1994-02-01", null, "journey")]
    [InlineData("j", "1994-13-01", "1994-02-01", null, "from")]
    [InlineData("j", "1994-01-01", "soon", null, "to")]
    [InlineData("j", "1994-02-01", "1994-01-01", null, "to")]
    [InlineData("j", "1894-02-01", "1994-01-01", null, "to")]
    [InlineData("j", "1994-01-01", "1994-02-01", "live", "run")]
    [InlineData("j", "1994-01-01", "1994-02-01", "Über", "run")]
    public async Task Wrong_arguments_are_named(string journey, string from, string to, string? run, string field)
    {
        var bank = await SmallBank.OpenAsync(1);
        var refused = await Should.ThrowAsync<ProblemException>(() =>
            bank.Services.GetRequiredService<IJob>().RunAsync(Arguments(journey, from, to, run), new KillAt("", null), CancellationToken.None));
        refused.Problem.Errors.ShouldContain(e => e.Field == field);
    }

    private static async Task<SmallBank> HistoryAsync()
    {
        var bank = await SmallBank.OpenAsync(40, also: services => services.AddSingleton<IDefinitionKind, AnySegment>());
        for (ulong customer = 3; customer <= 40; customer += 3)
        {
            await bank.EventAsync("login", customer, bank.At(2, 18));
        }

        for (ulong customer = 5; customer <= 40; customer += 5)
        {
            await bank.EventAsync("bought", customer, bank.At((int)(customer % 9) + 1, 12));
        }

        var definitions = bank.Services.GetRequiredService<IDefinitions>();
        (await definitions.InstallAsync("segment", "everybody", "{\"key\": \"everybody\"}", CancellationToken.None)).OrThrow();
        var draft = (await definitions.SaveDraftAsync("journey", "j", Document, "wang.lan", null, CancellationToken.None)).OrThrow();
        (await definitions.SubmitAsync("journey", "j", draft.Version, "wang.lan", CancellationToken.None)).OrThrow();
        (await definitions.ApproveAsync("journey", "j", draft.Version, "wang.lan", CancellationToken.None)).Problem!.Code.ShouldBe("approver_is_author");
        (await definitions.ApproveAsync("journey", "j", draft.Version, "li.wei", CancellationToken.None)).OrThrow();
        return bank;
    }

    private static Task<JobOutcome> ReplayAsync(
        SmallBank bank, string from, string to, string run, IProgressSink? progress = null, CancellationToken cancel = default) =>
        bank.Services.GetRequiredService<IJob>().RunAsync(Arguments("j", from, to, run), progress ?? new KillAt("", null), cancel);

    private static JsonElement Arguments(string journey, string from, string to, string? run) =>
        JsonSerializer.SerializeToElement(new { journey, from, to, run });

    private sealed class KillAt(string step, CancellationTokenSource? kill) : IProgressSink
    {
        public void Report(string reported, long done, long total)
        {
            if (reported == step)
            {
                kill!.Cancel();
            }
        }
    }

    private sealed class AnySegment : IDefinitionKind
    {
        public string Kind => "segment";

        public Task<IReadOnlyList<FieldError>> CheckAsync(string key, JsonElement document, CancellationToken cancel) =>
            Task.FromResult<IReadOnlyList<FieldError>>([]);

        public Task GoLiveAsync(Definition definition, CancellationToken cancel) => Task.CompletedTask;
    }
}
