using System.Diagnostics;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Zhike.Kernel;
using Zhike.Storage.Facts;
using Zhike.Storage.Facts.Remote;
using Zhike.Storage.Facts.Rows;

namespace Zhike.Analytics.Tests.ClickHouse;

/// <summary>Clients that know nothing of Zhike: ClickHouse's own for Node (tests/clients/clickhouse), and our client of a ClickHouse server.</summary>
public sealed class OtherClientsTests(AnalyticsHost host) : IClassFixture<AnalyticsHost>
{
    [Fact]
    public async Task ClickHouses_own_client_for_node_reads_and_is_refused_what_it_may_not()
    {
        var folder = ClientFolder();
        if (!Directory.Exists(Path.Combine(folder, "node_modules", "@clickhouse", "client")))
        {
            (await RunAsync(folder, "npm", "ci", "--silent", "--no-audit", "--no-fund")).Code.ShouldBe(0);
        }

        var (code, said) = await RunAsync(folder, "node", "client.js", host.Address.ToString(), "/clickhouse", "prague");

        code.ShouldBe(0, said);
        using var json = JsonDocument.Parse(said);
        var told = json.RootElement;
        told.GetProperty("ping").GetBoolean().ShouldBeTrue();
        told.GetProperty("pingSelect").GetBoolean().ShouldBeTrue();
        told.GetProperty("queryId").GetBoolean().ShouldBeTrue();
        told.GetProperty("women").EnumerateArray().Select(w => w.GetString()).ShouldBe(["C00000001", "C00000003"]);
        told.GetProperty("transactions").GetInt32().ShouldBe(30);
        told.GetProperty("streamed").GetInt32().ShouldBe(200_000);
        told.GetProperty("echoed").GetBoolean().ShouldBeTrue();
        RefusalOf(told, "unknownTable").ShouldBe("60 UNKNOWN_TABLE");
        RefusalOf(told, "insert").ShouldBe("164 READONLY");
        RefusalOf(told, "command").ShouldBe("164 READONLY");
        RefusalOf(told, "secrets").ShouldBe("497 ACCESS_DENIED");
        told.GetProperty("middle").ValueKind.ShouldBe(JsonValueKind.Object);
        RefusalOf(told, "wrongToken").ShouldBe("516 AUTHENTICATION_FAILED");
    }

    [Fact]
    public async Task Our_own_client_of_a_server_reads_the_same_rows_as_the_engine()
    {
        using var remote = Connect("prague");
        var statement = new FactsStatement("customers", "SELECT customer_id, customer_no, opened_on, birth_year FROM customers WHERE org_path != {not:String} ORDER BY customer_id").With("not", "x'\\y");

        var rows = await remote.ListAsync(Viewer.Bank("test"), statement, (ref RowReader r) => (r.UInt64(), r.Text(), r.Date(), r.Any()), default);

        rows.Select(r => r.Item2).ShouldBe(["C00000001", "C00000002", "C00000003"]);
        rows[0].ShouldBe((1UL, "C00000001", new DateOnly(1993, 1, 1), (ushort)1960));
        (await remote.ListAsync(Viewer.Bank("test"), new FactsStatement("many", "SELECT number, toString(number) FROM numbers(300000)"), (ref RowReader r) => (r.UInt64(), r.Text()), default))
            .ShouldAllBe(r => r.Item2 == r.Item1.ToString(System.Globalization.CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task Our_own_client_hears_the_endpoints_refusals()
    {
        using var remote = Connect("prague");
        using var stranger = Connect("wrong");

        (await Should.ThrowAsync<FactsException>(() => remote.ExecuteAsync(Viewer.Bank("test"), new FactsStatement("drop", "DROP TABLE customers"), default))).Code.ShouldBe(164);
        (await Should.ThrowAsync<FactsException>(() => remote.CountAsync(Viewer.Bank("test"), new FactsStatement("lost", "SELECT count() FROM nowhere"), default))).Code.ShouldBe(60);
        (await Should.ThrowAsync<FactsException>(() => remote.ListAsync(Viewer.Bank("test"), new FactsStatement("sad", "SELECT number, throwIf(number = 300000) FROM numbers(1000000)"), (ref RowReader r) => (r.UInt64(), r.UInt8()), default))).Code.ShouldBe(395);
        (await Should.ThrowAsync<ProblemException>(() => remote.CountAsync(Viewer.Bank("test"), new FactsStatement("slow", "SELECT count() FROM numbers(100000000000) WHERE sipHash64(number) = 1").Within(new FactsLimits(1 << 30, TimeSpan.FromMilliseconds(300))), default))).Problem.Code.ShouldBe("time_limit");
        (await Should.ThrowAsync<ProblemException>(() => stranger.CountAsync(Viewer.Bank("test"), new FactsStatement("x", "SELECT toUInt64(1)"), default))).Message.ShouldContain("Authentication failed");
    }

    private HttpFacts Connect(string token) => new(
        HttpFactsConnection.Parse($"http://anybody:{token}@{host.Address.Authority}/clickhouse/bank"), new TimeOrderedIds(TimeProvider.System), TimeProvider.System, NullLogger<HttpFacts>.Instance);

    private static string RefusalOf(JsonElement told, string what) => told.GetProperty(what) is { ValueKind: JsonValueKind.Object } refusal
        ? $"{refusal.GetProperty("code").GetString()} {refusal.GetProperty("type").GetString()}"
        : "none";

    private static string ClientFolder()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!Directory.Exists(Path.Combine(folder!.FullName, "tests", "clients", "clickhouse")))
        {
            folder = folder.Parent;
        }

        return Path.Combine(folder.FullName, "tests", "clients", "clickhouse");
    }

    private static async Task<(int Code, string Said)> RunAsync(string folder, string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true })!;
        var errors = process.StandardError.ReadToEndAsync();
        var said = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, process.ExitCode == 0 ? said : said + await errors);
    }
}
