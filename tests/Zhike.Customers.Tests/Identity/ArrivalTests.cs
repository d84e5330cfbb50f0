namespace Zhike.Customers.Tests.Identity;

/// <summary>Identities that were heard before their customer was imported join when the customer arrives.</summary>
public sealed class ArrivalTests
{
    [Fact]
    public async Task A_user_id_that_is_a_customer_number_joins_when_its_customer_arrives()
    {
        using var stage = await IdentityStage.NewAsync();
        await stage.EventAsync("alone", "", "C9");
        await stage.EventAsync("browse", "a9");
        await stage.SeenAsync("user_id:C9 anonymous_id:a9");
        await stage.RunAsync();
        (await stage.WhoAsync("user_id:C9")).ShouldBe("anonymous_id:a9+user_id:C9");

        await stage.CustomerAsync(9);
        var run = await stage.RunAsync();

        run.EventsGiven.ShouldBe(2);
        (await stage.WhoAsync("user_id:C9")).ShouldBe("C9");
        (await stage.WhoAsync("anonymous_id:a9")).ShouldBe("C9");
        (await stage.EventsAsync()).ShouldBe(["alone -", "alone C9", "browse -", "browse C9"]);
        (await stage.ChangesAsync()).ShouldBe(["merged customer_no:C9 user_id:C9"]);
        (await stage.RunAsync()).EventsGiven.ShouldBe(0);
    }

    [Theory]
    [InlineData("app", true)]
    [InlineData("page", false)]
    public async Task An_event_under_a_customer_number_alone_is_theirs_when_they_arrive_if_its_source_may_name_customers(string source, bool isTheirs)
    {
        using var stage = await IdentityStage.NewAsync();
        await stage.EventAsync("paid", "", "C9", source: source);
        await stage.RunAsync();

        await stage.CustomerAsync(9);

        (await stage.RunAsync()).EventsGiven.ShouldBe(isTheirs ? 1 : 0);
        (await stage.EventsAsync()).ShouldBe(isTheirs ? ["paid -", "paid C9"] : ["paid -"]);
    }

    [Fact]
    public async Task A_phone_that_was_heard_before_its_customer_joins_when_their_data_arrives()
    {
        using var stage = await IdentityStage.NewAsync();
        await stage.SeenAsync("user_id:u9 phone_hash:p9");
        await stage.RunAsync();

        await stage.CustomerAsync(9);
        await stage.SecretsAsync(9, phoneHash: "p9");
        await stage.RunAsync();

        (await stage.WhoAsync("user_id:u9")).ShouldBe("C9");
    }

    [Fact]
    public async Task Customers_whose_import_goes_on_after_a_run_saw_its_first_rows_join_too()
    {
        using var stage = await IdentityStage.NewAsync();
        await stage.SeenAsync("user_id:u8 customer_no:C8", "user_id:u9 customer_no:C9");
        await stage.RunAsync();
        var began = stage.Clock.GetUtcNow();

        await stage.CustomerAsync(8, began);
        await stage.RunAsync();
        await stage.CustomerAsync(9, began);
        await stage.RunAsync();

        (await stage.WhoAsync("user_id:u8")).ShouldBe("C8");
        (await stage.WhoAsync("user_id:u9")).ShouldBe("C9");
    }

    [Fact]
    public async Task An_arrival_that_would_make_one_person_of_two_customers_waits_for_a_person()
    {
        using var stage = await IdentityStage.NewAsync();
        await stage.SeenAsync("user_id:C9 customer_no:C1");
        await stage.RunAsync();

        await stage.CustomerAsync(9);
        var run = await stage.RunAsync();

        run.Held.ShouldBe(1);
        (await stage.WhoAsync("user_id:C9")).ShouldBe("C1");
        (await stage.ChangesAsync()).ShouldContain("held customer_no:C9 user_id:C9 customer");
    }
}
