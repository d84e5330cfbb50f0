using System.CommandLine;
using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Zhike.Host.Cli;
using Zhike.Host.Options;
using Zhike.Host.SignIn;
using Zhike.Host.Tokens;
using Zhike.Testing;

namespace Zhike.Host.Tests.Cli;

[Collection(AtTheServer.Name)]
public sealed class Verbs(BankServer server)
{
    [Theory]
    [InlineData("up", "--port", "--no-demo")]
    [InlineData("test")]
    [InlineData("bench", "--scale")]
    [InlineData("import", "MAPPING", "--dry-run")]
    [InlineData("synth", "--customers")]
    [InlineData("replay", "JOURNEY", "--from", "--to")]
    [InlineData("run-day", "<D>")]
    [InlineData("token", "--user")]
    [InlineData("backup", "FILE")]
    [InlineData("restore", "FILE")]
    [InlineData("doctor")]
    public async Task Every_verb_explains_itself_and_takes_a_data_folder(string verb, params string[] mentions)
    {
        using var said = new StringWriter();

        var code = await ZhikeCommand.Root().Parse([verb, "--help"]).InvokeAsync(new InvocationConfiguration { Output = said });

        code.ShouldBe(0);
        foreach (var mention in mentions.Append("--data"))
        {
            said.ToString().ShouldContain(mention);
        }
    }

    [Theory]
    [InlineData("run-day", "31.3.1994")]
    [InlineData("replay", "first-hundred-days", "--from", "1993-13-01", "--to", "1994-03-31")]
    [InlineData("synth")]
    [InlineData("fly")]
    public void What_makes_no_sense_is_refused(params string[] arguments) => ZhikeCommand.Root().Parse(arguments).Errors.ShouldNotBeEmpty();

    [Fact]
    public async Task Token_prints_the_bare_token_on_its_last_line_beside_a_running_server()
    {
        var (code, output, error) = await RunAsync("token", "--user", "strategist", "--data", server.DataFolder);

        code.ShouldBe(0, error);
        var last = output.TrimEnd().Split('\n')[^1];
        last.ShouldStartWith(AccessTokens.Prefix);
        Secret.Hash(last).Length.ShouldBe(64);
        using var program = new HttpClient { BaseAddress = server.Address };
        program.DefaultRequestHeaders.Authorization = new("Bearer", last);
        (await program.GetAsync("/api/v1/session")).EnsureSuccessStatusCode();
    }

    [Fact]
    public async Task Token_for_nobody_is_refused_in_a_sentence()
    {
        var (code, _, error) = await RunAsync("token", "--user", "nobody", "--data", server.DataFolder);

        code.ShouldBe(1);
        error.ShouldContain("there is nobody with the staff number \"nobody\"");
    }

    [Fact]
    public async Task A_data_folder_in_use_is_refused_with_the_process_that_holds_it()
    {
        var (code, _, error) = await RunAsync("run-day", "2026-01-01", "--data", server.DataFolder);

        code.ShouldBe(1);
        error.ShouldContain("in use by another Zhike process");
    }

    [Fact]
    public async Task A_long_verb_goes_through_the_server_that_runs_on_the_data_folder()
    {
        var options = server.Services.GetRequiredService<ZhikeOptions>();
        RunningServer.Announce(options, server.Address.ToString().TrimEnd('/'));
        try
        {
            var (code, output, error) = await RunAsync("run-day", "2026-01-31", "--data", server.DataFolder);

            code.ShouldBe(0, error);
            output.ShouldContain("2026-01-31");
            using var administrator = await server.ProgramAsync("administrator");
            var jobs = await administrator.GetFromJsonAsync<JsonElement>("/api/v1/jobs");
            jobs.GetProperty("items").EnumerateArray().ShouldContain(j => j.GetProperty("verb").GetString() == "run-day" && j.GetProperty("state").GetString() == "done");
            var up = await RunAsync("up", "--data", server.DataFolder);
            up.Code.ShouldBe(1);
            up.Error.ShouldContain("a server already runs");
        }
        finally
        {
            RunningServer.Withdraw(options);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_import_that_stopped_ends_with_one_and_counts_as_failed(bool throughTheServer)
    {
        var folder = TestFolder.New();
        await File.WriteAllTextAsync(Path.Combine(folder, "products.csv"), "id,zh,en,kind\np1,存款,Deposit,deposit\n,无号,Nameless,deposit\n");
        await File.WriteAllTextAsync(
            Path.Combine(folder, "products.yaml"),
            "mapping: products\nsource: {path: products.csv}\ntarget: products\ncolumns: {product_id: id, name_zh: zh, name_en: en, kind: kind}\nbad_rows: {action: stop}\n");
        var options = server.Services.GetRequiredService<ZhikeOptions>();
        if (throughTheServer)
        {
            RunningServer.Announce(options, server.Address.ToString().TrimEnd('/'));
        }

        try
        {
            var (code, output, error) = await RunAsync("import", Path.Combine(folder, "products.yaml"), "--data", throughTheServer ? server.DataFolder : Path.Combine(folder, "data"));

            code.ShouldBe(1, output);
            error.ShouldContain("STOPPED: A row was refused, and bad_rows.action is stop");
        }
        finally
        {
            RunningServer.Withdraw(options);
        }
    }

    [Fact]
    public async Task Wrong_options_stop_the_start_with_their_keys()
    {
        var (code, _, error) = await RunAsync("up", "--set", "Bank:Currency=money", "--set", "Bank:CapDays=none");

        code.ShouldBe(1);
        error.ShouldContain("Bank:Currency (ZHIKE_BANK__CURRENCY) must be an ISO 4217 code");
        error.ShouldContain("Bank:CapDays");
    }

    [Fact]
    public async Task The_doctor_says_a_sentence_about_everything()
    {
        var (_, output, error) = await RunAsync("doctor", "--data", server.DataFolder, "--set", "Port=0");

        error.ShouldBeEmpty();
        foreach (var subject in new[] { ".NET", "Node", "ngine library", "disk", "memory", "data folder", "Port", "ocale", "zone" })
        {
            output.ShouldContain(subject);
        }
    }

    /// <summary>The program as a process of its own.</summary>
    private static async Task<(int Code, string Output, string Error)> RunAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Zhike.Host.dll"), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return (process.ExitCode, await output, await error);
    }
}
