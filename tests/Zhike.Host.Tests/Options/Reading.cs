using Microsoft.Extensions.Configuration;
using Zhike.Host.Cli;
using Zhike.Host.Options;

namespace Zhike.Host.Tests.Options;

public sealed class Reading
{
    [Fact]
    public void The_defaults_are_good()
    {
        var options = Read();

        options.Ok.ShouldBeTrue(options.Problem?.Message);
        (options.Value.Address, options.Value.Port, options.Value.IsLoopback).ShouldBe(("127.0.0.1", 5080, true));
    }

    [Theory]
    [InlineData("Port", "eighty")]
    [InlineData("Port", "70000")]
    [InlineData("Address", "my machine")]
    [InlineData("Demo", "yes please")]
    [InlineData("Bank:TimeZone", "Mars/Olympus")]
    [InlineData("Bank:Currency", "yuan")]
    [InlineData("Bank:QuietFrom", "9 pm")]
    [InlineData("Bank:CapContacts", "0")]
    [InlineData("Facts:Connections", "1")]
    [InlineData("Facts:Connection", "ftp://facts")]
    [InlineData("SignIn:AttemptsMax", "-1")]
    [InlineData("Data", "")]
    public void A_wrong_value_is_refused_with_its_key_and_what_is_expected(string key, string value)
    {
        var options = Read((key, value));

        options.Ok.ShouldBeFalse();
        options.Problem.Errors.ShouldHaveSingleItem().Field.ShouldBe(key);
        options.Problem.Errors[0].Message.ShouldStartWith("must ");
    }

    [Fact]
    public void Everything_that_is_wrong_is_said_at_once() =>
        Read(("Port", "x"), ("Bank:Currency", "x"), ("Demo", "x")).Problem!.Errors.Length.ShouldBe(3);

    [Theory]
    [InlineData("Bank:Nmae=X", "Bank:Name")]
    [InlineData("Prot=1", "Port")]
    public void A_misspelt_argument_is_refused_with_the_key_that_was_meant(string argument, string meant) =>
        ConfigurationSources.Argument(argument).Problem!.Message.ShouldContain($"Is {meant} meant?");

    [Fact]
    public void A_misspelt_variable_is_noticed() =>
        ConfigurationSources.UnknownVariables(new Dictionary<string, string> { ["ZHIKE_PROT"] = "1", ["ZHIKE_PORT"] = "1", ["PATH"] = "" })
            .ShouldHaveSingleItem().ShouldContain("ZHIKE_PORT");

    [Fact]
    public void A_variable_and_an_argument_mean_the_same_key()
    {
        var entry = OptionCatalogue.Find("bank:name").ShouldNotBeNull();

        entry.EnvironmentName.ShouldBe("ZHIKE_BANK__NAME");
        OptionCatalogue.Find("Channels:Sms:Http:Headers:X-Anything").ShouldNotBeNull();
    }

    [Fact]
    public void The_document_of_the_options_is_what_the_program_knows()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Zhike.slnx")))
        {
            folder = folder.Parent!;
        }

        File.ReadAllText(Path.Combine(folder.FullName, "docs", "options.md"))
            .ShouldBe(DocumentVerbs.OptionsDocument(), "write it anew with: ./zhike options docs/options.md");
    }

    private static Kernel.Result<ZhikeOptions> Read(params (string Key, string Value)[] values) => ZhikeOptions.Read(
        new ConfigurationBuilder().AddInMemoryCollection(values.Select(v => KeyValuePair.Create(v.Key, (string?)v.Value))).Build());
}
