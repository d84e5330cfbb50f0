using System.Globalization;
using Zhike.Contracts.Http;
using Zhike.Customers.Identity.Reading;
using Zhike.Kernel;

namespace Zhike.Customers.Tests.Identity;

/// <summary>What people see of One-ID, and what they may decide.</summary>
public sealed class IdentityReadingTests
{
    private static readonly Viewer Head = new("wang.lan", OrgPath.Parse("/hq/").OrThrow(), "", false, "test");
    private static readonly Viewer Elsewhere = new("outlet.d02", OrgPath.Parse("/hq/other/d02/").OrThrow(), "", false, "test");

    [Fact]
    public async Task The_graph_names_every_identity_and_why_it_is_the_customers()
    {
        using var stage = await IdentityStage.NewAsync();
        await stage.SeenAsync("user_id:13912345678 customer_no:C1", "user_id:13912345678 anonymous_id:a-very-long-id");
        await stage.RunAsync();

        var graph = await stage.Get<IdentityQueries>().GraphAsync(Head, 1, CancellationToken.None);

        graph.Identities.Select(i => $"{i.KindZh} {i.Value} {i.Role}").ShouldBe(["匿名标识 a-v****id carrier", "客户号 C1 key", "手机银行用户号 139****78 key"], ignoreOrder: true);
        graph.Links.Select(l => $"{l.AKind} {l.BKind} {l.Rules[0]} {l.Times}").ShouldBe(["user_id customer_no declared 1", "user_id anonymous_id declared 1"]);
        graph.Changes.ShouldHaveSingleItem().What.ShouldBe("merged");
    }

    [Fact]
    public async Task A_customer_outside_the_scope_has_no_graph_and_no_suggestions()
    {
        using var stage = await IdentityStage.NewAsync();
        await stage.SeenAsync("customer_no:C1 phone_hash:p1");
        await stage.RunAsync();
        await stage.SeenAsync("customer_no:C2 phone_hash:p1");
        await stage.RunAsync();

        (await stage.Get<IdentityQueries>().GraphAsync(Elsewhere, 1, CancellationToken.None)).Identities.ShouldBeEmpty();
        (await stage.Get<IdentityQueries>().SuggestionsAsync(Elsewhere, First, CancellationToken.None)).Items.ShouldBeEmpty();
        (await stage.Get<IdentityQueries>().SuggestionsAsync(Head, First, CancellationToken.None)).Items.ShouldHaveSingleItem().What.ShouldBe("held");
    }

    [Fact]
    public async Task A_suggestion_that_a_person_confirms_is_followed_and_audited()
    {
        using var stage = await IdentityStage.NewAsync();
        await stage.SeenAsync("customer_no:C1 phone_hash:p1");
        await stage.RunAsync();
        await stage.SeenAsync("customer_no:C2 phone_hash:p1");
        await stage.RunAsync();
        var suggestion = (await stage.Get<IdentityQueries>().SuggestionsAsync(Head, First, CancellationToken.None)).Items.Single();
        suggestion.LimitKind.ShouldBe("customer");

        var request = new IdentityDecisionRequest(suggestion.A, suggestion.B, "together", "同一人两个客户号");
        (await stage.Get<IdentityDecisions>().DecideAsync(Head, "wang.lan", request, CancellationToken.None)).OrThrow();
        await stage.RunAsync();

        (await stage.WhoAsync("customer_no:C2")).ShouldBe("C1");
        (await stage.Get<IdentityQueries>().SuggestionsAsync(Head, First, CancellationToken.None)).Items.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_a_word_would_move_is_told_before_it_is_said()
    {
        using var stage = await IdentityStage.NewAsync();
        await stage.EventAsync("browse", "a2");
        await stage.SeenAsync("user_id:u2 customer_no:C2", "user_id:u2 anonymous_id:a2", "customer_no:C1 phone_hash:p1", "user_id:u1 customer_no:C1");
        await stage.RunAsync();
        await stage.SeenAsync("customer_no:C2 phone_hash:p1");
        await stage.RunAsync();
        var queries = stage.Get<IdentityQueries>();
        var held = (await queries.SuggestionsAsync(Head, First, CancellationToken.None)).Items.Single();

        var told = (await queries.ConsequencesAsync(Head, Number(held.A), Number(held.B), CancellationToken.None)).ShouldNotBeNull();

        told.Sides.Select(s => $"{s.CustomerNo} {s.Identities} {s.Events} {s.OwnEvents}").ShouldBe(["C1 3 0 0", "C2 3 1 0"]);
        (await queries.ConsequencesAsync(Elsewhere, Number(held.A), Number(held.B), CancellationToken.None)).ShouldBeNull();
        (await queries.GraphAsync(Head, 2, CancellationToken.None)).Identities.Single(i => i.Kind == "anonymous_id").Events.ShouldBe(1);
    }

    [Theory]
    [InlineData("x", "2", "apart", "why", "a")]
    [InlineData("1", "1", "apart", "why", "b")]
    [InlineData("1", "2", "perhaps", "why", "decision")]
    [InlineData("1", "2", "apart", " ", "reason")]
    public async Task A_malformed_decision_is_refused_with_its_field(string a, string b, string decision, string reason, string field)
    {
        using var stage = await IdentityStage.NewAsync();

        var decided = await stage.Get<IdentityDecisions>().DecideAsync(Head, "wang.lan", new IdentityDecisionRequest(a, b, decision, reason), CancellationToken.None);

        decided.Problem!.Errors.ShouldContain(e => e.Field == field);
    }

    [Fact]
    public async Task Identities_that_nobody_knows_cannot_be_decided_about()
    {
        using var stage = await IdentityStage.NewAsync();

        var decided = await stage.Get<IdentityDecisions>().DecideAsync(Head, "wang.lan", new IdentityDecisionRequest("1", "2", "apart", "why"), CancellationToken.None);

        decided.Problem!.Kind.ShouldBe(ProblemKind.NotFound);
    }

    private static ulong Number(string identity) => ulong.Parse(identity, CultureInfo.InvariantCulture);

    private static PageRequest First => PageRequest.From(1, 20).Value;
}
