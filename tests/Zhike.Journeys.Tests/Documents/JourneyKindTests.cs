using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Zhike.Journeys.Tests.World;
using Zhike.Storage.Definitions;

namespace Zhike.Journeys.Tests.Documents;

/// <summary>What a journey names must be in force when it is saved.</summary>
public sealed class JourneyKindTests
{
    [Fact]
    public async Task Every_name_that_is_not_in_force_is_refused_with_its_field()
    {
        var bank = await SmallBank.OpenAsync(1);
        using var json = JsonDocument.Parse(
            """
            {
              "name": {"zh": "旅程", "en": "Journey"}, "entry": {"segment": "nobody"}, "holdout_percent": 10, "start": "s",
              "goal": {"name": {"zh": "购买", "en": "Bought"}, "within_days": 30, "condition": {"sleeps": true}},
              "nodes": [
                {"id": "s", "kind": "split", "branches": [{"when": {"woman": true}, "next": "a"}, {"when": {"flies": 3}, "next": "b"}], "otherwise": "o"},
                {"id": "a", "kind": "send", "channel": "sms", "template": "unheard-of", "next": "g"},
                {"id": "b", "kind": "send", "channel": "sms", "template": "email-hello", "next": "g"},
                {"id": "o", "kind": "work_order", "template": "sms-hello", "next": "g"},
                {"id": "g", "kind": "goal", "condition": {"dreams": 1}, "next_reached": "end", "next": "end"},
                {"id": "end", "kind": "exit"}
              ]
            }
            """);

        var errors = await bank.Services.GetServices<IDefinitionKind>().Single(k => k.Kind == "journey").CheckAsync("j", json.RootElement, CancellationToken.None);

        errors.Select(e => e.Field).ShouldBe(
        [
            "entry.segment", "goal.condition", "nodes[0].branches[1].when", "nodes[1].template", "nodes[2].template", "nodes[3].template", "nodes[4].condition",
        ]);
        errors.Single(e => e.Field == "nodes[2].template").Message.ShouldContain("of channel email, but the node's channel is sms");
    }
}
