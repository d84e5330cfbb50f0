using Microsoft.Extensions.DependencyInjection;
using Zhike.Contracts.Http;
using Zhike.Customers.Profiles;
using Zhike.Customers.Profiles.Behaviour;
using Zhike.Customers.Profiles.Head;
using Zhike.Customers.Profiles.Ledger;
using Zhike.Customers.Profiles.Profit;
using Zhike.Customers.Profiles.Stages;
using Zhike.Customers.Profiles.Wealth;
using Zhike.Kernel;
using Zhike.Storage.Audit;

namespace Zhike.Customers.Tests.Profiles;

public sealed class CustomerPortraitTests
{
    private static readonly PageRequest First = new(1, 50);
    private static readonly LedgerRequest Everything = new(null, null, null, null, null, null, null);

    [Fact]
    public async Task The_portrait_is_masked_and_ends_at_the_business_date()
    {
        var stage = await ProfileStage.NewAsync();

        var view = (await stage.Queries.ViewAsync(ProfileStage.Prague, 1, CancellationToken.None))!;
        var accounts = await stage.Queries.AccountsAsync(ProfileStage.Prague, 1, CancellationToken.None);
        var holdings = await stage.Queries.HoldingsAsync(ProfileStage.Prague, 1, CancellationToken.None);

        (view.Name, view.Phone, view.Balance, view.BirthDate).ShouldBe(("张*", "138****5678", 1_060m, new DateOnly(1970, 4, 1)));
        accounts.Select(a => (a.AccountNo, a.Role, a.Balance)).ShouldBe([("A11", "owner", (decimal?)60m), ("A12", "owner", 1_000m), ("A13", "authorised", null)]);
        holdings.Select(h => h.HoldingNo).ShouldBe(["loan:1", "order:1"]);
    }

    [Fact]
    public async Task Outside_the_scope_nobody_exists()
    {
        var stage = await ProfileStage.NewAsync();

        (await stage.Queries.ViewAsync(ProfileStage.South, 1, CancellationToken.None)).ShouldBeNull();
        (await stage.Queries.IsSeenAsync(ProfileStage.South, 1, CancellationToken.None)).ShouldBeFalse();
        (await stage.Queries.AccountsAsync(ProfileStage.South, 1, CancellationToken.None)).ShouldBeEmpty();
        (await stage.Queries.HoldingsAsync(ProfileStage.South, 1, CancellationToken.None)).ShouldBeEmpty();
        (await stage.Get<LedgerQuery>().FindAsync(ProfileStage.South, 1, Everything, First, CancellationToken.None)).Value.Total.ShouldBe(0);
        (await stage.Get<BehaviourQuery>().ReadAsync(ProfileStage.South, 1, null, First, CancellationToken.None)).Value.Total.ShouldBe(0);
        (await stage.Get<WealthQuery>().CourseAsync(ProfileStage.South, 1, CancellationToken.None)).ShouldBeEmpty();
        (await stage.Get<HeadQuery>().ReadAsync(ProfileStage.South, 1, CancellationToken.None)).ShouldBeNull();
        (await stage.Get<StageQuery>().HistoryAsync(ProfileStage.South, 1, CancellationToken.None)).ShouldBeEmpty();
        (await stage.Get<ProfitQuery>().ReadAsync(ProfileStage.South, 1, CancellationToken.None)).Total.ShouldBeNull();
        (await stage.Queries.FindAsync(ProfileStage.South, "C00000001", CancellationToken.None)).ShouldBe(0ul);
        (await stage.Queries.FindAsync(ProfileStage.Prague, "C00000001", CancellationToken.None)).ShouldBe(1ul);
    }

    [Fact]
    public async Task Unmasking_needs_a_permission_and_a_reason_and_is_recorded()
    {
        var stage = await ProfileStage.NewAsync();
        var unmasking = stage.Services.GetRequiredService<Unmasking>();
        var audit = stage.Services.GetRequiredService<AuditChain>();

        (await unmasking.RunAsync(new FakeViewer(false), 1, new UnmaskRequest("customer is calling"), CancellationToken.None)).Problem!.Kind.ShouldBe(ProblemKind.Forbidden);
        (await unmasking.RunAsync(new FakeViewer(true), 1, new UnmaskRequest(" "), CancellationToken.None)).Problem!.Errors.Single().Field.ShouldBe("reason");
        (await unmasking.RunAsync(new FakeViewer(true), 3, new UnmaskRequest("customer is calling"), CancellationToken.None)).Problem!.Kind.ShouldBe(ProblemKind.NotFound);
        (await audit.PageAsync(new AuditFilter(), 1, 10, CancellationToken.None)).Total.ShouldBe(0);

        var person = await unmasking.RunAsync(new FakeViewer(true), 1, new UnmaskRequest("customer is calling"), CancellationToken.None);

        person.Value.Phone.ShouldBe("13812345678");
        var line = (await audit.PageAsync(new AuditFilter(), 1, 10, CancellationToken.None)).Items.Single();
        (line.Actor, line.Action, line.Subject, line.Detail).ShouldBe(("b1", "customer_unmasked", "customer/1", "customer is calling"));
    }

    [Fact]
    public async Task The_home_page_counts_what_the_viewer_may_see()
    {
        var stage = await ProfileStage.NewAsync();
        var figures = stage.Services.GetRequiredService<IEnumerable<Contracts.Bank.IHomeFigures>>().OfType<ProfileFigures>().Single();

        (await figures.FiguresAsync(ProfileStage.HeadOffice, CancellationToken.None)).ShouldBe(
            new Dictionary<string, decimal> { ["customers"] = 3, ["new_customers_30d"] = 1, ["aum"] = 1_060m, ["transactions"] = 3 }, ignoreOrder: true);
        (await figures.FiguresAsync(ProfileStage.South, CancellationToken.None))["aum"].ShouldBe(0);
    }
}
