namespace Zhike.Customers.Tests.Profiles;

public sealed class CustomerListTests
{
    [Fact]
    public async Task A_list_holds_the_customers_of_the_viewers_place_who_are_customers_already()
    {
        var stage = await ProfileStage.NewAsync();

        (await stage.ListAsync(ProfileStage.HeadOffice)).Value.Items.Select(r => r.CustomerId).ShouldBe([1ul, 2, 3]);
        (await stage.ListAsync(ProfileStage.Prague)).Value.Items.Select(r => r.CustomerId).ShouldBe([1ul, 2]);
        (await stage.ListAsync(ProfileStage.ManagerOne)).Value.Total.ShouldBe(1);
        (await stage.ListAsync(ProfileStage.HeadOffice, sort: "newest")).Value.Items.Select(r => r.CustomerId).ShouldBe([2ul, 1, 3]);
    }

    [Fact]
    public async Task A_row_shows_masked_name_age_balance_and_who_owns_the_customer()
    {
        var stage = await ProfileStage.NewAsync();

        var row = (await stage.ListAsync(ProfileStage.ManagerOne)).Value.Items.Single();

        (row.Name, row.Age, row.Balance, row.OutletName, row.ManagerName).ShouldBe(("张*", 23L, 1_060m, "一号支行", "陈经理"));
        (await stage.ListAsync(ProfileStage.HeadOffice, q: "C00000002")).Value.Items.Single().Age.ShouldBeNull();
    }

    [Theory]
    [InlineData("C00000001", new ulong[] { 1 })]
    [InlineData("138 1234 5678", new ulong[] { 1 })]
    [InlineData("+8613812345678", new ulong[] { 1 })]
    [InlineData("张伟", new ulong[] { 1, 3 })]
    [InlineData("ZHANG@example.com", new ulong[] { 1 })]
    [InlineData("110101197004011234", new ulong[] { 1 })]
    [InlineData("张", new ulong[] { })]
    [InlineData("' OR 1 = 1 --", new ulong[] { })]
    public async Task People_are_found_by_a_whole_number_phone_or_name(string typed, ulong[] found)
    {
        var stage = await ProfileStage.NewAsync();

        (await stage.ListAsync(ProfileStage.HeadOffice, q: typed)).Value.Items.Select(r => r.CustomerId).ShouldBe(found);
    }

    [Fact]
    public async Task A_search_does_not_reach_beyond_the_scope()
    {
        var stage = await ProfileStage.NewAsync();

        (await stage.ListAsync(ProfileStage.South, q: "张伟")).Value.Items.Select(r => r.CustomerId).ShouldBe([3ul]);
        (await stage.ListAsync(ProfileStage.South, q: "C00000001")).Value.Total.ShouldBe(0);
    }

    [Fact]
    public async Task Outlet_and_segment_filter()
    {
        var stage = await ProfileStage.NewAsync();

        (await stage.ListAsync(ProfileStage.HeadOffice, outlet: "d20")).Value.Items.Select(r => r.CustomerId).ShouldBe([3ul]);
        (await stage.ListAsync(ProfileStage.HeadOffice, outlet: "/hq/prague/")).Value.Total.ShouldBe(2);
        (await stage.ListAsync(ProfileStage.HeadOffice, segment: "rich")).Value.Items.Select(r => r.CustomerId).ShouldBe([1ul]);
    }

    [Fact]
    public async Task Every_wrong_filter_is_named_at_once()
    {
        var stage = await ProfileStage.NewAsync();

        var refused = await stage.ListAsync(ProfileStage.HeadOffice, new string('x', 101), segment: "nobody", sort: "random", tags: ("no_such_tag", "1"));

        refused.Problem!.Errors.Select(e => e.Field).ShouldBe(["q", "sort", "tag.no_such_tag", "segment"]);
    }
}
