using System.CommandLine;

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
            var archive = Path.GetFullPath(given.GetRequiredValue(file));
            if (!File.Exists(archive))
            {
                return Say.Refused($"there is no archive {archive}.");
            }

            await Task.CompletedTask;
            return Say.Refused("not yet");
        });
        return command;
    }
}
