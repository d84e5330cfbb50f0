using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Zhike.Journeys.Engine;
using Zhike.Journeys.Tests.World;
using Zhike.Kernel;
using Zhike.Storage.Facts;

namespace Zhike.Journeys.Tests.Engine;

/// <summary>Ticks repeated, overlapping, killed between any two statements.</summary>
public sealed class RepeatTests
{
    private const string Nodes =
        """
        {"id": "m1", "kind": "send", "channel": "sms", "template": "sms-a", "next": "w1"},
        {"id": "w1", "kind": "wait", "days": 2, "next": "p"},
        {"id": "p", "kind": "percent", "branches": [{"percent": 50, "next": "o"}, {"percent": 50, "next": "s"}]},
        {"id": "o", "kind": "work_order", "template": "call-a", "next": "w2"},
        {"id": "s", "kind": "split", "branches": [{"when": {"did_since": "login"}, "next": "m2"}], "otherwise": "w2"},
        {"id": "m2", "kind": "send", "channel": "email", "template": "email-a", "next": "w2"},
        {"id": "w2", "kind": "wait", "days": 3, "next": "end"},
        {"id": "end", "kind": "exit"}
        """;

    private static JourneyInForce Journey => SmallBank.Journey(Nodes, "m1", holdout: 20, window: 12);

    [Fact]
    public async Task A_tick_repeated_adds_nothing_even_by_an_engine_that_remembers_nothing()
    {
        var bank = await SmallBank.OpenAsync(60);
        await LiveAsync(bank, bank.Engine, "live", 8);
        var (steps, contacts) = (await bank.LogAsync(), await bank.ContactsAsync());

        bank.Engine.Forget("live");
        await bank.TickAsync(Journey, 8);
        await bank.Facts.ExecuteAsync(Viewer.Bank("test"), new FactsStatement("lose", "TRUNCATE TABLE journey_ticks"), CancellationToken.None);
        bank.Engine.Forget("live");
        await bank.TickAsync(Journey, 8);

        Same(await bank.LogAsync(), steps);
        Same(await bank.ContactsAsync(), contacts);
    }

    [Fact]
    public async Task Ticks_that_overlap_add_nothing_twice()
    {
        var bank = await SmallBank.OpenAsync(60);
        for (var day = 1; day <= 14; day++)
        {
            await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => bank.TickAsync(Journey, day)));
            await LoginsAsync(bank, day);
        }

        await EveryStepOnceAsync(bank, "live");
        await LiveAsync(bank, bank.Engine, "alone", 14);
        Same(await bank.LogAsync(), await bank.LogAsync("alone"));
    }

    [Fact]
    public async Task A_tick_killed_between_any_two_statements_goes_on_as_if_nothing_had_been()
    {
        var bank = await SmallBank.OpenAsync(60);
        await LiveAsync(bank, bank.Engine, "undisturbed", 14);
        var dying = new DyingFacts(bank.Facts);
        for (var survived = 1; survived <= 22; survived += 3)
        {
            var run = string.Create(CultureInfo.InvariantCulture, $"killed-{survived}");
            for (var day = 1; day <= 14; day++)
            {
                // The process dies after so many statements and comes back with an empty memory, until it gets through the day.
                for (var patience = survived; ; patience++)
                {
                    dying.StatementsLeft = patience;
                    try
                    {
                        await EngineOver(bank, dying).TickAsync([Journey], run, bank.At(day), new DateOnly(1994, 3, 1).AddDays(day - 2), CancellationToken.None);
                        break;
                    }
                    catch (KilledException)
                    {
                    }
                }

                await LoginsAsync(bank, day);
            }

            Same(await bank.LogAsync(run), await bank.LogAsync("undisturbed"));
            Same(await bank.ContactsAsync(run), await bank.ContactsAsync("undisturbed"));
            await EveryStepOnceAsync(bank, run);
        }
    }

    [Fact]
    public async Task A_run_on_another_clock_gives_the_steps_of_the_live_one()
    {
        var bank = await SmallBank.OpenAsync(60);
        await LiveAsync(bank, bank.Engine, "live", 14);
        await LiveAsync(bank, bank.Engine, "later", 14);

        Same(await bank.LogAsync("later"), await bank.LogAsync());
        Same(await bank.ContactsAsync("later"), await bank.ContactsAsync());
    }

    [Fact]
    public async Task An_idle_tick_writes_nothing()
    {
        var bank = await SmallBank.OpenAsync(60);
        await LiveAsync(bank, bank.Engine, "live", 1);
        var ticks = await bank.CountAsync("SELECT count() FROM journey_ticks");
        for (var minute = 1; minute < 20; minute++)
        {
            await bank.TickAsync(Journey, 1, minute: minute);
        }

        (await bank.CountAsync("SELECT count() FROM journey_ticks")).ShouldBe(ticks);
    }

    private static async Task LiveAsync(SmallBank bank, JourneyEngine engine, string run, int days)
    {
        for (var day = 1; day <= days; day++)
        {
            await engine.TickAsync([Journey], run, bank.At(day), new DateOnly(1994, 3, 1).AddDays(day - 2), CancellationToken.None);
            await LoginsAsync(bank, day);
        }
    }

    /// <summary>The same deeds whichever run asks: every third customer logs in, every seventh buys, on a day of their own.</summary>
    private static async Task LoginsAsync(SmallBank bank, int day)
    {
        if (await bank.CountAsync("SELECT count() FROM events WHERE name = 'login'") > 0)
        {
            return;
        }

        for (ulong customer = 3; customer <= 60; customer += 3)
        {
            await bank.EventAsync("login", customer, bank.At(1, 18));
        }

        for (ulong customer = 7; customer <= 60; customer += 7)
        {
            await bank.EventAsync("bought", customer, bank.At(day + (int)(customer % 10), 12));
        }
    }

    /// <summary>Compares line by line, so that a failure shows one line and not all.</summary>
    private static void Same(string[] found, string[] expected)
    {
        expected.ShouldNotBeEmpty();
        found.Zip(expected).FirstOrDefault(pair => pair.First != pair.Second).ShouldBe(default);
        found.Length.ShouldBe(expected.Length);
    }

    private static JourneyEngine EngineOver(SmallBank bank, IFacts facts)
    {
        var room = bank.Services.GetRequiredService<TickRoom>() with { Facts = facts, Segments = new TestSegments(facts), Log = new TickLog(facts) };
        return ActivatorUtilities.CreateInstance<JourneyEngine>(bank.Services, room);
    }

    private static async Task EveryStepOnceAsync(SmallBank bank, string run)
    {
        (await bank.CountAsync($"SELECT toUInt64(count() - uniqExact(step_id)) FROM journey_steps WHERE run = '{run}'")).ShouldBe(0ul);
        (await bank.CountAsync($"SELECT toUInt64(count() - uniqExact(from_step_id)) FROM journey_steps WHERE run = '{run}' AND from_step_id != 0")).ShouldBe(0ul);
        (await bank.CountAsync($"SELECT toUInt64(count() - uniqExact(contact_id)) FROM contacts WHERE run = '{run}'")).ShouldBe(0ul);
    }
}
