using Microsoft.Extensions.DependencyInjection;
using Zhike.Intake.Events;
using Zhike.Intake.Events.Committing;
using Zhike.Kernel;

namespace Zhike.Intake.Tests.Events;

public sealed class FairQueueTests
{
    [Fact]
    public void A_source_that_floods_waits_for_itself_and_the_others_come_in_between()
    {
        var queue = new FairQueue();
        for (var i = 0; i < 40; i++)
        {
            queue.TryAdd(Call("flood", 1_000)).ShouldBeTrue();
        }

        queue.TryAdd(Call("quiet", 10)).ShouldBeTrue();
        var group = new CallGroup();
        queue.TakeInto(group);

        group.Calls.FindIndex(c => c.Rows.Source == "quiet").ShouldBeLessThan(3);
    }

    [Fact]
    public void Bytes_that_wait_are_bounded_and_one_source_may_hold_half_of_them()
    {
        var one = Call("flood", 100);
        var queue = new FairQueue(bytesMax: one.Bytes * 10);

        Enumerable.Range(0, 6).Select(_ => queue.TryAdd(Call("flood", 100))).ShouldBe([true, true, true, true, true, false]);
        queue.TryAdd(Call("quiet", 100)).ShouldBeTrue();
        var group = new CallGroup();
        queue.TakeInto(group);
        queue.TryAdd(Call("flood", 100)).ShouldBeTrue();
        group.Calls.Count.ShouldBe(6);
    }

    [Fact]
    public async Task What_waits_when_the_queue_closes_is_still_served_and_nothing_more_is_let_in()
    {
        var queue = new FairQueue();
        queue.TryAdd(Call("app", 1)).ShouldBeTrue();
        queue.Close();

        queue.TryAdd(Call("app", 1)).ShouldBeFalse();
        (await queue.WaitAsync()).ShouldBeTrue();
        queue.TakeInto(new CallGroup());
        (await queue.WaitAsync()).ShouldBeFalse();
    }

    [Fact]
    public async Task Stopping_stores_what_was_taken_and_answers_it()
    {
        await using var services = await IntakeStage.NewAsync();
        var committer = IntakeStage.Restarted(services);
        var calls = Enumerable.Range(0, 50).Select(i => committer.CommitAsync(IntakeStage.Rows(Body(20)), CancellationToken.None)).ToList();

        await committer.DisposeAsync();
        await Task.WhenAll(calls);

        (await services.TextsAsync("SELECT toString(count()) FROM events")).ShouldBe(["1000"]);
        (await Should.ThrowAsync<ProblemException>(() => committer.CommitAsync(IntakeStage.Rows(Body(1)), CancellationToken.None))).Problem.Kind.ShouldBe(ProblemKind.LimitExceeded);
    }

    [Fact]
    public async Task An_event_that_the_store_does_not_take_is_refused_alone()
    {
        await using var services = await IntakeStage.NewAsync();
        var rows = IntakeStage.Rows(Body(20));
        // As no reader lets it through: the engine calls this malformed.
        rows.Add(new EventRow { Id = Guid.CreateVersion7(), Ts = DateTimeOffset.UnixEpoch, ReceivedAt = DateTimeOffset.UnixEpoch, Name = "bad", Type = "track", UserId = "1", Source = "test", Properties = "{\"a\":"u8, Context = "{}"u8 }, place: 20);
        var committer = services.GetRequiredService<EventCommitter>();
        var neighbour = committer.CommitAsync(IntakeStage.Rows(Body(30), "other"), CancellationToken.None);

        (await committer.CommitAsync(rows, CancellationToken.None)).ShouldBe([20]);

        (await neighbour).ShouldBeEmpty();
        (await services.TextsAsync("SELECT toString(count()) FROM events")).ShouldBe(["50"]);
    }

    private static Waiting Call(string source, int events) => new(IntakeStage.Rows(Body(events), source));

    private static string Body(int events) => $$"""{"batch":[{{string.Join(',', Enumerable.Repeat("""{"type":"page","userId":"1"}""", events))}}]}""";
}
