namespace Zhike.Customers.Tests.Identity;

/// <summary>Who is who, from evidence alone.</summary>
public sealed class IdentityRunTests
{
    [Fact]
    public async Task A_key_that_is_linked_to_a_customer_number_is_that_customer()
    {
        using var stage = await IdentityStage.NewAsync();
        await stage.SeenAsync("user_id:u1 customer_no:C1", "user_id:u1 openid:o1");

        var run = await stage.RunAsync();

        (await stage.WhoAsync("user_id:u1")).ShouldBe("C1");
        (await stage.WhoAsync("openid:o1")).ShouldBe("C1");
        run.Merged.ShouldBe(2);
        (await stage.ChangesAsync()).ShouldBe(["merged user_id:u1 customer_no:C1", "merged user_id:u1 openid:o1"]);
    }

    [Fact]
    public async Task A_run_without_anything_new_does_nothing()
    {
        using var stage = await IdentityStage.NewAsync();
        await stage.SeenAsync("user_id:u1 customer_no:C1");
        await stage.RunAsync();

        (await stage.RunAsync()).ShouldBe(Contracts.Customers.IdentityRunResult.Nothing);
    }

    [Fact]
    public async Task People_who_are_no_customers_are_persons_too_and_become_the_customer_later()
    {
        using var stage = await IdentityStage.NewAsync();
        await stage.SeenAsync("user_id:u1 phone_hash:p1", "user_id:u2 phone_hash:p1");
        await stage.RunAsync();
        (await stage.WhoAsync("user_id:u2")).ShouldBe("phone_hash:p1+user_id:u1+user_id:u2");

        await stage.SeenAsync("user_id:u2 customer_no:C2");
        await stage.RunAsync();

        (await stage.WhoAsync("user_id:u1")).ShouldBe("C2");
        (await stage.WhoAsync("phone_hash:p1")).ShouldBe("C2");
    }

    [Fact]
    public async Task A_customer_number_heard_before_its_customer_arrives_joins_when_it_does()
    {
        using var stage = await IdentityStage.NewAsync();
        await stage.SeenAsync("user_id:u9 customer_no:C9");
        await stage.RunAsync();
        (await stage.WhoAsync("user_id:u9")).ShouldBe("customer_no:C9+user_id:u9");

        await stage.CustomerAsync(9);
        await stage.RunAsync();

        (await stage.WhoAsync("user_id:u9")).ShouldBe("C9");
    }

    [Fact]
    public async Task A_phone_that_two_customers_share_merges_nobody_and_is_asked_about()
    {
        using var stage = await IdentityStage.NewAsync();
        await stage.SeenAsync("customer_no:C1 phone_hash:p1");
        await stage.RunAsync();
        await stage.SeenAsync("customer_no:C2 phone_hash:p1");

        var run = await stage.RunAsync();

        run.Held.ShouldBe(1);
        (await stage.WhoAsync("customer_no:C1")).ShouldBe("C1");
        (await stage.WhoAsync("customer_no:C2")).ShouldBe("C2");
        (await stage.WhoAsync("phone_hash:p1")).ShouldBe("C1");
        (await stage.ChangesAsync()).ShouldContain("held customer_no:C2 phone_hash:p1 customer");
    }

    [Fact]
    public async Task A_person_with_more_app_users_than_the_rules_allow_is_not_made()
    {
        using var stage = await IdentityStage.NewAsync();
        await stage.SeenAsync("user_id:a card_hash:k", "user_id:b card_hash:k", "user_id:c card_hash:k", "user_id:d card_hash:k");

        var run = await stage.RunAsync();

        run.Merged.ShouldBe(0);
        (await stage.WhoAsync("user_id:a")).ShouldBe("user_id:a");
        (await stage.ChangesAsync()).ShouldAllBe(c => c.EndsWith(" user_id", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("null")]
    [InlineData("Undefined")]
    [InlineData("0000")]
    [InlineData("-1")]
    [InlineData("xxxxxx")]
    public async Task A_value_that_means_nothing_links_nobody(string value)
    {
        using var stage = await IdentityStage.NewAsync();
        await stage.SeenAsync($"user_id:u1 openid:{value}", $"user_id:u2 openid:{value}");

        (await stage.RunAsync()).Links.ShouldBe(0);
        (await stage.WhoAsync("user_id:u1")).ShouldBe("nobody");
    }

    [Fact]
    public async Task A_test_phone_links_nobody()
    {
        using var stage = await IdentityStage.NewAsync();
        await stage.SeenAsync("user_id:u1 phone_hash:Phone-of-13800138000", "user_id:u2 phone_hash:Phone-of-13800138000");

        (await stage.RunAsync()).Links.ShouldBe(0);
    }

    [Fact]
    public async Task A_weak_key_only_suggests()
    {
        using var stage = await IdentityStage.NewAsync();
        await stage.SeenAsync("user_id:u1 email_hash:e1", "user_id:u2 email_hash:e1");

        await stage.RunAsync();

        (await stage.WhoAsync("user_id:u1")).ShouldBe("user_id:u1");
        (await stage.ChangesAsync()).ShouldAllBe(c => c.StartsWith("hinted", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_shared_device_belongs_to_the_first_person_until_the_second_and_merges_nobody()
    {
        using var stage = await IdentityStage.NewAsync();
        await stage.EventAsync("before", "tablet");
        await stage.SeenAsync("user_id:u1 customer_no:C1", "user_id:u1 anonymous_id:tablet");
        await stage.EventAsync("between", "tablet");
        await stage.SeenAsync("user_id:u2 customer_no:C2", "user_id:u2 anonymous_id:tablet");
        await stage.EventAsync("after", "tablet");

        await stage.RunAsync();

        (await stage.WhoAsync("user_id:u1")).ShouldBe("C1");
        (await stage.WhoAsync("user_id:u2")).ShouldBe("C2");
        (await stage.EventsAsync()).ShouldBe(["after -", "before -", "before C1", "between -", "between C1"]);
    }

    [Fact]
    public async Task Anonymous_history_joins_the_person_at_sign_in_once_however_often_the_run_looks()
    {
        using var stage = await IdentityStage.NewAsync();
        await stage.EventAsync("browse", "a1");
        await stage.EventAsync("other", "a2");
        await stage.SeenAsync("user_id:u1 anonymous_id:a1", "user_id:u1 customer_no:C1");

        (await stage.RunAsync()).EventsGiven.ShouldBe(1);
        await stage.SeenAsync("user_id:u1 openid:o1");
        (await stage.RunAsync()).EventsGiven.ShouldBe(0);

        (await stage.EventsAsync()).ShouldBe(["browse -", "browse C1", "other -"]);
    }

    [Fact]
    public async Task An_event_that_was_on_its_way_while_a_run_looked_is_given_a_little_later()
    {
        using var stage = await IdentityStage.NewAsync();
        await stage.SeenAsync("user_id:u1 anonymous_id:a1", "user_id:u1 customer_no:C1");
        await stage.RunAsync();
        await stage.EventAsync("late", "a1");

        (await stage.RunAsync()).EventsGiven.ShouldBe(1);

        (await stage.EventsAsync()).ShouldBe(["late -", "late C1"]);
        (await stage.RunAsync()).ShouldBe(Contracts.Customers.IdentityRunResult.Nothing);
    }

    [Fact]
    public async Task Evidence_in_any_order_and_in_any_number_of_runs_makes_the_same_persons()
    {
        string[] links = ["user_id:u1 customer_no:C1", "user_id:u1 phone_hash:p1", "user_id:u2 phone_hash:p1", "user_id:u3 openid:o3", "user_id:u2 openid:o3", "user_id:u4 customer_no:C2"];
        foreach (var order in (int[][])[[0, 1, 2, 3, 4, 5], [5, 4, 3, 2, 1, 0], [2, 4, 0, 5, 3, 1]])
        {
            foreach (var together in (bool[])[true, false])
            {
                using var stage = await IdentityStage.NewAsync();
                foreach (var i in order)
                {
                    await stage.SeenAsync(links[i]);
                    if (!together)
                    {
                        await stage.RunAsync();
                    }
                }

                await stage.RunAsync();
                (await stage.WhoAsync("user_id:u3")).ShouldBe("C1");
                (await stage.WhoAsync("user_id:u4")).ShouldBe("C2");
            }
        }
    }
}
