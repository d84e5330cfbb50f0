using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Serialization;
using Zhike.Contracts.Jobs;
using Zhike.Host.Options;
using Zhike.Kernel;

namespace Zhike.Host.Cli;

/// <summary>Runs a job from the command line: through the server that runs on the data folder, else in this process.</summary>
internal static class JobCall
{
    private static readonly JsonSerializerOptions Arguments = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    public static async Task<int> RunAsync(ParseResult given, string verb, object arguments, CancellationToken cancel)
    {
        var (options, configuration) = EveryVerb.Options(given);
        var json = JsonSerializer.SerializeToElement(arguments, Arguments);
        var server = await RunningServer.FindAsync(options, cancel);
        return server is null
            ? await HereAsync(options, configuration, verb, json, cancel)
            : await ThereAsync(server, options, configuration, verb, json, cancel);
    }

    private static async Task<int> HereAsync(ZhikeOptions options, IConfiguration configuration, string verb, JsonElement arguments, CancellationToken cancel)
    {
        await using var services = OfflineStores.Open(options, configuration);
        using var progress = new ProgressLine(verb);
        await OfflineStores.PrepareAsync(services, progress, cancel);
        await using var scope = services.CreateAsyncScope();
        var job = scope.ServiceProvider.GetServices<IJob>().FirstOrDefault(j => j.Verb == verb)
            ?? throw new ProblemException(Problem.NotFound("verb", verb));
        var outcome = await job.RunAsync(arguments, progress, cancel);
        progress.Dispose();
        if (outcome.Stopped)
        {
            return Say.Refused(outcome.Summary);
        }

        Say.Line(outcome.Summary);
        return ExitCodes.Done;
    }

    private static async Task<int> ThereAsync(
        RunningServer server, ZhikeOptions options, IConfiguration configuration, string verb, JsonElement arguments, CancellationToken cancel)
    {
        await using var services = OfflineStores.Open(options, configuration);
        await using var client = await ServerClient.ConnectAsync(server, services, cancel);
        using var progress = new ProgressLine(verb);
        var job = await client.RunAsync(verb, arguments, progress, cancel);
        progress.Dispose();
        if (job.State != "done")
        {
            return Say.Refused(job.Message);
        }

        Say.Line(job.Message);
        return ExitCodes.Done;
    }
}
