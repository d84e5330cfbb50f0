using FsCheck;
using FsCheck.Fluent;
using Zhike.Contracts.Journeys;
using Zhike.Journeys.Tests.World;

namespace Zhike.Journeys.Tests.Replaying;

/// <summary>The law of rehearsals: whatever happened, a replay over the whole history takes the steps and decides the contacts
/// that the live clock took and decided while the same facts came in one after the other.</summary>
public sealed class ReplayEqualsLiveTests
{
    private const int Histories = 2;
    private const int Size = 20;

    private static readonly Gen<string> What = Gen.Frequency(
        (4, Gen.Elements("deposit", "coin", "card")), (3, Gen.Elements("login", "bought", "page_viewed")), (1, Gen.Elements("yes", "no", "never")));

    private static readonly Gen<History> Any =
        from opened in Gen.Choose(1, BankOfHistories.Days).ArrayOf(9)
        from happenings in Happening(opened.Length).ArrayOf(70)
        select new History(opened, [.. Consenting(opened), .. happenings.Where(h => h.Day >= opened[h.Customer - 1])]);

    [Fact]
    public async Task A_replay_of_any_history_is_the_live_run()
    {
        foreach (var history in Any.Sample(Histories, Size))
        {
            var bank = await BankOfHistories.OpenAsync(history);
            await bank.LiveAsync();
            foreach (var journey in BankOfHistories.Journeys)
            {
                await bank.ReplayAsync(journey, $"rehearsal-{journey}");

                var (live, rehearsed) = (await bank.StoryAsync(journey, Runs.Live), await bank.StoryAsync(journey, $"rehearsal-{journey}"));
                live.Length.ShouldBeGreaterThan(1, journey);
                live.Except(rehearsed).Select(line => $"{journey} live only: {line}").Concat(rehearsed.Except(live).Select(line => $"{journey} replay only: {line}"))
                    .ShouldBeEmpty(history.ToString());
            }
        }
    }

    private static Gen<Happening> Happening(int customers) =>
        from customer in Gen.Choose(1, customers)
        from day in Gen.Choose(1, BankOfHistories.Days + 1)
        from hour in Gen.Choose(0, 23)
        from what in What
        select new Happening(customer, day, hour, what);

    /// <summary>Most customers agree to be contacted when they open.</summary>
    private static IEnumerable<Happening> Consenting(int[] opened) =>
        opened.Select((day, i) => new Happening(i + 1, day, 9, "yes")).Where(h => h.Customer % 5 != 0);
}
