using System.Text.Json;
using Zhike.Channels.Templates;
using Zhike.Contracts.Bank;
using Zhike.Contracts.Customers;
using Zhike.Kernel;
using Zhike.Storage.Definitions;

namespace Zhike.Channels.Tests.Templates;

/// <summary>What is refused when a template is saved, and what a text looks like to its reader.</summary>
public sealed class TemplateChecksTests
{
    private static readonly string[] Names = [.. RenderModel.FixedNames, "tags.balance", "tags.age_band"];

    [Theory]
    [InlineData("""{"key":"t","channel":"sms","name":"n","text":"{{tags.balanse}} 拒收请回复R【银行】"}""", "text", "names {{tags.balanse}}, which does not exist; did you mean {{tags.balance}}?")]
    [InlineData("""{"key":"t","channel":"sms","name":"n","text":"{{customer.nane}} 拒收请回复R【银行】"}""", "text", "names {{customer.nane}}, which does not exist; did you mean {{customer.name}}?")]
    [InlineData("""{"key":"t","channel":"sms","name":"n","text":{"zh":"拒收请回复R【银行】","en":"{{tags.x}}"}}""", "text.en", "names {{tags.x}}")]
    [InlineData("""{"key":"t","channel":"sms","name":"n","text":"{{#if tags.balance}}a 拒收请回复R【银行】"}""", "text", "cannot be read")]
    [InlineData("""{"key":"t","channel":"sms","name":"n","text":"{{{customer.name}}} 拒收请回复R【银行】"}""", "text", "unescaped")]
    [InlineData("""{"key":"t","channel":"sms","name":"n","text":"{{> other}} 拒收请回复R【银行】"}""", "text", "is not understood")]
    [InlineData("""{"key":"t","channel":"sms","name":"n","text":"{{lookup customer.name}} 拒收请回复R【银行】"}""", "text", "is not understood")]
    [InlineData("""{"key":"t","channel":"sms","name":"n","text":"您好 拒收请回复R"}""", "text", "signature in 【】")]
    [InlineData("""{"key":"t","channel":"sms","name":"n","text":"您好【银行】"}""", "text", "拒收请回复R")]
    [InlineData("""{"key":"t","channel":"telegram","name":"n"}""", "channel", "must be one of email, in_app, push, sms, work_order")]
    [InlineData("""{"key":"t","channel":"email","name":"n","subject":"a\nb","body":"c"}""", "subject", "must be one line")]
    [InlineData("""{"key":"t","channel":"email","name":"n","subject":"a"}""", "body", "must be a text")]
    [InlineData("""{"key":"t","channel":"email","name":"n","subjekt":"a","subject":"b","body":"c"}""", "subjekt", "did you mean \"subject\"?")]
    [InlineData("""{"key":"t","channel":"in_app","name":"n","title":"a","body":"b","button":"c"}""", "button", "go together")]
    [InlineData("""{"key":"t","channel":"in_app","name":"n","title":"a","body":"b","button":"c","url":"javascript:alert(1)"}""", "url", "must be an address")]
    [InlineData("""{"key":"t","channel":"in_app","name":"n","title":"a","body":"b","show_days":0}""", "show_days", "between 1 and 90")]
    [InlineData("""{"key":"u","channel":"work_order","name":"n","selling_point":"a","script":"b"}""", "key", "is \"u\"")]
    [InlineData("""["t"]""", "", "must be an object")]
    public void A_template_is_refused(string document, string field, string because)
    {
        var errors = Check("t", document);

        errors.ShouldContain(e => e.Field == field && e.Message.Contains(because, StringComparison.Ordinal), string.Join("\n", errors));
    }

    [Fact]
    public void Every_problem_is_told_at_once() =>
        Check("t", """{"key":"t","channel":"email","subject":"{{a.b}}","body":"{{c.d}}"}""").Select(e => e.Field).ShouldBe(["name"]);

    [Fact]
    public void Every_shipped_template_can_be_saved()
    {
        var files = Directory.GetFiles(Path.Combine(Root(), "catalog", "templates"), "*.yaml");
        files.Length.ShouldBeGreaterThanOrEqualTo(10);
        foreach (var file in files)
        {
            Check(Path.GetFileNameWithoutExtension(file), DocumentText.Parse(File.ReadAllText(file)).OrThrow().GetRawText()).ShouldBeEmpty(file);
        }
    }

    [Fact]
    public void A_text_speaks_to_its_reader_and_escapes_what_it_is_given()
    {
        var model = Model(new PersonalData("<b>王</b>", "13800001234", "w@example.com", "", ""), "F");

        Render("email", """ "subject":"{{customer.name}}","body":"<p>{{customer.name}}</p>" """, model).Values.ShouldBe(["<p>&lt;b&gt;王&lt;/b&gt;</p>", "<b>王</b>"]);
        Render("push", """ "title":"a","body":"{{customer.name}}","url":"bank://x?n={{customer.name}}" """, model)["url"].ShouldBe("bank://x?n=%3Cb%3E%E7%8E%8B%3C%2Fb%3E");
    }

    [Theory]
    [InlineData("王芳", "F", "", "王女士 王* 138****1234 ****0001 1,234.50元 1993年5月1日")]
    [InlineData("欧阳修远", "M", "", "欧阳先生 欧阳** 138****1234 ****0001 1,234.50元 1993年5月1日")]
    [InlineData("王芳", "F", "en", "Ms 王 王* 138****1234 ****0001 1,234.50 CNY 1 May 1993")]
    public void The_names_of_a_customer(string name, string gender, string language, string text)
    {
        var model = Model(new PersonalData(name, "13800001234", "", "", ""), gender, language);

        Render("work_order", """ "selling_point":"x","script":"{{customer.salutation}} {{customer.name_masked}} {{customer.phone_masked}} {{customer.customer_no_masked}} {{money tags.balance}} {{day customer.opened_on}}" """, model)["script"]
            .ShouldBe(text);
    }

    [Fact]
    public void A_missing_value_stops_the_text_unless_it_is_asked_for_or_given_a_default()
    {
        var model = Model(new PersonalData("王芳", "", "", "", ""), "F");

        Render("push", """ "title":"a","body":"{{#if tags.age_band}}{{tags.age_band}}{{else}}您{{/if}}{{default tags.age_band \"好\"}}" """, model)["body"].ShouldBe("您好");
        Should.Throw<MissingValueException>(() => Render("push", """ "title":"a","body":"{{tags.age_band}}" """, model));
        Should.Throw<MissingValueException>(() => Render("push", """ "title":"a","body":"{{customer.phone_masked}}" """, model));
    }

    /// <summary>3GPP TS 23.038: 70 letters of UCS-2 alone, 67 in a series; 160 and 153 of the basic alphabet.</summary>
    [Theory]
    [InlineData('好', 70, 1)]
    [InlineData('好', 71, 2)]
    [InlineData('好', 134, 2)]
    [InlineData('好', 135, 3)]
    [InlineData('a', 160, 1)]
    [InlineData('a', 161, 2)]
    [InlineData('a', 306, 2)]
    [InlineData('a', 307, 3)]
    [InlineData('€', 80, 1)]
    [InlineData('€', 81, 2)]
    public void Short_messages_are_counted_as_operators_bill_them(char letter, int count, int segments) =>
        SmsLength.Of(new string(letter, count)).Segments.ShouldBe(segments);

    private static IReadOnlyList<FieldError> Check(string key, string document)
    {
        using var json = JsonDocument.Parse(document);
        var parsed = TemplateDocument.Parse(json.RootElement);
        return parsed.Ok ? TemplateChecks.Check(key, parsed.Value, Names) : parsed.Problem.Errors;
    }

    private static RenderModel Model(PersonalData person, string gender, string language = "") => RenderModel.Of(
        new Recipient(1, "C00000001", gender, new DateOnly(1993, 5, 1), "", language, []), person,
        new Dictionary<string, object?> { ["balance"] = 1234.5m, ["age_band"] = null }, new BankOptions(), new DateOnly(1994, 3, 31));

    private static SortedDictionary<string, string> Render(string channel, string fields, RenderModel model)
    {
        using var json = JsonDocument.Parse($$"""{"key":"t","channel":"{{channel}}","name":"n",{{fields}}}""");
        return new CompiledTemplate(TemplateDocument.Parse(json.RootElement).OrThrow(), 1).Render(model);
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Zhike.slnx")))
        {
            folder = folder.Parent!;
        }

        return folder.FullName;
    }
}
