using System.CommandLine;
using Zhike.Storage.Backups;

namespace Zhike.Host.Cli;

/// <summary>backup and restore: both stores in one archive.</summary>
internal static class StoreVerbs
{
    public static Command Backup()
    {
        var file = new Argument<string>("FILE") { Description = "The archive to write; must not exist." };
        var command = new Command("backup", "Write both stores into one archive, also while the server runs.") { file };
        command.SetAction((given, cancel) => JobCall.RunAsync(given, "backup", new { file = Path.GetFullPath(given.GetRequiredValue(file)) }, cancel));
        return command;
    }

    public static Command Restore()
    {
        var file = new Argument<string>("FILE") { Description = "An archive that backup wrote." };
        var command = new Command("restore", "Read an archive into an empty data folder; the server must not run.") { file };
        command.SetAction(async (given, cancel) =>
        {
            var (options, configuration) = EveryVerb.Options(given);
            if (await RunningServer.FindAsync(options, cancel) is { } server)
            {
                return Say.Refused($"a server runs on {options.DataFolder} (process {server.ProcessId}). Stop it, or name an empty folder with --data.");
            }

            var archive = Path.GetFullPath(given.GetRequiredValue(file));
            await using var services = OfflineStores.Open(options, configuration);
            using var progress = new ProgressLine("restore");
            progress.Report("reading both stores", 0, 0);
            var manifest = await services.GetRequiredService<IBackups>().RestoreAsync(archive, cancel);
            progress.Dispose();
            Say.Line($"{options.DataFolder} is as it was on {manifest.WrittenAt:yyyy-MM-dd HH:mm} UTC. Put the keys back into {options.Storage.KeysFolder} before the next start: without them, personal data stays sealed.");
            return ExitCodes.Done;
        });
        return command;
    }
}
