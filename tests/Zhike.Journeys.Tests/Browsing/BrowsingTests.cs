using Microsoft.Extensions.DependencyInjection;
using Zhike.Contracts.Http;
using Zhike.Journeys.Browsing;
using Zhike.Journeys.Tests.World;
using Zhike.Kernel;

namespace Zhike.Journeys.Tests.Browsing;

public sealed class BrowsingTests
{
    private static readonly Viewer HeadOffice = new("wang.lan", OrgPath.Of("/hq/"), "", false, "test");

    [Fact]
    public async Task A_nodes_people_are_those_of_the_viewers_scope()
    {
        var bank = await SmallBank.OpenAsync(8);
        await bank.TickAsync(SmallBank.Journey("""{"id": "w", "kind": "wait", "days": 1, "next": "end"}, {"id": "end", "kind": "exit"}""", "w"), 1);
        var queries = bank.Services.GetRequiredService<JourneyQueries>();

        (await PeopleAsync(HeadOffice)).Total.ShouldBe(8);
        (await PeopleAsync(HeadOffice with { Scope = OrgPath.Of("/hq/south/") })).Total.ShouldBe(0);
        (await PeopleAsync(HeadOffice with { Manager = "m1" })).Items.Select(p => p.CustomerId).ToHashSet().SetEquals([1, 2, 5, 6]).ShouldBeTrue();
        (await PeopleAsync(HeadOffice)).Items.ShouldAllBe(p => p.Name == "张*" && p.Detail == "contact");
        (await PeopleAsync(HeadOffice with { Manager = "m1" })).Items.ShouldAllBe(p => p.ManagerName == "陈经理");
        (await PeopleAsync(HeadOffice, node: "$entry")).Total.ShouldBe(8);
        (await PeopleAsync(HeadOffice, stillThere: true, node: "$entry")).Total.ShouldBe(0);

        await bank.EventAsync("bought", 1, bank.At(1, 12));
        await bank.TickAsync(SmallBank.Journey("""{"id": "w", "kind": "wait", "days": 1, "next": "end"}, {"id": "end", "kind": "exit"}""", "w"), 2);
        (await PeopleAsync(HeadOffice)).Total.ShouldBe(8);
        (await PeopleAsync(HeadOffice, stillThere: true)).Total.ShouldBe(0);

        Task<Page<NodePerson>> PeopleAsync(Viewer viewer, bool stillThere = false, string node = "w") =>
            queries.PeopleAsync(viewer, "j", node, "live", stillThere, new PageRequest(1, 50), CancellationToken.None);
    }

    [Fact]
    public void The_graph_counts_who_came_and_who_is_still_there()
    {
        var document = SmallBank.Document("""{"id": "w", "kind": "wait", "days": 2, "next": "end"}, {"id": "end", "kind": "exit"}""", "w");
        Walk[] walks = [new("", "w", 80, 0), new("", "$holdout", 20, 20), new("w", "end", 50, 0), new("w", "$goal", 5, 0), new("$holdout", "$goal", 1, 1)];

        var nodes = JourneyGraph.Nodes(document, walks);

        nodes.Select(n => (n.Id, n.Kind, n.Entered, n.Now)).ShouldBe(
        [
            ("$entry", "entry", 100, 0), ("w", "wait", 80, 25), ("end", "exit", 50, 50), ("$goal", "goal_reached", 6, 6), ("$holdout", "held_out", 20, 19),
        ]);
        nodes[1].Label.ShouldBe("等待 2 天");
        nodes[1].LabelEn.ShouldBe("Wait 2 days");
        JourneyGraph.Edges(document, walks).Select(e => (e.From, e.To, e.Count)).ShouldBe(
        [
            ("$entry", "w", 80), ("$entry", "$holdout", 20), ("w", "end", 50), ("w", "$goal", 5), ("$holdout", "$goal", 1),
        ]);
    }
}
