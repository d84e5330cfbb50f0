using Zhike.Bench.Harness;
using Zhike.Testing;

namespace Zhike.Bench.Rows;

/// <summary>From the begin of the process to the first page, on a bank that has been set up before.</summary>
internal sealed class StartRow : IRow
{
    private static readonly string[] Arguments = ["--no-demo", "--set", "Bank:NightlyAt="];

    public string Name => "start";

    public async Task<IReadOnlyList<Line>> RunAsync(Bank bank, int rounds, CancellationToken cancel)
    {
        var data = Path.Combine(bank.WorkFolder, "start");
        if (!Directory.Exists(data))
        {
            await ServerProcess.RunAsync(data, ["synth", "--customers", "1000"], cancel).ConfigureAwait(false);
        }

        var (ours, _) = await Alternating.RunTimedAsync(
            Math.Max(rounds, 5),
            async c =>
            {
                var server = await ServerProcess.StartAsync(data, Arguments, c).ConfigureAwait(false);
                await using (server.ConfigureAwait(false))
                {
                    await server.StopAsync(c).ConfigureAwait(false);
                    return server.FirstPageIn;
                }
            },
            reference: null,
            cancel).ConfigureAwait(false);
        return [new Line(Name, "begin of the process to the first page", "starts", 1, ours, null, "", new Bar("3 s", SecondsMax: 3))];
    }
}
