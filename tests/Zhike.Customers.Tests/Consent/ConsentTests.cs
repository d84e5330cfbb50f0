using Microsoft.Extensions.DependencyInjection;
using Zhike.Contracts.Customers;
using Zhike.Customers.Consent;
using Zhike.Customers.Tests.Profiles;
using Zhike.Kernel;
using Zhike.Storage.Audit;
using Zhike.Testing;

namespace Zhike.Customers.Tests.Consent;

public sealed class ConsentTests
{
    [Fact]
    public async Task An_answer_stands_with_its_evidence_until_the_next_one_and_is_audited()
    {
        var stage = await ProfileStage.NewAsync();
        var book = stage.Services.GetRequiredService<ConsentBook>();
        var desk = stage.Services.GetRequiredService<ConsentDesk>();

        (await book.ReadAsync(ProfileStage.Prague, 1, CancellationToken.None))!.ShouldBeEmpty();
        var granted = await book.RecordAsync(
            new FakeViewer(false), 1,
            new ConsentRequest("sms", Purpose: "credit_offers", Answer: "granted", Reason: "signed at the counter", Document: "隐私政策 3.2", Reference: "form 88", DecidedAt: TestServices.Start.AddDays(-2)),
            CancellationToken.None);
        stage.Services.GetRequiredService<FakeClock>().Advance(TimeSpan.FromHours(1));
        await book.RecordAsync(new FakeViewer(false), 1, new ConsentRequest("sms", false, "on the phone", Purpose: "credit_offers"), CancellationToken.None);

        granted.Value.ShouldBe(new Answer(
            "credit_offers", "sms", true, "granted", TestServices.Start.AddDays(-2), "staff:b1", "隐私政策 3.2", "form 88", TestServices.Start));
        var panel = (await desk.ReadAsync(ProfileStage.Prague, 1, CancellationToken.None))!;
        panel.History.Select(h => (h.Answer, h.Document)).ShouldBe([("denied", ""), ("granted", "隐私政策 3.2")]);
        panel.Cells.Single(c => c is { Purpose: "credit_offers", Channel: "sms" }).ShouldBe(
            new ConsentCell("credit_offers", "sms", "denied", TestServices.Start.AddHours(1), "staff:b1", "no_consent", "denied"));
        panel.Cells.Single(c => c is { Purpose: "service", Channel: "sms" }).Refusal.ShouldBe("");
        panel.Cells.Count.ShouldBe((3 * 7) + 2);
        (await stage.Services.GetRequiredService<AuditChain>().PageAsync(new AuditFilter(), 1, 10, CancellationToken.None)).Items.Select(i => i.Action)
            .ShouldBe(["consent_denied", "consent_granted"]);
    }

    [Fact]
    public async Task A_day_long_past_is_judged_by_the_answers_of_then()
    {
        var stage = await ProfileStage.NewAsync();
        var book = stage.Services.GetRequiredService<ConsentBook>();
        var gate = stage.Services.GetRequiredService<IContactGate>();
        await book.RecordAsync(new FakeViewer(false), 1, new ConsentRequest("sms", true, "form", DecidedAt: TestServices.Start.AddDays(-20)), CancellationToken.None);
        await book.RecordAsync(new FakeViewer(false), 1, new ConsentRequest("sms", Answer: "withdrawn", Reason: "call", DecidedAt: TestServices.Start.AddDays(-10)), CancellationToken.None);

        (await Refused(-21)).ShouldBe("never_asked");
        (await Refused(-15)).ShouldBe("");
        (await Refused(-5)).ShouldBe("withdrawn");

        async Task<string> Refused(int days) => (await gate.RefusedAsync(
            new ContactQuestion("sms", ContactClass.Marketing, TestServices.Start.AddDays(days)), [1], CancellationToken.None)).GetValueOrDefault(1ul)?.Detail ?? "";
    }

    [Fact]
    public async Task Outside_the_scope_and_with_a_malformed_answer_nothing_is_taken_down()
    {
        var stage = await ProfileStage.NewAsync();
        var book = stage.Services.GetRequiredService<ConsentBook>();

        (await book.ReadAsync(ProfileStage.South, 1, CancellationToken.None)).ShouldBeNull();
        (await Record(3, new ConsentRequest("sms", true, "letter"))).Kind.ShouldBe(ProblemKind.NotFound);
        (await Record(1, new ConsentRequest("pigeon", null, ""))).Errors.Select(e => e.Field).ShouldBe(["channel", "answer", "reason"]);
        (await Record(1, new ConsentRequest("all", true, "x"))).Errors.Select(e => e.Field).ShouldBe(["channel"]);
        (await Record(1, new ConsentRequest("sms", true, "x", Purpose: "third_party"))).Errors.Select(e => e.Field).ShouldBe(["channel"]);
        (await Record(1, new ConsentRequest("sms", true, "x", Document: new string('x', 121), DecidedAt: TestServices.Start.AddDays(1)))).Errors.Select(e => e.Field)
            .ShouldBe(["document", "decidedAt"]);

        async Task<Problem> Record(ulong customer, ConsentRequest request) => (await book.RecordAsync(new FakeViewer(false), customer, request, CancellationToken.None)).Problem!;
    }
}
