using Zhike.Intake.Plan;
using Zhike.Storage.Definitions;
using Zhike.Testing;

namespace Zhike.Intake.Tests.Plan;

public sealed class PlanDraftsTests
{
    [Fact]
    public async Task A_draft_is_read_as_text_or_document_and_every_fault_stands_at_its_field()
    {
        await using var stage = await Quality.QualityStage.NewAsync();
        var drafts = stage.Get<PlanDrafts>();

        var shipped = await CheckAsync(PlanStage.Shipped());
        shipped.Errors.ShouldBeEmpty();
        var again = await drafts.CheckAsync("retail-app", new PlanDraftText(shipped.Document, null), CancellationToken.None);
        DocumentText.Canonical(again.Document!.Value).ShouldBe(DocumentText.Canonical(shipped.Document!.Value));

        var faulty = await CheckAsync("{key: other, name: {zh: a, en: b}, owner: x, events: [{event: e, name: {zh: a}, properties: [{property: p, type: flag, values: [1]}]}]}");
        faulty.Document.ShouldNotBeNull();
        faulty.Errors.Select(e => e.Field).ShouldBe(["events[0].name.en", "events[0].properties[0].values"], ignoreOrder: true);
        (await CheckAsync("key: other\nname: {zh: a, en: b}\nowner: x\nevents: []")).Errors.Select(e => e.Field).ShouldContain("key");

        var broken = await CheckAsync("key: [");
        broken.Document.ShouldBeNull();
        broken.Errors.Single().Message.ShouldContain("line 2");

        Task<PlanDraftCheck> CheckAsync(string text) => drafts.CheckAsync("retail-app", new PlanDraftText(null, text), CancellationToken.None);
    }
}
