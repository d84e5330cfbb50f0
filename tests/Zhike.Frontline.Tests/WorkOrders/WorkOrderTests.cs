using Zhike.Contracts.Http;
using Zhike.Frontline.Opening;
using Zhike.Frontline.Tests.World;
using Zhike.Frontline.WorkOrders;
using Zhike.Kernel;

namespace Zhike.Frontline.Tests.WorkOrders;

/// <summary>From a planned contact to a reported order, by the people who may.</summary>
public sealed class WorkOrderTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgresql")]
    public async Task An_order_goes_from_a_planned_contact_to_a_report_that_everybody_sees(string store)
    {
        using var world = await FrontlineWorld.NewAsync(store);
        await world.PlanAsync(1, 2);

        (await world.Orders.OpenAsync(None)).ShouldBe(2);
        (await world.Orders.OpenAsync(None)).ShouldBe(0);
        var accepted = (await world.Desk.AcceptAsync(FrontlineWorld.Manager, "1001", new AcceptRequest(null), None)).OrThrow();
        (await world.Desk.ReportAsync(FrontlineWorld.Manager, "1001", new ReportRequest("interested", "周三上午来网点", accepted), None)).Ok.ShouldBeTrue();
        await world.Orders.AdvanceAsync(None);

        (await world.OutcomesAsync()).ShouldBe(["1001 accepted", "1001 done interested", "1001 opened work_order", "1002 opened work_order"]);
        (await world.EventsAsync()).ShouldBe(["1 work_order_accepted", "1 work_order_opened", "1 work_order_reported", "2 work_order_opened"]);
        var order = (await world.Queries.OneAsync(FrontlineWorld.Manager, "1001", None)).OrThrow();
        (order.Status, order.Label, order.Note).ShouldBe(("done", "interested", "周三上午来网点"));
    }

    [Fact]
    public async Task An_order_says_who_why_and_what_to_say()
    {
        using var world = await FrontlineWorld.NewAsync();
        await world.PlanAsync(1, 1);
        await world.Orders.OpenAsync(None);

        var order = (await world.Queries.OneAsync(FrontlineWorld.Manager, "1001", None)).OrThrow();

        (order.CustomerName, order.CustomerNo, order.Phone, order.ManagerName, order.OutletName).ShouldBe(("王*", "C00000001", "138****0001", "经理m0101", "布拉格一区"));
        (order.SellingPoint, order.Script, order.DueOn).ShouldBe(("新客", "您好", new DateOnly(1994, 4, 5)));
        order.Reasons.Select(r => r.Zh).ShouldBe(
            ["来自策略“新客百日”，进入后第31天", "属于客群“新客户”", "满足：活期余额不低于50,000", "目前：开户月数 2，活期余额 52,300.00"]);
        order.Reasons.Select(r => r.En).ShouldBe(
            ["From the strategy “First hundred days”, day 31", "Belongs to the segment “New customers”", "Because: Balance is at least 50,000", "Now: Months 2, Balance 52,300.00"]);
    }

    /// <summary>Who sees order 1001 (of manager m0101) and order 1011 (of nobody, in the pool of outlet d01).</summary>
    [Theory]
    [InlineData("Manager", true, true)]
    [InlineData("OtherManager", false, true)]
    [InlineData("OutletHead", true, true)]
    [InlineData("OtherOutletHead", false, false)]
    public async Task Everybody_sees_their_own_and_nobody_elses(string who, bool own, bool pool)
    {
        using var world = await FrontlineWorld.NewAsync();
        await world.PlanAsync(1, 1);
        await world.PlanAsync(11, 11);
        await world.Orders.OpenAsync(None);
        var viewer = (Viewer)typeof(FrontlineWorld).GetProperty(who)!.GetValue(null)!;

        (await world.Queries.OneAsync(viewer, "1001", None)).Ok.ShouldBe(own);
        (await world.Queries.OneAsync(viewer, "1011", None)).Ok.ShouldBe(pool);
        (await world.Queries.PageAsync(viewer, null, null, new PageRequest(1, 50), None)).OrThrow().Total.ShouldBe((own ? 1 : 0) + (pool ? 1 : 0));
        if (!own)
        {
            (await world.Desk.AcceptAsync(viewer, "1001", new AcceptRequest(null), None)).Problem!.Code.ShouldBe("not_found");
        }
    }

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgresql")]
    public async Task Of_two_managers_who_accept_at_once_one_wins_and_the_other_hears_who(string store)
    {
        using var world = await FrontlineWorld.NewAsync(store);
        await world.PlanAsync(11, 30);
        await world.Orders.OpenAsync(None);
        for (var id = 1011; id <= 1030; id++)
        {
            var key = id.ToString(System.Globalization.CultureInfo.InvariantCulture);
            var answers = await Task.WhenAll(
                Task.Run(() => world.Desk.AcceptAsync(FrontlineWorld.Manager, key, new AcceptRequest(null), None)),
                Task.Run(() => world.Desk.AcceptAsync(FrontlineWorld.OtherManager, key, new AcceptRequest(null), None)));

            answers.Count(a => a.Ok).ShouldBe(1);
            // The order is the winner's by then, so that it may be out of the other's sight already.
            answers.Single(a => !a.Ok).Problem!.Code.ShouldBeOneOf("already_accepted", "not_found");
        }

        await world.Orders.AdvanceAsync(None);
        (await world.OutcomesAsync()).Count(o => o.Contains("accepted", StringComparison.Ordinal)).ShouldBe(20);
    }

    /// <summary>Each row is a step that is refused, and its code.</summary>
    [Theory]
    [InlineData("report before accept", "not_accepted")]
    [InlineData("report by another", "accepted_by_another")]
    [InlineData("report twice", "already_done")]
    [InlineData("report on an old revision", "changed_meanwhile")]
    [InlineData("unknown label", "invalid")]
    [InlineData("accept by another", "already_accepted")]
    [InlineData("accept too late", "expired")]
    public async Task A_step_out_of_turn_is_refused_with_a_stable_code(string step, string code)
    {
        using var world = await FrontlineWorld.NewAsync();
        await world.PlanAsync(1, 1);
        await world.Orders.OpenAsync(None);
        var (me, head, desk) = (FrontlineWorld.Manager, FrontlineWorld.OutletHead, world.Desk);
        async Task<long> AcceptAsync() => (await desk.AcceptAsync(me, "1001", new AcceptRequest(null), None)).OrThrow();
        Task<Result<long>> ReportAsync(Viewer by, long revision, string label = "interested") => desk.ReportAsync(by, "1001", new ReportRequest(label, null, revision), None);

        var refused = step switch
        {
            "report before accept" => await ReportAsync(me, 1),
            "report by another" => await ReportAsync(head, await AcceptAsync()),
            "report twice" => await ReportAsync(me, (await ReportAsync(me, await AcceptAsync())).OrThrow()),
            "report on an old revision" => await ReportAsync(me, await AcceptAsync() - 1),
            "unknown label" => await ReportAsync(me, await AcceptAsync(), "sehr gut"),
            "accept by another" => await desk.AcceptAsync(head, "1001", new AcceptRequest(await AcceptAsync()), None),
            _ => await LateAsync(),
        };

        refused.Problem!.Code.ShouldBe(code);

        async Task<Result<long>> LateAsync()
        {
            world.Clock.Advance(TimeSpan.FromDays(10));
            return await desk.AcceptAsync(me, "1001", new AcceptRequest(null), None);
        }
    }

    [Fact]
    public async Task Do_not_disturb_withdraws_every_consent()
    {
        using var world = await FrontlineWorld.NewAsync();
        await world.PlanAsync(1, 1);
        await world.Orders.OpenAsync(None);
        var revision = (await world.Desk.AcceptAsync(FrontlineWorld.Manager, "1001", new AcceptRequest(null), None)).OrThrow();
        (await world.Desk.ReportAsync(FrontlineWorld.Manager, "1001", new ReportRequest("do_not_disturb", "", revision), None)).OrThrow();
        await world.Orders.AdvanceAsync(None);

        (await world.TextsAsync("SELECT concat(channel, ' ', toString(granted)) AS c FROM consents WHERE customer_id = 1 ORDER BY c"))
            .ShouldBe(["all false", "call false", "email false", "in_app false", "push false", "sms false", "wecom false", "work_order false"]);
    }

    [Fact]
    public async Task What_nobody_finished_in_time_expires_once()
    {
        using var world = await FrontlineWorld.NewAsync();
        await world.PlanAsync(1, 3, dueDays: 2);
        await world.Orders.OpenAsync(None);
        await world.Desk.AcceptAsync(FrontlineWorld.Manager, "1002", new AcceptRequest(null), None);

        world.Clock.Set(new DateTimeOffset(1994, 4, 2, 15, 59, 59, TimeSpan.Zero)); // the last second of 2 April in Shanghai
        await world.Orders.AdvanceAsync(None);
        (await world.OutcomesAsync()).ShouldNotContain("1001 expired");

        world.Clock.Advance(TimeSpan.FromSeconds(1));
        await world.Orders.AdvanceAsync(None);
        await world.Orders.AdvanceAsync(None);
        (await world.OutcomesAsync()).Count(o => o.EndsWith("expired", StringComparison.Ordinal)).ShouldBe(3);
    }

    /// <summary>A process that ends between any two steps of the opening goes on without a second order or event.</summary>
    [Theory]
    [InlineData("added")]
    [InlineData("marked")]
    public async Task Opening_survives_a_crash_after(string step)
    {
        using var world = await FrontlineWorld.NewAsync();
        await world.PlanAsync(1, 5);
        var opening = world.Get<OpenWorkOrders>();
        opening.AtStep = at => _ = at == step ? throw new InvalidOperationException("crash") : 0;
        await Should.ThrowAsync<InvalidOperationException>(() => world.Orders.OpenAsync(None));

        opening.AtStep = _ => { };
        await world.Orders.OpenAsync(None);
        await world.Orders.AdvanceAsync(None);

        (await world.OutcomesAsync()).Count.ShouldBe(5);
        (await world.EventsAsync()).Count.ShouldBe(5);
        (await world.Queries.PageAsync(FrontlineWorld.OutletHead, "open", null, new PageRequest(1, 50), None)).OrThrow().Total.ShouldBe(5);
    }
}
