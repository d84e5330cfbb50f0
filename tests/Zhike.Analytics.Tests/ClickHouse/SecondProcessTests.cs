using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Zhike.Kernel;
using Zhike.Storage.Facts;
using Zhike.Storage.Facts.Remote;
using Zhike.Storage.Facts.Rows;
using Zhike.Testing;

namespace Zhike.Analytics.Tests.ClickHouse;

/// <summary>Our client of a ClickHouse server against a second real Zhike: its program, its port, its token.</summary>
public sealed class SecondProcessTests
{
    private static readonly Viewer Bank = Viewer.Bank("test");

    [Fact]
    public async Task The_client_of_a_server_reads_from_a_second_zhike_as_a_token_allows()
    {
        var data = TestFolder.New();
        var port = FreePort();
        using var server = Start("up", "--no-demo", "--data", data, "--port", port.ToString(CultureInfo.InvariantCulture));
        try
        {
            await ReadyAsync(server, port);
            var token = await TokenAsync(data);
            using var facts = Connect(port, token);
            using var stranger = Connect(port, "zk_wrong");

            (await facts.ListAsync(Bank, new FactsStatement("numbers", "SELECT number, toString(number) FROM numbers({n:UInt64})").With("n", 100_000UL), (ref RowReader r) => (r.UInt64(), r.Text()), default))
                .Count.ShouldBe(100_000);
            (await facts.CountAsync(Bank, new FactsStatement("customers", "SELECT count() FROM customers"), default)).ShouldBe(0ul);
            (await Should.ThrowAsync<FactsException>(() => facts.CountAsync(Bank, new FactsStatement("secrets", "SELECT count() FROM zhike.customer_secret_versions"), default))).Code.ShouldBe(497);
            (await Should.ThrowAsync<ProblemException>(() => stranger.CountAsync(Bank, new FactsStatement("x", "SELECT toUInt64(1)"), default))).Message.ShouldContain("Authentication failed");
        }
        finally
        {
            server.Kill();
            await server.WaitForExitAsync();
        }
    }

    private static HttpFacts Connect(int port, string token) => new(
        HttpFactsConnection.Parse(string.Create(CultureInfo.InvariantCulture, $"http://admin:{token}@127.0.0.1:{port}/clickhouse/bank")),
        new TimeOrderedIds(TimeProvider.System), TimeProvider.System, NullLogger<HttpFacts>.Instance);

    private static Process Start(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Program(), .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        return Process.Start(start)!;
    }

    private static async Task ReadyAsync(Process server, int port)
    {
        // Whoever writes to a pipe that nobody reads stops one day.
        _ = server.StandardOutput.ReadToEndAsync();
        var said = server.StandardError.ReadToEndAsync();
        using var http = new HttpClient();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(90));
        while (true)
        {
            if (server.HasExited)
            {
                throw new InvalidOperationException($"The second Zhike ended: {await said}");
            }

            try
            {
                if ((await http.GetAsync(new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}/health/ready")), patience.Token)).IsSuccessStatusCode)
                {
                    return;
                }
            }
            catch (HttpRequestException)
            {
                // It does not listen yet.
            }

            await Task.Delay(100, patience.Token);
        }
    }

    private static async Task<string> TokenAsync(string data)
    {
        using var making = Start("token", "--user", "admin", "--data", data);
        var errors = making.StandardError.ReadToEndAsync();
        var said = await making.StandardOutput.ReadToEndAsync();
        await making.WaitForExitAsync();
        making.ExitCode.ShouldBe(0, await errors);
        return said.Trim().Split('\n')[^1].Trim();
    }

    /// <summary>The program as it was built beside this test, in the same configuration.</summary>
    private static string Program()
    {
        var own = AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar);
        var build = Path.GetRelativePath(Path.Combine(own, "..", "..", ".."), own);
        return Path.GetFullPath(Path.Combine(own, "..", "..", "..", "..", "..", "src", "Zhike.Host", build, "Zhike.Host.dll"));
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
