using Microsoft.Extensions.DependencyInjection;
using Zhike.Customers.Consent;
using Zhike.Kernel;
using Zhike.Storage.Audit;

namespace Zhike.Customers.Tests.Profiles;

public sealed class ConsentTests
{
    [Fact]
    public async Task An_answer_counts_until_the_next_one_and_is_recorded()
    {
        var stage = await ProfileStage.NewAsync();
        var book = stage.Services.GetRequiredService<ConsentBook>();

        (await book.ReadAsync(ProfileStage.Prague, 1, CancellationToken.None))!.ShouldAllBe(c => c.Granted == null);
        var granted = await book.RecordAsync(new FakeViewer(false), 1, new ConsentRequest("sms", true, "on the phone"), CancellationToken.None);

        granted.Value.Single(c => c.Channel == "sms").ShouldBe(new ConsentView("sms", true, Testing.TestServices.Start, "staff:b1"));
        granted.Value.Where(c => c.Channel != "sms").ShouldAllBe(c => c.Granted == null);
        (await stage.Services.GetRequiredService<AuditChain>().PageAsync(new AuditFilter(), 1, 10, CancellationToken.None)).Items.Single().Action.ShouldBe("consent_granted");
    }

    [Fact]
    public async Task Outside_the_scope_and_without_a_reason_nothing_is_taken_down()
    {
        var stage = await ProfileStage.NewAsync();
        var book = stage.Services.GetRequiredService<ConsentBook>();

        (await book.ReadAsync(ProfileStage.South, 1, CancellationToken.None)).ShouldBeNull();
        (await book.RecordAsync(new FakeViewer(false), 3, new ConsentRequest("sms", true, "letter"), CancellationToken.None)).Problem!.Kind.ShouldBe(ProblemKind.NotFound);
        (await book.RecordAsync(new FakeViewer(false), 1, new ConsentRequest("pigeon", null, ""), CancellationToken.None)).Problem!.Errors.Select(e => e.Field)
            .ShouldBe(["channel", "granted", "reason"]);
    }
}
