using System.Collections.Immutable;
using Microsoft.Extensions.DependencyInjection;
using Zhike.Contracts.Access;
using Zhike.Contracts.Customers;
using Zhike.Contracts.Http;
using Zhike.Contracts.Journeys;
using Zhike.Kernel;
using Zhike.Measurement.Reports;
using Zhike.Storage.Facts;
using Zhike.Testing;

namespace Zhike.Measurement.Tests.Reports;

/// <summary>Steps, contacts and outcomes in, figures and their customers out. The bank: customers 1 to 100 in the north, 101 to
/// 200 in the south; every fifth is held out; every fourth reached the goal.</summary>
public sealed class ReportTests
{
    private const string Seed =
        """
        INSERT INTO customer_versions (customer_id, customer_no, opened_on, outlet_id, org_path, manager_id, version)
        SELECT number + 1, concat('C', toString(number + 1)), '1994-01-01', if(number < 100, 'n', 's'), if(number < 100, '/hq/north/d01/', '/hq/south/d02/'), if(number % 2 = 0, 'm1', 'm2'), 1 FROM numbers(200);
        INSERT INTO outlet_versions (outlet_id, name, region, org_path, version) VALUES ('n', '北', 'north', '/hq/north/d01/', 1), ('s', '南', 'south', '/hq/south/d02/', 1);
        INSERT INTO journey_steps (run, journey_id, version, enrolment_id, customer_id, arm, node, step_id, from_step_id, from_node, entered_at, due_at)
        SELECT 'live', 'j', 1, number, number + 1, if(number % 5 = 0, 'holdout', 'contact'), if(number % 5 = 0, '$holdout', 'hello'), 1000 + number, 0, '', '1994-03-01 01:00:00', '1994-03-01 01:00:00' FROM numbers(200);
        INSERT INTO journey_steps (run, journey_id, version, enrolment_id, customer_id, arm, node, step_id, from_step_id, from_node, entered_at, due_at)
        SELECT 'live', 'j', 1, number, number + 1, 'contact', 'wait', 2000 + number, 1000 + number, 'hello', '1994-03-01 01:00:00', '1994-03-05 01:00:00' FROM numbers(200) WHERE number % 5 != 0;
        INSERT INTO journey_steps (run, journey_id, version, enrolment_id, customer_id, arm, node, step_id, from_step_id, from_node, entered_at, due_at, terminal, outcome)
        SELECT 'live', 'j', 1, number, number + 1, if(number % 5 = 0, 'holdout', 'contact'), '$goal', 3000 + number, if(number % 5 = 0, 1000, 2000) + number, if(number % 5 = 0, '$holdout', 'wait'), '1994-03-02 20:00:00', '1994-03-05 01:00:00', true, 'goal' FROM numbers(200) WHERE number % 4 = 0;
        INSERT INTO contacts (run, contact_id, journey_id, version, enrolment_id, customer_id, node, channel, template, decision, decided_at, not_before)
        SELECT 'live', 1000 + number, 'j', 1, number, number + 1, 'hello', if(number % 5 = 1, 'work_order', 'sms'), 'hello', if(number % 5 = 2, 'no_consent', 'planned'), '1994-03-01 01:00:00', '1994-03-01 01:00:00' FROM numbers(200) WHERE number % 5 != 0;
        INSERT INTO outcomes (run, contact_id, customer_id, journey_id, outcome, happened_at)
        SELECT 'live', contact_id, customer_id, 'j', arrayJoin(if(channel = 'sms', ['sent', 'delivered', 'delivered'], ['opened', 'accepted'])), '1994-03-01 02:00:00' FROM contacts WHERE decision = 'planned';
        INSERT INTO outcomes (run, contact_id, customer_id, journey_id, outcome, label, happened_at)
        SELECT 'live', contact_id, customer_id, 'j', 'done', 'interested', '1994-03-02 02:00:00' FROM contacts WHERE channel = 'work_order' AND customer_id <= 100;
        """;

    private static readonly Viewer HeadOffice = new("wang.lan", OrgPath.Of("/hq/"), "", false, "test");
    private static readonly Viewer North = HeadOffice with { Scope = OrgPath.Of("/hq/north/") };

    [Fact]
    public async Task The_report_counts_what_was_stored()
    {
        var (report, _) = await OpenAsync();
        var found = (await report.RunAsync(HeadOffice, "j", "live", CancellationToken.None)).OrThrow();

        (found.Entered, found.HeldOut).ShouldBe((200, 40));
        found.Goal.Contact.ShouldBe(new ArmFigures(160, 40, 0.25));
        found.Goal.Holdout.ShouldBe(new ArmFigures(40, 10, 0.25));
        found.Goal.Difference.ShouldBe(0);
        found.Goal.Shown.ShouldBeFalse();
        var sms = found.ContactedByChannel.ShouldHaveSingleItem();
        (sms.Channel, sms.Planned, sms.Sent, sms.Delivered).ShouldBe(("sms", 80, 80, 80));
        sms.NotContacted.ShouldBe(new Dictionary<string, long> { ["no_consent"] = 40 });
        found.Delivered.ShouldBe(80);
        (found.WorkOrders.Opened, found.WorkOrders.Accepted, found.WorkOrders.Done, found.WorkOrders.Open).ShouldBe((40, 40, 20, 20));
        found.Funnel.Select(f => (f.Node, f.Entered, f.Left)).ShouldBe([("hello", 160, 160), ("wait", 160, 40)]);
        found.Checks.Srm.Ok.ShouldBeTrue();
        found.Checks.Srm.ExpectedHoldoutPercent.ShouldBe(20);
        found.AaCheck.ShouldBeNull();

        // 20:00 UTC is the next day in Shanghai.
        found.Series.ShouldBe([new ReportDay(new DateOnly(1994, 3, 1), 200, 0, 0), new ReportDay(new DateOnly(1994, 3, 3), 0, 40, 10)]);
    }

    [Theory]
    [InlineData("/hq/", "", 200)]
    [InlineData("/hq/north/", "", 100)]
    [InlineData("/hq/north/d01/", "m1", 50)]
    [InlineData("/hq/west/", "", 0)]
    public async Task A_viewer_sees_the_figures_of_their_own_customers(string scope, string manager, long entered)
    {
        var (report, people) = await OpenAsync();
        var viewer = HeadOffice with { Scope = OrgPath.Of(scope), Manager = manager };
        (await report.RunAsync(viewer, "j", "live", CancellationToken.None)).OrThrow().Entered.ShouldBe(entered);
        (await PeopleAsync(people, viewer, "entered")).Total.ShouldBe(entered);
    }

    [Theory]
    [InlineData("entered", "", "", "", "", 100)]
    [InlineData("entered", "holdout", "", "", "", 20)]
    [InlineData("goals", "contact", "", "", "", 20)]
    [InlineData("goals", "holdout", "", "", "", 5)]
    [InlineData("window_over", "", "", "", "", 0)]
    [InlineData("node", "", "", "", "hello", 80)]
    [InlineData("left", "", "", "", "wait", 20)]
    [InlineData("planned", "", "sms", "", "", 40)]
    [InlineData("planned", "holdout", "", "", "", 0)]
    [InlineData("refused", "", "", "", "", 20)]
    [InlineData("refused", "", "sms", "cap", "", 0)]
    [InlineData("delivered", "", "sms", "", "", 40)]
    [InlineData("accepted", "", "work_order", "", "", 20)]
    [InlineData("done", "", "", "", "", 20)]
    public async Task Every_number_opens_to_its_customers(string measure, string arm, string channel, string decision, string node, long total)
    {
        var (_, people) = await OpenAsync();
        var found = await PeopleAsync(people, North, measure, arm, channel, decision, node);
        found.Total.ShouldBe(total);
        found.Items.Count.ShouldBe((int)Math.Min(30, total));
        found.Items.ShouldAllBe(p => p.CustomerId <= 100 && p.Name == "张*" && p.OutletName == "北");
    }

    [Fact]
    public async Task A_question_that_is_none_is_refused_with_its_field()
    {
        var (report, people) = await OpenAsync();
        var page = PageRequest.From(1, 30).OrThrow();
        (await people.RunAsync(North, new PeopleQuestion("j", "live", "everybody", "both", "", "", ""), page, CancellationToken.None))
            .Problem!.Errors.Select(e => e.Field).ShouldBe(["measure", "arm"]);
        (await people.RunAsync(North, new PeopleQuestion("j", "live", "node", "", "", "", ""), page, CancellationToken.None))
            .Problem!.Errors.Select(e => e.Field).ShouldBe(["node"]);
        (await report.RunAsync(North, "unknown", "live", CancellationToken.None)).Problem!.Kind.ShouldBe(ProblemKind.NotFound);
    }

    [Fact]
    public async Task A_replay_carries_its_check_and_a_run_without_rows_its_words()
    {
        var (report, _) = await OpenAsync();
        var found = (await report.RunAsync(HeadOffice, "j", "rehearsal", CancellationToken.None)).OrThrow();
        found.Entered.ShouldBe(0);
        found.Goal.Difference.ShouldBeNull();
        found.Goal.WordsEn.ShouldBe("Nobody has entered yet.");
        found.AaCheck!.IsAa.ShouldBeTrue();
    }

    private static async Task<Page<ReportPerson>> PeopleAsync(
        PeopleQuery people, Viewer viewer, string measure, string arm = "", string channel = "", string decision = "", string node = "") =>
        (await people.RunAsync(viewer, new PeopleQuestion("j", "live", measure, arm, channel, decision, node), PageRequest.From(1, 30).OrThrow(), CancellationToken.None)).OrThrow();

    private static async Task<(ReportQuery Report, PeopleQuery People)> OpenAsync()
    {
        var services = await TestServices.NewAsync(typeof(MeasurementModule).Assembly);
        services.AddSingleton<IJourneyOutlines, OneJourney>();
        services.AddSingleton<IPersonalData, MaskedNames>();
        services.AddSingleton<IStaffNames, OnesOwn>();
        services.AddMeasurement();
        var provider = services.BuildServiceProvider();
        await provider.GetRequiredService<IFacts>().RunAsync(Seed);
        return (provider.GetRequiredService<ReportQuery>(), provider.GetRequiredService<PeopleQuery>());
    }

    private sealed class OneJourney : IJourneyOutlines
    {
        public Task<JourneyOutline?> FindAsync(string journeyKey, string run, CancellationToken cancel) => Task.FromResult(journeyKey != "j" ? null : new JourneyOutline(
            "j", "旅程", "Journey", "购买", "Bought", 30, ImmutableSortedDictionary<int, decimal>.Empty.Add(1, 20m),
            [new NodeOutline("hello", "send", "问候", "Hello"), new NodeOutline("wait", "wait", "等待", "Wait")], null, null));
    }

    private sealed class OnesOwn : IStaffNames
    {
        public Task<IReadOnlyDictionary<string, string>> NamesAsync(IReadOnlyCollection<string> staff, CancellationToken cancel) =>
            Task.FromResult<IReadOnlyDictionary<string, string>>(new Dictionary<string, string> { ["m1"] = "陈经理" });
    }

    private sealed class MaskedNames : IPersonalData
    {
        public Task<IReadOnlyDictionary<ulong, PersonalData>> ReadAsync(Viewer viewer, IReadOnlyCollection<ulong> customerIds, CancellationToken cancel) =>
            Task.FromResult<IReadOnlyDictionary<ulong, PersonalData>>(customerIds.ToDictionary(id => id, _ => new PersonalData(viewer.MaySeePersonalData ? "张三" : "张*", "", "", "", "")));

        public Task<IReadOnlyDictionary<ulong, PersonalData>> ReadForDeliveryAsync(IReadOnlyCollection<ulong> customerIds, CancellationToken cancel) =>
            throw new InvalidOperationException("A report delivers nothing.");
    }
}
