namespace Zhike.Customers.Tests.Identity;

/// <summary>What a person decides goes over the rules, and can be taken back.</summary>
public sealed class UndoTests
{
    [Fact]
    public async Task A_link_put_apart_splits_the_person_and_takes_the_history_back()
    {
        using var stage = await IdentityStage.NewAsync();
        await stage.EventAsync("anonymous", "a1");
        await stage.SeenAsync("user_id:u1 customer_no:C1", "user_id:u1 anonymous_id:a1");
        await stage.RunAsync();
        await stage.EventAsync("live", "a1", "u1", customer: 1, by: "user_id:u1");
        (await stage.EventsAsync()).ShouldBe(["anonymous -", "anonymous C1", "live C1"]);

        await stage.DecideAsync("user_id:u1", "customer_no:C1", "apart");
        var run = await stage.RunAsync();

        run.EventsTaken.ShouldBe(2);
        (await stage.WhoAsync("user_id:u1")).ShouldBe("anonymous_id:a1+user_id:u1");
        (await stage.WhoAsync("customer_no:C1")).ShouldBe("C1");
        (await stage.EventsAsync()).ShouldBe(["anonymous -", "live -"]);
        (await stage.ChangesAsync()).ShouldContain(c => c.StartsWith("split ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_split_taken_back_restores_person_and_history()
    {
        using var stage = await IdentityStage.NewAsync();
        await stage.EventAsync("anonymous", "a1");
        await stage.SeenAsync("user_id:u1 customer_no:C1", "user_id:u1 anonymous_id:a1");
        await stage.RunAsync();
        await stage.DecideAsync("user_id:u1", "customer_no:C1", "apart");
        await stage.RunAsync();

        await stage.DecideAsync("user_id:u1", "customer_no:C1", "together");
        await stage.RunAsync();

        (await stage.WhoAsync("user_id:u1")).ShouldBe("C1");
        (await stage.EventsAsync()).ShouldBe(["anonymous -", "anonymous C1"]);
    }

    [Fact]
    public async Task Putting_one_link_apart_leaves_what_others_still_join()
    {
        using var stage = await IdentityStage.NewAsync();
        await stage.SeenAsync("user_id:u1 customer_no:C1", "user_id:u2 customer_no:C1", "user_id:u1 openid:o1", "user_id:u2 openid:o2");
        await stage.RunAsync();

        await stage.DecideAsync("user_id:u2", "customer_no:C1", "apart");
        await stage.RunAsync();

        (await stage.WhoAsync("openid:o1")).ShouldBe("C1");
        (await stage.WhoAsync("openid:o2")).ShouldBe("openid:o2+user_id:u2");
    }

    [Fact]
    public async Task A_suggestion_confirmed_merges_over_the_limit()
    {
        using var stage = await IdentityStage.NewAsync();
        await stage.SeenAsync("customer_no:C1 phone_hash:p1");
        await stage.RunAsync();
        await stage.SeenAsync("customer_no:C2 phone_hash:p1");
        await stage.RunAsync();

        await stage.DecideAsync("customer_no:C2", "phone_hash:p1", "together");
        await stage.RunAsync();

        (await stage.WhoAsync("customer_no:C2")).ShouldBe("C1");
    }

    [Fact]
    public async Task A_suggestion_refused_is_not_made_again()
    {
        using var stage = await IdentityStage.NewAsync();
        await stage.SeenAsync("customer_no:C1 phone_hash:p1");
        await stage.RunAsync();
        await stage.DecideAsync("customer_no:C2", "phone_hash:p1", "apart");
        await stage.SeenAsync("customer_no:C2 phone_hash:p1");

        (await stage.RunAsync()).Held.ShouldBe(0);
        (await stage.WhoAsync("phone_hash:p1")).ShouldBe("C1");
    }

    [Fact]
    public async Task A_device_put_apart_from_its_only_person_is_nobodys_again()
    {
        using var stage = await IdentityStage.NewAsync();
        await stage.EventAsync("browse", "a1");
        await stage.SeenAsync("user_id:u1 customer_no:C1", "user_id:u1 anonymous_id:a1");
        await stage.RunAsync();

        await stage.DecideAsync("user_id:u1", "anonymous_id:a1", "apart");
        await stage.RunAsync();

        (await stage.WhoAsync("anonymous_id:a1")).ShouldBe("anonymous_id:a1");
        (await stage.EventsAsync()).ShouldBe(["browse -"]);
    }
}
