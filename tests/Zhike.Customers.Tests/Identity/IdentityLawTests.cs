using System.Text;
using Zhike.Kernel;
using Zhike.Storage.Definitions;

namespace Zhike.Customers.Tests.Identity;

/// <summary>Without limits in the way, persons are the connected components of the evidence less what was put apart: however the
/// evidence is cut into runs, and whatever people take back. Identities that stand alone are not looked at: one whose only link was
/// put apart before a run heard of it is nobody yet.</summary>
public sealed class IdentityLawTests
{
    private const int Rounds = 3;
    private const int LinksARound = 7;
    private static readonly string[] Kinds = ["user_id", "openid", "phone_hash", "card_hash"];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public async Task Persons_are_the_components_of_what_was_not_put_apart(int seed)
    {
        using var stage = await IdentityStage.NewAsync();
        await LiftLimitsAsync(stage);
        var chance = new Random(seed);
        var links = new HashSet<(string A, string B)>();
        var apart = new HashSet<(string A, string B)>();

        for (var round = 0; round < Rounds; round++)
        {
            for (var i = 0; i < LinksARound; i++)
            {
                var (a, b) = (Identity(chance), Identity(chance));
                if (a != b)
                {
                    links.Add((a, b));
                    await stage.SeenAsync($"{a} {b}");
                }
            }

            if (round > 0)
            {
                var torn = links.ElementAt(chance.Next(links.Count));
                apart.Add(torn);
                await stage.DecideAsync(torn.A, torn.B, "apart");
            }

            if (round == Rounds - 1 && apart.Count > 1)
            {
                var healed = apart.First();
                apart.Remove(healed);
                stage.Clock.Advance(TimeSpan.FromMinutes(1));
                await stage.DecideAsync(healed.A, healed.B, "together");
            }

            await stage.RunAsync();
            (await PersonsAsync(stage)).ShouldBe(Components(links, apart), $"seed {seed}, round {round}");
        }
    }

    private static string Identity(Random chance) => $"{Kinds[chance.Next(Kinds.Length)]}:{(char)('k' + chance.Next(5))}";

    private static async Task LiftLimitsAsync(IdentityStage stage)
    {
        var rules = new StringBuilder("key: one-id\nname: {zh: 无上限, en: No limits}\nkinds:\n  - {kind: customer_no, name: {zh: 客户号, en: Customer number}, role: key, priority: 1, per_person: 1}\n");
        for (var i = 0; i < Kinds.Length; i++)
        {
            rules.Append(System.Globalization.CultureInfo.InvariantCulture, $"  - {{kind: {Kinds[i]}, name: {{zh: 类, en: Kind}}, role: key, priority: {2 + (i / 2)}, per_person: 1000}}\n");
        }

        (await stage.Get<IDefinitions>().InstallAsync("identity", "one-id", rules.ToString(), CancellationToken.None)).OrThrow();
    }

    private static Task<List<string>> PersonsAsync(IdentityStage stage) => stage.TextsAsync(
        "SELECT arrayStringConcat(arraySort(groupArray(concat(kind, ':', value))), ' ') AS p FROM identities GROUP BY person HAVING count() > 1 ORDER BY p");

    /// <summary>By looking from neighbour to neighbour. A link counts as put apart in both directions.</summary>
    private static List<string> Components(HashSet<(string A, string B)> links, HashSet<(string A, string B)> apart)
    {
        var near = links.SelectMany(l => new[] { l.A, l.B }).Distinct().ToDictionary(i => i, _ => new HashSet<string>());
        foreach (var (a, b) in links.Where(l => !apart.Contains(l) && !apart.Contains((l.B, l.A))))
        {
            near[a].Add(b);
            near[b].Add(a);
        }

        var persons = new List<string>();
        var left = new SortedSet<string>(near.Keys, StringComparer.Ordinal);
        while (left.Count > 0)
        {
            var person = new SortedSet<string>(StringComparer.Ordinal);
            var open = new Stack<string>([left.First()]);
            while (open.TryPop(out var one))
            {
                if (person.Add(one))
                {
                    left.Remove(one);
                    foreach (var other in near[one])
                    {
                        open.Push(other);
                    }
                }
            }

            persons.Add(string.Join(' ', person));
        }

        return [.. persons.Where(p => p.Contains(' ')).Order(StringComparer.Ordinal)];
    }
}
