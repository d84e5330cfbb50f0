using Zhike.Intake.Events.Committing;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Zhike.Contracts.Customers;
using Zhike.Contracts.Intake;
using Zhike.Intake.Events;
using Zhike.Kernel;
using Zhike.Storage.Facts;
using Zhike.Storage.Facts.Rows;
using Zhike.Testing;

namespace Zhike.Intake.Tests.Events;

public sealed class EventCommitterTests
{
    [Fact]
    public async Task A_message_that_memory_has_forgotten_is_found_in_the_store_when_it_says_an_old_moment()
    {
        await using var services = await IntakeStage.NewAsync();
        var clock = services.GetRequiredService<FakeClock>();
        var happened = clock.GetUtcNow().AddHours(-1);
        await services.GetRequiredService<IFacts>().RunAsync(
            "INSERT INTO customer_versions (customer_id, customer_no, opened_on, org_path, version) VALUES (7, 'C7', '1993-01-01', '/hq/', 1)");
        string Batch(string kind) => $$"""
            {"batch":[{"type":"track","event":"x","messageId":"{{kind}}-anonymous","anonymousId":"a1","timestamp":"{{happened:O}}"},
                      {"type":"track","event":"x","messageId":"{{kind}}-customer","userId":"C7","timestamp":"{{happened:O}}"}]}
            """;
        await services.SendAsync(Batch("first"));
        clock.Advance(TimeSpan.FromDays(2));
        var forgetful = new RecentIds(clock);
        forgetful.Loaded(clock.GetUtcNow().AddHours(-1));
        var (again, other) = (new Waiting(IntakeStage.Rows(Batch("first"))), new Waiting(IntakeStage.Rows(Batch("other"))));
        var identities = services.GetRequiredService<Identities>();
        var resolved = await identities.ResolveAsync(again.Rows.Lookups, CancellationToken.None);

        await new StoredIds(services.GetRequiredService<IFacts>(), clock).RecallAsync([again, other], resolved, forgetful, CancellationToken.None);

        again.Sift(forgetful).ShouldBe(2);
        other.Sift(forgetful).ShouldBe(0);
    }

    [Fact]
    public async Task A_committed_event_is_there_with_its_customer_and_corrected_time()
    {
        await using var services = await IntakeStage.NewAsync();
        await services.GetRequiredService<IFacts>().RunAsync("INSERT INTO customer_versions (customer_id, customer_no, opened_on, version) VALUES (7, 'C7', '1993-01-01', 1)");
        // The sender's clock is in 2026; the event happened ten seconds before it was sent.
        await services.SendAsync("""{"batch":[{"type":"track","event":"login","userId":"C7","messageId":"m1","timestamp":"2026-01-01T00:00:00Z","channel":"mobile","properties":{"page":"home"}}],"sentAt":"2026-01-01T00:00:10Z"}""");

        var rows = await services.TextsAsync("SELECT concat(toString(customer_id), ' ', toString(ts), ' ', name, ' ', channel, ' ', source, ' ', toString(properties.page)) FROM events");

        rows.ShouldBe([$"7 {TestServices.Start.AddSeconds(-10):yyyy-MM-dd HH:mm:ss}.000 login app test home"]);
    }

    [Fact]
    public async Task The_same_message_counts_once_however_often_and_wherever_it_comes()
    {
        await using var services = await IntakeStage.NewAsync();
        var committer = services.GetRequiredService<EventCommitter>();
        var calls = Enumerable.Range(0, 40).Select(i => committer.CommitAsync(IntakeStage.Rows(Batch(i % 4, 50)), CancellationToken.None));

        await Task.WhenAll(calls);

        (await services.TextsAsync("SELECT concat(toString(count()), ' ', toString(uniqExact(event_id))) FROM events")).ShouldBe(["200 200"]);
    }

    [Fact]
    public async Task The_same_message_counts_once_across_a_restart()
    {
        await using var services = await IntakeStage.NewAsync();
        await services.SendAsync(Batch(1, 20));
        await using var restarted = IntakeStage.Restarted(services);

        await restarted.CommitAsync(IntakeStage.Rows(Batch(1, 25)), CancellationToken.None);

        (await services.TextsAsync("SELECT toString(count()) FROM events")).ShouldBe(["25"]);
    }

    [Fact]
    public async Task Happenings_of_the_program_itself_are_events_and_repeat_without_effect()
    {
        await using var services = await IntakeStage.NewAsync();
        var log = services.GetRequiredService<IEventLog>();
        var happened = new SystemEvent("contact/1/sent", TestServices.Start, "message_sent", 3, "sms", ImmutableDictionary<string, object?>.Empty.Add("cost", 0.05m));

        await log.AppendAsync([happened], CancellationToken.None);
        await log.AppendAsync([happened], CancellationToken.None);

        (await services.TextsAsync("SELECT concat(name, ' ', type, ' ', toString(customer_id), ' ', toString(properties.cost)) FROM events")).ShouldBe(["message_sent system 3 0.05"]);
    }

    [Fact]
    public async Task A_number_that_is_nobodys_yet_is_kept_without_a_customer()
    {
        await using var services = await IntakeStage.NewAsync();
        await services.SendAsync("""{"batch":[{"type":"track","event":"x","userId":"nobody"},{"type":"track","event":"x","anonymousId":"a"}]}""");

        (await services.TextsAsync("SELECT toString(customer_id) FROM events")).ShouldBe(["0", "0"]);
        (await services.GetRequiredService<IIdentities>().CustomerOfAsync("nobody", namesCustomers: true, CancellationToken.None)).ShouldBe(0ul);
    }

    [Fact]
    public async Task Odd_json_is_stored_or_refused_but_never_spoils_its_neighbours()
    {
        await using var services = await IntakeStage.NewAsync();
        string[] odd =
        [
            """{"a":1,"a":2}""", """{"":1}""", """{"a.b":1,"a":{"b":2}}""", """{"n":1e400}""", """{"n":123456789012345678901234567890}""",
            """{"t":"\u0000"}""", """{"deep":[[[[[[[[[[1]]]]]]]]]]}""", """{"😀":"张伟"}""",
        ];
        var committer = services.GetRequiredService<EventCommitter>();
        var calls = odd.Select((json, i) => committer.CommitAsync(
            IntakeStage.Rows($$"""{"batch":[{"type":"track","event":"odd","userId":"1","messageId":"odd{{i}}","properties":{{json}}}]}"""), CancellationToken.None)).ToList();
        var sound = Enumerable.Range(0, 5).Select(i => committer.CommitAsync(IntakeStage.Rows(Batch(i, 10)), CancellationToken.None));

        await Task.WhenAll(sound);
        foreach (var call in calls)
        {
            try
            {
                await call;
            }
            catch (ProblemException refused)
            {
                refused.Problem.Kind.ShouldBe(ProblemKind.Invalid);
            }
        }

        (await services.TextsAsync("SELECT toString(count()) FROM events WHERE name = 'login'")).ShouldBe(["50"]);
    }

    [Fact]
    public async Task While_many_events_come_they_gather_for_one_insert()
    {
        await using var services = await IntakeStage.NewAsync();
        await using var committer = IntakeStage.Restarted(services, TimeSpan.FromHours(1));
        const int large = 2_500;

        // The first insert is large, so the second waits until it has enough.
        await committer.CommitAsync(IntakeStage.Rows(Batch(0, large)), CancellationToken.None);
        await Task.WhenAll(Enumerable.Range(1, EventCommitter.EnoughEvents / large).Select(i => committer.CommitAsync(IntakeStage.Rows(Batch(i, large)), CancellationToken.None)));

        (await services.TextsAsync("SELECT toString(count()) FROM events")).ShouldBe([$"{EventCommitter.EnoughEvents + large}"]);
        (await services.TextsAsync("SELECT toString(count()) FROM system.parts WHERE database = currentDatabase() AND table = 'events' AND level = 0")).ShouldBe(["2"]);
    }

    [Fact]
    public void Recent_ids_remember_two_generations_and_forget_what_failed()
    {
        var recent = new RecentIds(TimeProvider.System, generationMax: 1_000);
        var ids = Enumerable.Range(0, 3_000).Select(i => EventRows.IdOf("t", i.ToString(CultureInfo.InvariantCulture))).ToList();

        ids.ShouldAllBe(id => recent.Add(id));

        ids.TakeLast(1_500).ShouldAllBe(id => !recent.Add(id));
        recent.Remove(ids[^1]);
        recent.Add(ids[^1]).ShouldBeTrue();
        recent.Add(ids[0]).ShouldBeTrue();
    }

    private static string Batch(int number, int events) => $$"""
        {"batch":[{{string.Join(',', Enumerable.Range(0, events).Select(i => $$"""{"type":"track","event":"login","userId":"C{{i}}","messageId":"m-{{number}}-{{i}}"}"""))}}]}
        """;
}
