using Zhike.Intake.Mapping;

namespace Zhike.Intake.Tests.Mapping;

public sealed class MappingReaderTests
{
    private const string Sound =
        """
        mapping: test
        source: {path: rows.csv}
        target: products
        columns: {product_id: id, name_zh: zh, kind: kind}
        """;

    [Fact]
    public void A_sound_mapping_is_read() => MappingReader.Read(Sound, "m.yaml").Ok.ShouldBeTrue();

    [Theory]
    [InlineData("mapping: [", "mapping")]
    [InlineData("- a", "mapping")]
    [InlineData("mapping: x\ntarget: products\ncolumns: {}", "source")]
    [InlineData("mapping: x\nsource: {path: a}\ntarget: cats\ncolumns: {}", "target")]
    public void What_is_missing_or_malformed_is_named(string text, string field) =>
        MappingReader.Read(text, "m.yaml").Problem!.Errors.Select(e => e.Field).ShouldContain(field);

    [Theory]
    [InlineData("path: rows.csv", "path: rows.csv, delimiter: ab", "source.delimiter")]
    [InlineData("path: rows.csv", "path: rows.csv, delimiter: '\"'", "source.delimiter")]
    [InlineData("path: rows.csv", "path: rows.csv, encoding: ebcdic", "source.encoding")]
    [InlineData("path: rows.csv", "path: rows.csv, header: false", "source.fields")]
    [InlineData("path: rows.csv", "path: rows.csv, sheet: 1", "source.sheet")]
    [InlineData("name_zh: zh", "name_zh: {from: zh, form: x}", "columns.name_zh.form")]
    [InlineData("name_zh: zh", "name_zh: {from: zh, pad: -1}", "columns.name_zh.pad")]
    [InlineData("name_zh: zh", "name_zh: {from: zh, constant: x}", "columns.name_zh")]
    [InlineData("name_zh: zh", "name_zh: {from: zh, look_up: nowhere}", "columns.name_zh.look_up")]
    [InlineData("name_zh: zh", "name_zh: {from: zh, as: magic}", "columns.name_zh.as")]
    [InlineData("name_zh: zh", "name_zh: {from: zh, format: dmy}", "columns.name_zh.format")]
    [InlineData("name_zh: zh", "nom: zh", "columns.nom")]
    [InlineData("name_zh: zh", "nom: zh", "columns.name_zh")]
    [InlineData("kind: kind}", "kind: kind, risk_level: {from: r, codes: {a: R9}}}", "columns.risk_level")]
    [InlineData("kind: kind}", "kind: kind}\nbad_rows: {action: panic}", "bad_rows.action")]
    [InlineData("kind: kind}", "kind: kind}\nextra: 1", "extra")]
    public void Every_wrong_field_is_named_with_its_line(string right, string wrong, string field)
    {
        var read = MappingReader.Read(Sound.Replace(right, wrong, StringComparison.Ordinal), "m.yaml");

        var error = read.Problem!.Errors.FirstOrDefault(e => e.Field == field);
        error.ShouldNotBeNull($"found only {string.Join(", ", read.Problem.Errors.Select(e => e.Field))}");
        error.Message.ShouldStartWith("(line ");
    }

    [Fact]
    public void All_problems_come_at_once()
    {
        var read = MappingReader.Read("mapping: x\nsource: {path: a, encoding: q}\ntarget: transactions\ncolumns: {amount: {form: x}, colour: red}", "m.yaml");

        read.Problem!.Errors.Length.ShouldBeGreaterThanOrEqualTo(7);
    }

    [Fact]
    public void Every_mapping_of_the_demo_bank_is_sound()
    {
        var folder = Path.Combine(Import.ImportStage.DemoFolder, "mappings");

        Directory.EnumerateFiles(folder, "*.yaml").ShouldAllBe(file => MappingReader.ReadFile(file).Ok);
    }
}
