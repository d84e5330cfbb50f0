using FsCheck;
using FsCheck.Fluent;
using System.Text.Json;
using Zhike.Storage.Definitions;

namespace Zhike.Storage.Tests.Definitions;

public sealed class DocumentTextTests
{
    [Theory]
    [InlineData("a: 5", """{"a":5}""")]
    [InlineData("a: 5.50", """{"a":5.5}""")]
    [InlineData("a: '5'", """{"a":"5"}""")]
    [InlineData("a: \"5.0\"", """{"a":"5.0"}""")]
    [InlineData("a: true", """{"a":true}""")]
    [InlineData("a: 'true'", """{"a":"true"}""")]
    [InlineData("a: yes", """{"a":"yes"}""")]
    [InlineData("a: no", """{"a":"no"}""")]
    [InlineData("a:", """{"a":null}""")]
    [InlineData("a: ~", """{"a":null}""")]
    [InlineData("a: ''", """{"a":""}""")]
    [InlineData("a: 1994-03-31", """{"a":"1994-03-31"}""")]
    [InlineData("a: 007", """{"a":7}""")]
    [InlineData("a: 0x1F", """{"a":31}""")]
    [InlineData("a: -0.5", """{"a":-0.5}""")]
    [InlineData("a: 1e3", """{"a":1000}""")]
    [InlineData("a: 1_000", """{"a":"1_000"}""")]
    [InlineData("a: 12345678901234567890123", """{"a":12345678901234567890123}""")]
    [InlineData("a: 0.1", """{"a":0.1}""")]
    [InlineData("a: 10:30", """{"a":"10:30"}""")]
    [InlineData("a: !!str 5", """{"a":"5"}""")]
    [InlineData("a: |\n  two\n  lines\n", "{\"a\":\"two\\nlines\\n\"}")]
    [InlineData("b: 1\na: {z: 1, y: [2, x]}", """{"a":{"y":[2,"x"],"z":1},"b":1}""")]
    [InlineData("{a: b}", """{"a":"b"}""")]
    [InlineData("""{"b": "银/é", "a": 1.0}""", """{"a":1,"b":"银/é"}""")]
    [InlineData("""{"b": "\ud83d\ude00\/知"}""", """{"b":"\uD83D\uDE00/知"}""")]
    [InlineData("name: {zh: 新客百日, en: First hundred days}", """{"name":{"en":"First hundred days","zh":"新客百日"}}""")]
    [InlineData("a: &x {p: 1}\nb: *x", """{"a":{"p":1},"b":{"p":1}}""")]
    public void A_text_becomes_canonical_json(string text, string canonical) =>
        DocumentText.Canonical(DocumentText.Parse(text).OrThrow()).ShouldBe(canonical);

    [Theory]
    [InlineData("a: 1\n b: 2", 2)]
    [InlineData("a: [1, 2", 2)]
    [InlineData("a: 1\nb: 2\na: 3", 3)]
    [InlineData("a: 1\nb: .inf", 2)]
    [InlineData("a: 1\nb: 1e999", 2)]
    [InlineData("a:\n\t- 1", 1)]
    [InlineData("{\"a\": 1,\n \"a\": 2}", 2)]
    [InlineData("{\"a\": 1,\n \"b\" 2}", 2)]
    [InlineData("a: *nobody", 1)]
    [InlineData("", 1)]
    public void A_text_that_cannot_be_read_is_refused_with_its_line(string text, int line)
    {
        var refused = DocumentText.Parse(text).Problem.ShouldNotBeNull();

        refused.Errors.Single().Field.ShouldBe("document");
        refused.Errors.Single().Message.ShouldContain($"line {line}, column ");
    }

    [Fact]
    public void A_small_text_that_unfolds_into_a_huge_document_is_refused()
    {
        var bomb = "a: &a [x,x,x,x,x,x,x,x,x,x]\n" + string.Concat(Enumerable.Range('b', 8).Select(c =>
            $"{(char)c}: &{(char)c} [{string.Join(',', Enumerable.Repeat($"*{(char)(c - 1)}", 10))}]\n"));

        DocumentText.Parse(bomb).Problem!.Message.ShouldContain("more than 100000 values");
    }

    [Theory]
    [InlineData('[', ']')]
    public void Nesting_has_a_limit(char open, char close)
    {
        var deep = "a: " + new string(open, 100) + new string(close, 100);

        DocumentText.Parse(deep).Problem!.Message.ShouldContain("deeper than 64");
        DocumentText.Parse("{\"a\": " + new string(open, 100_000) + new string(close, 100_000) + "}").Ok.ShouldBeFalse();
    }

    [Fact]
    public void Documents_of_one_text_come_in_order() =>
        DocumentText.ParseMany("key: a\n---\nkey: b\n---\nkey: c\n").OrThrow()
            .Select(d => d.GetProperty("key").GetString()).ShouldBe(["a", "b", "c"]);

    [Fact]
    public void The_canonical_text_of_a_canonical_text_is_itself() => Prop.ForAll<string, decimal, bool>((text, number, flag) =>
    {
        var json = JsonSerializer.Serialize(new Dictionary<string, object> { ["text"] = text ?? "", ["number"] = number, ["flag"] = flag });
        var canonical = DocumentText.Canonical(DocumentText.Parse(json).OrThrow());
        return DocumentText.Canonical(DocumentText.Parse(canonical).OrThrow()) == canonical
            && JsonDocument.Parse(canonical).RootElement.GetProperty("number").GetDecimal() == number;
    }).QuickCheckThrowOnFailure();
}
