using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Zhike.Contracts.Customers;
using Zhike.Contracts.Http;
using Zhike.Customers.PersonalData;
using Zhike.Customers.Rights;
using Zhike.Customers.Tests.Spreadsheets;
using Zhike.Customers.Suppression;
using Zhike.Customers.Tests.Profiles;
using Zhike.Customers.Tests.Suppression;
using Zhike.Kernel;
using Zhike.Kernel.Calendar;
using Zhike.Testing;

namespace Zhike.Customers.Tests.Rights;

public sealed class RequestTests
{
    private static readonly Officer Zhao = new("zhao");

    [Theory]
    [InlineData("1994-03-31", 15, true, "1994-04-21")]
    [InlineData("1994-04-01", 1, true, "1994-04-04")]
    [InlineData("1994-04-02", 1, true, "1994-04-04")]
    [InlineData("1994-03-31", 5, true, "1994-04-07")]
    [InlineData("1994-09-29", 1, true, "1994-09-30")]
    [InlineData("1994-09-30", 1, true, "1994-10-03")]
    [InlineData("2009-09-30", 1, true, "2009-10-05")]
    [InlineData("1994-03-31", 15, false, "1994-04-15")]
    public void The_last_day_for_an_answer_is_counted_from_the_day_after(string received, int days, bool working, string due) =>
        RequestTerm.LastDay(Day(received), days, working ? WorkingDays.Statutory : null).ShouldBe(Day(due));

    [Fact]
    public async Task A_request_goes_its_legal_way_and_says_which_steps_there_are()
    {
        var stage = await SuppressionTests.NewAsync();
        var desk = stage.Services.GetRequiredService<RequestDesk>();
        var request = (await desk.ReceiveAsync(Zhao, new NewRequest("C00000001", "access", null, "counter", "想看看"), CancellationToken.None)).Value;

        (request.State, request.DueOn, request.Overdue).ShouldBe(("received", new DateOnly(1994, 4, 21), false));
        (await Step(desk, request.Id, "finish")).Problem!.Code.ShouldBe("wrong_step");
        (await Step(desk, request.Id, "verify")).Value.Request.State.ShouldBe("verified");
        (await desk.StepAsync(Zhao, request.Id, new StepRequest("start", "", request.Revision), CancellationToken.None)).Problem!.Code.ShouldBe("changed_meanwhile");
        (await Step(desk, request.Id, "start")).Value.Steps.ShouldBe(["finish", "refuse", "withdraw"]);
        (await Step(desk, request.Id, "finish")).Problem!.Code.ShouldBe("not_done_yet");
        var file = (await stage.Services.GetRequiredService<PersonFile>().WriteAsync(Zhao, request.Id, "json", CancellationToken.None)).Value;
        var done = (await Step(desk, request.Id, "finish", "已当面交付")).Value;

        var text = Encoding.UTF8.GetString(file);
        text.ShouldContain("13812345678");
        text.ShouldContain("app_login");
        text.ShouldNotContain("13900000002");
        (done.Request.State, done.Request.Answer).ShouldBe(("done", "已当面交付"));
        done.History.Select(h => h.Step).ShouldBe(["received", "verify", "start", "exported", "finish"]);
        done.Steps.ShouldBeEmpty();
        (await desk.PageAsync(Zhao, "closed", "access", new PageRequest(1, 10), CancellationToken.None)).Total.ShouldBe(1);
        (await stage.Services.GetRequiredService<PersonalLooks>().PageAsync("zhao", null, new PageRequest(1, 10), CancellationToken.None)).Total.ShouldBe(1);
    }

    [Fact]
    public async Task An_export_can_be_read_as_a_workbook()
    {
        var stage = await SuppressionTests.NewAsync();
        var id = await WorkingAsync(stage, "export", "C00000001");

        var file = (await stage.Services.GetRequiredService<PersonFile>().WriteAsync(Zhao, id, "xlsx", CancellationToken.None)).Value;

        (await TableFileTests.ReadAsync(file)).Select(r => r[(r.IndexOf(' ', StringComparison.Ordinal) + 1)..]).ShouldBe(
            ["name|phone|email|idNumber|address", "张伟|13812345678|zhang@example.com|110101197004011234|朝阳区一号"]);
    }

    [Fact]
    public async Task What_is_due_comes_first_and_what_is_late_says_so()
    {
        var stage = await SuppressionTests.NewAsync();
        var desk = stage.Services.GetRequiredService<RequestDesk>();
        await desk.ReceiveAsync(Zhao, new NewRequest("C00000001", "export", new DateOnly(1994, 3, 30), "app", null), CancellationToken.None);
        await desk.ReceiveAsync(Zhao, new NewRequest("C00000002", "erasure", new DateOnly(1994, 3, 1), "letter", null), CancellationToken.None);

        var page = await desk.PageAsync(Zhao, "open", "", new PageRequest(1, 10), CancellationToken.None);

        page.Items.Select(r => (r.CustomerNo, r.Overdue, r.DaysLeft)).ShouldBe([("C00000002", true, -9), ("C00000001", false, 20)]);
        (await desk.CountsAsync(Zhao, CancellationToken.None)).ShouldBe(new RequestCounts(2, 0, 1, 0, 15, "working"));
        (await desk.PageAsync(Zhao, "overdue", "", new PageRequest(1, 10), CancellationToken.None)).Total.ShouldBe(1);
        (await desk.PageAsync(new FakeViewer(true), "", "", new PageRequest(1, 10), CancellationToken.None)).Total.ShouldBe(0);
        (await desk.ReceiveAsync(Zhao, new NewRequest("C99", "tea", new DateOnly(1999, 1, 1), "owl", new string('x', 501)), CancellationToken.None)).Problem!.Errors.Select(e => e.Field)
            .ShouldBe(["kind", "receivedOn", "channel", "note", "customerNo"]);
    }

    [Fact]
    public async Task A_correction_is_sealed_found_and_leaves_the_other_fields()
    {
        var stage = await SuppressionTests.NewAsync();
        var id = await WorkingAsync(stage, "correction", "C00000001");

        var corrected = await stage.Services.GetRequiredService<Corrections>().CorrectAsync(Zhao, id, new CorrectionRequest(null, "136 0000 1111", null, null, null, null), CancellationToken.None);

        corrected.Value.History[^1].Note.ShouldBe("phone");
        (await stage.ListAsync(ProfileStage.HeadOffice, "13600001111")).Value.Items.ShouldHaveSingleItem().CustomerId.ShouldBe(1ul);
        (await stage.ListAsync(ProfileStage.HeadOffice, "13812345678")).Value.Items.ShouldBeEmpty();
        (await stage.ListAsync(ProfileStage.HeadOffice, "zhang@example.com")).Value.Total.ShouldBe(1);
    }

    [Fact]
    public async Task An_objection_closes_the_gate_for_what_was_objected_to()
    {
        var stage = await SuppressionTests.NewAsync();
        var id = await WorkingAsync(stage, "objection", "C00000001");

        (await stage.Services.GetRequiredService<Corrections>().ObjectAsync(Zhao, id, new ObjectionRequest(["service"], null), CancellationToken.None)).Problem!.Errors.Single().Field.ShouldBe("purposes");
        (await stage.Services.GetRequiredService<Corrections>().ObjectAsync(Zhao, id, new ObjectionRequest(["marketing", "profiling"], null), CancellationToken.None)).Ok.ShouldBeTrue();

        var gate = stage.Services.GetRequiredService<IContactGate>();
        var now = stage.Services.GetRequiredService<BankClock>().GetUtcNow();
        (await gate.RefusedAsync(new ContactQuestion("sms", ContactClass.Marketing, now), [1], CancellationToken.None))[1].Detail.ShouldBe("opt_out");
        (await gate.RefusedAsync(new ContactQuestion("sms", new ContactClass("service", ""), now), [1], CancellationToken.None)).ShouldBeEmpty();
    }

    private static DateOnly Day(string text) => DateOnly.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    internal static async Task<string> WorkingAsync(ProfileStage stage, string kind, string customerNo)
    {
        var desk = stage.Services.GetRequiredService<RequestDesk>();
        var id = (await desk.ReceiveAsync(Zhao, new NewRequest(customerNo, kind, null, "counter", ""), CancellationToken.None)).Value.Id;
        (await Step(desk, id, "verify")).Ok.ShouldBeTrue();
        (await Step(desk, id, "start")).Ok.ShouldBeTrue();
        return id;
    }

    private static async Task<Result<RequestDetails>> Step(RequestDesk desk, string id, string step, string note = "") =>
        await desk.StepAsync(Zhao, id, new StepRequest(step, note, (await desk.DetailsAsync(Zhao, id, CancellationToken.None))!.Request.Revision), CancellationToken.None);
}
