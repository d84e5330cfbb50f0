using System.Text.Json;
using System.Text.Json.Nodes;
using Zhike.Journeys.Documents;


namespace Zhike.Journeys.Tests.Documents;

/// <summary>Every problem of a document, with its field.</summary>
public sealed class JourneyReaderTests
{
    private const string Good =
        """
        {
          "key": "j", "name": {"zh": "旅程", "en": "Journey"}, "description": {"zh": "说明", "en": "About"},
          "entry": {"segment": "everybody", "reentry": "never"}, "holdout_percent": 10,
          "goal": {"name": {"zh": "购买", "en": "Bought"}, "within_days": 30, "condition": {"did": "x"}},
          "cap": {"contacts": 2, "days": 7}, "start": "w",
          "nodes": [
            {"id": "w", "kind": "wait", "days": 3, "next": "s"},
            {"id": "s", "kind": "split", "branches": [{"when": {"woman": true}, "next": "m"}], "otherwise": "p"},
            {"id": "p", "kind": "percent", "branches": [{"percent": 40, "next": "m"}, {"percent": 60, "next": "o"}]},
            {"id": "m", "kind": "send", "channel": "sms", "template": "sms-hello", "next": "g"},
            {"id": "o", "kind": "work_order", "template": "call-hello", "priority": 2, "due_days": 3, "next": "end"},
            {"id": "g", "kind": "goal", "condition": {"did": "y"}, "next_reached": "end", "next": "w"},
            {"id": "end", "kind": "exit"}
          ]
        }
        """;

    [Fact]
    public void A_whole_document_is_read()
    {
        var (document, errors) = Read(Good);
        errors.ShouldBeEmpty();
        document.Nodes.Select(n => n.Kind).ShouldBe(["wait", "split", "percent", "send", "work_order", "goal", "exit"]);
        document.HoldoutPercent.ShouldBe(10);
        document.Cap.ShouldBe(new JourneyCap(2, 7));
    }

    [Theory]
    [InlineData("holdout_percent", null, "holdout_percent", "left alone")]
    [InlineData("holdout_percent", "0", "holdout_reason", "why")]
    [InlineData("holdout_percent", "80", "holdout_percent", "0 to 50, but is 80")]
    [InlineData("goal", null, "goal", "success")]
    [InlineData("goal.within_days", "-5", "goal.within_days", "from 1")]
    [InlineData("goal.condition", null, "goal.condition", "missing")]
    [InlineData("entry", null, "entry", "missing")]
    [InlineData("entry.segment", null, "entry.segment", "exactly one")]
    [InlineData("entry.reentry", "\"sometimes\"", "entry.reentry", "never")]
    [InlineData("entry.reentry", """{"after_days": 20}""", "entry.reentry.after_days", "shorter than the goal's window")]
    [InlineData("start", "\"nowhere\"", "start", "does not exist")]
    [InlineData("name.en", null, "name.en", "not empty")]
    [InlineData("colour", "\"red\"", "colour", "not a field")]
    [InlineData("cap.days", "0", "cap.days", "from 1")]
    [InlineData("key", "\"other\"", "key", "under which it is saved")]
    [InlineData("nodes", "[]", "nodes", "at least 1")]
    [InlineData("nodes.0.next", "\"nowhere\"", "nodes[0].next", "does not exist")]
    [InlineData("nodes.0.days", "-3", "nodes[0].days", "from 0")]
    [InlineData("nodes.0.days", "0", "nodes[0].days", "how long")]
    [InlineData("nodes.0.until", "\"25:00\"", "nodes[0].until", "time of day")]
    [InlineData("nodes.0.kind", "\"jump\"", "nodes[0].kind", "but is \"jump\"")]
    [InlineData("nodes.0.id", "\"$goal\"", "nodes[0].id", "a-z")]
    [InlineData("nodes.1.branches.0.when", null, "nodes[1].branches[0].when", "missing")]
    [InlineData("nodes.1.id", "\"p\"", "nodes[2].id", "another node")]
    [InlineData("nodes.2.branches.0.percent", "50", "nodes[2].branches", "add up to 110")]
    [InlineData("nodes.3.channel", "\"fax\"", "nodes[3].channel", "but is \"fax\"")]
    [InlineData("nodes.4.priority", "9", "nodes[4].priority", "1 to 5")]
    [InlineData("nodes.4.next", "\"o\"", "nodes", "o → o")]
    [InlineData("nodes.5.next", "\"p\"", "nodes", "m → g → p → m")]
    [InlineData("nodes.5.next", "\"end\"", null, "")]
    [InlineData("nodes.2.branches.1.next", "\"m\"", "nodes[4]", "cannot be reached")]
    public void A_wrong_field_is_named(string path, string? value, string? field, string words)
    {
        var (_, errors) = Read(With(path, value));
        if (field is null)
        {
            errors.ShouldBeEmpty();
            return;
        }

        errors.ShouldContain(e => e.Field == field && e.Message.Contains(words), string.Join("; ", errors));
    }

    [Fact]
    public void Every_problem_is_named_at_once()
    {
        var json = JsonNode.Parse(Good)!;
        json.AsObject().Remove("goal");
        json.AsObject().Remove("holdout_percent");
        json["nodes"]![0]!["days"] = -5;
        json["nodes"]![3]!["channel"] = "fax";

        var (_, errors) = Read(json.ToJsonString());

        errors.Select(e => e.Field).ShouldBe(["goal", "nodes[0].days", "nodes[0].days", "nodes[3].channel", "holdout_percent"], ignoreOrder: true);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("\"text\"")]
    [InlineData("null")]
    [InlineData("""{"nodes": 3, "entry": 4, "goal": [], "name": "x", "start": {}, "cap": 1}""")]
    [InlineData("""{"nodes": [1, null, {"kind": 3}, {"kind": "percent", "branches": 3}], "start": "x"}""")]
    public void Anything_else_is_refused_with_a_sentence(string json) => Read(json).Errors.ShouldNotBeEmpty();

    private static (JourneyDocument Document, IReadOnlyList<Kernel.FieldError> Errors) Read(string json)
    {
        using var parsed = JsonDocument.Parse(json);
        return JourneyReader.Read("j", parsed.RootElement);
    }

    private static string With(string path, string? value)
    {
        var root = JsonNode.Parse(Good)!;
        var parts = path.Split('.');
        var at = parts[..^1].Aggregate(root, (node, part) => int.TryParse(part, out var i) ? node[i]! : node[part]!);
        if (value is null)
        {
            at.AsObject().Remove(parts[^1]);
        }
        else
        {
            at[parts[^1]] = JsonNode.Parse(value);
        }

        return root.ToJsonString();
    }
}
