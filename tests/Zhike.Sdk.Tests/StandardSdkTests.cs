using System.Diagnostics;
using System.Globalization;

namespace Zhike.Sdk.Tests;

/// <summary>Tracking SDKs as their makers publish them, and our own on a page of another origin, against the real server: every event arrives, complete and once.</summary>
public sealed class StandardSdkTests(SdkServer server) : IClassFixture<SdkServer>
{
    private static readonly TimeSpan ArriveMax = TimeSpan.FromSeconds(60);

    [Theory]
    [InlineData("node", "segment", 1, "alias 1 1", "apply_loan 250 250", "group 1 1", "identify 1 1", "page 1 1", "screen 1 1")]
    [InlineData("node", "rudder", 2, "apply_loan 250 250", "identify 1 1", "page 1 1")]
    [InlineData("node", "sensors", 3, "alias 1 1", "apply_loan 250 250", "identify 1 1")]
    [InlineData("browser", "segment", 4, "apply_loan 30 30", "done 1 1", "identify 1 1")]
    [InlineData("browser", "rudder", 5, "apply_loan 30 30", "done 1 1", "identify 1 1")]
    [InlineData("browser", "sensors-ajax", 6, "alias 1 1", "apply_loan 30 30", "done 1 1", "identify 1 1")]
    [InlineData("browser", "sensors-image", 7, "alias 1 1", "apply_loan 30 30", "done 1 1", "identify 1 1")]
    [InlineData("browser", "sensors-beacon", 8, "alias 1 1", "apply_loan 30 30", "done 1 1", "identify 1 1")]
    [InlineData("browser", "sensors-batch", 9, "alias 1 1", "apply_loan 30 30", "done 1 1", "identify 1 1")]
    [InlineData("browser", "zhike", 10, "apply_loan 30 30", "done 1 1", "identify 1 1")]
    public async Task Events_arrive_complete_and_once(string where, string sdk, int customer, params string[] expected)
    {
        var user = string.Create(CultureInfo.InvariantCulture, $"C{customer:0000000000}");
        var start = new ProcessStartInfo("node", [$"{where}.mjs", server.Address.ToString().TrimEnd('/'), server.WriteKey, sdk, $"{where}-{sdk}", user])
        {
            WorkingDirectory = SdkServer.ClientFolder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var client = Process.Start(start)!;
        var wrong = client.StandardError.ReadToEndAsync();
        (await client.StandardOutput.ReadLineAsync()).ShouldBe("sending", client.HasExited ? await wrong : "");

        var found = await UntilAsync(customer, expected);

        client.StandardInput.Close();
        var last = await client.StandardOutput.ReadToEndAsync();
        await client.WaitForExitAsync();
        expected.ShouldBeSubsetOf(found, $"{last} {await wrong}");
        if (where == "browser")
        {
            last.Trim().ShouldBe("sent");
        }
    }

    private async Task<IReadOnlyList<string>> UntilAsync(int customer, string[] expected)
    {
        var clock = Stopwatch.StartNew();
        while (true)
        {
            var found = await server.EventsOfAsync(customer);
            if (expected.All(found.Contains) || clock.Elapsed > ArriveMax)
            {
                return found;
            }

            await Task.Delay(100);
        }
    }
}
