using System.Text.Json;
using Zhike.Channels.Templates;
using Zhike.Channels.Tests.World;
using Zhike.Kernel;

namespace Zhike.Channels.Tests.Templates;

public sealed class TemplatePreviewTests
{
    private static readonly Viewer Prague = new("b1", OrgPath.Of("/hq/prague/"), "", false, "test");

    [Fact]
    public async Task A_draft_is_rendered_for_a_customer_of_ones_scope_with_the_name_masked()
    {
        using var world = await ChannelsWorld.NewAsync();
        await world.CustomersAsync(2);

        var preview = (await PreviewAsync(world, Prague, Sms("{{customer.name}}您好。拒收请回复R【{{bank.name}}】"))).OrThrow();

        preview.Errors.ShouldBeEmpty();
        preview.Fields["text"].ShouldContain("*");
        preview.Fields["text"].ShouldEndWith("】");
        (preview.Units, preview.Segments).ShouldBe((preview.Fields["text"].Length, 1));
    }

    [Fact]
    public async Task Outside_ones_scope_the_customer_does_not_exist()
    {
        using var world = await ChannelsWorld.NewAsync();
        await world.CustomersAsync(1);

        var refused = await PreviewAsync(world, Prague with { Scope = OrgPath.Of("/hq/south/") }, Sms("您好。拒收请回复R【银行】"));

        refused.Problem!.Kind.ShouldBe(ProblemKind.NotFound);
    }

    [Fact]
    public async Task What_saving_would_refuse_is_said_at_the_field_and_a_missing_value_by_its_name()
    {
        using var world = await ChannelsWorld.NewAsync();
        await world.CustomersAsync(1);

        var wrong = (await PreviewAsync(world, Prague, Sms("{{customer.nam}}您好【银行】"))).OrThrow();
        var missing = (await PreviewAsync(world, Prague, Sms("{{customer.outlet_name}}提醒您。拒收请回复R【银行】"))).OrThrow();

        wrong.Errors.Select(e => e.Field).ShouldBe(["text", "text"]);
        wrong.Fields.ShouldBeEmpty();
        missing.Missing.ShouldBe("customer.outlet_name");
    }

    [Fact]
    public async Task The_language_may_be_chosen()
    {
        using var world = await ChannelsWorld.NewAsync();
        await world.CustomersAsync(1);
        var document = JsonSerializer.SerializeToElement(new
        {
            key = "t", channel = "push", name = "t", title = new { zh = "您好", en = "Hello" }, body = new { zh = "{{customer.salutation}}", en = "{{customer.salutation}}" },
        });

        var english = (await world.Get<TemplatePreviews>().RenderAsync(Prague, new TemplatePreviewRequest("t", document, 1, "en"), CancellationToken.None)).OrThrow();

        english.Language.ShouldBe("en");
        english.Fields["title"].ShouldBe("Hello");
        english.Fields["body"].ShouldStartWith("Ms ");
    }

    private static JsonElement Sms(string text) => JsonSerializer.SerializeToElement(new { key = "t", channel = "sms", name = "t", text });

    private static Task<Result<TemplatePreview>> PreviewAsync(ChannelsWorld world, Viewer viewer, JsonElement document) =>
        world.Get<TemplatePreviews>().RenderAsync(viewer, new TemplatePreviewRequest("t", document, 1, null), CancellationToken.None);
}
