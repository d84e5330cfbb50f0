using System.Globalization;
using System.Text.Json;
using Zhike.Host.Options;

namespace Zhike.Host.Cli;

/// <summary>The server that runs on a data folder, as data/run.json tells: the verbs that need the stores go through it.</summary>
/// <param name="Address">Reachable from this machine.</param>
public sealed record RunningServer(string Address, int ProcessId)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>Null when none answers; a file that a killed server left does not count.</summary>
    public static async Task<RunningServer?> FindAsync(ZhikeOptions options, CancellationToken cancel)
    {
        var file = FileIn(options);
        if (!File.Exists(file))
        {
            return null;
        }

        try
        {
            var server = JsonSerializer.Deserialize<RunningServer>(await File.ReadAllTextAsync(file, cancel), JsonSerializerOptions.Web);
            using var http = new HttpClient { Timeout = Patience };
            using var answer = await http.GetAsync(new Uri($"{server!.Address}/health/live"), cancel);
            return answer.IsSuccessStatusCode ? server : null;
        }
        catch (Exception problem) when (problem is HttpRequestException or TaskCanceledException or JsonException or IOException && !cancel.IsCancellationRequested)
        {
            return null;
        }
    }

    public static void Announce(ZhikeOptions options, string address)
    {
        Directory.CreateDirectory(options.DataFolder);
        var reachable = address.Replace("//0.0.0.0", "//127.0.0.1", StringComparison.Ordinal).Replace("//[::]", "//127.0.0.1", StringComparison.Ordinal);
        File.WriteAllText(FileIn(options), JsonSerializer.Serialize(new RunningServer(reachable, Environment.ProcessId), JsonSerializerOptions.Web));
    }

    /// <summary>Takes the file away, unless another server has put its own there meanwhile.</summary>
    public static void Withdraw(ZhikeOptions options)
    {
        var file = FileIn(options);
        if (File.Exists(file) && File.ReadAllText(file).Contains(Environment.ProcessId.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal))
        {
            File.Delete(file);
        }
    }

    private static string FileIn(ZhikeOptions options) => Path.Combine(options.DataFolder, "run.json");
}
