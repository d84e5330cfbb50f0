using System.CommandLine;
using Zhike.Host.Staff;
using Zhike.Host.Tokens;
using Zhike.Kernel;

namespace Zhike.Host.Cli;

/// <summary>zhike token: an access token for programs. Works beside a running server.</summary>
internal static class TokenVerb
{
    public static Command Command()
    {
        var user = new Option<string>("--user") { Description = "Staff number whose rights the token has.", HelpName = "U", Required = true };
        var days = new Option<int>("--days") { Description = "Days that it lives (default 90).", HelpName = "N", DefaultValueFactory = _ => 90 };
        var name = new Option<string>("--name") { Description = "What it is for.", HelpName = "TEXT", DefaultValueFactory = _ => "made on the command line" };
        var command = new Command("token", "Make an access token; the last line of the output is the bare token.") { user, days, name };
        command.SetAction(async (given, cancel) =>
        {
            var (options, configuration) = EveryVerb.Options(given);
            await using var services = OfflineStores.Open(options, configuration);
            await OfflineStores.PrepareRecordsAsync(services, cancel);
            var owner = given.GetRequiredValue(user);
            var person = await services.GetRequiredService<StaffRegister>().FindAsync(owner, cancel);
            if (person is not { Active: true })
            {
                return Say.Refused(person is null
                    ? $"there is nobody with the staff number \"{owner}\" in {options.DataFolder}. Start the server once with: zhike up"
                    : $"\"{owner}\" is not active.");
            }

            var (value, token) = (await services.GetRequiredService<AccessTokens>().MakeAsync(
                owner, given.GetValue(name)!, TimeSpan.FromDays(given.GetValue(days)), "system", cancel)).OrThrow();
            Say.Line($"Token for {owner} ({Roles.NameOf(person.Role)}), expires {token.ExpiresAt:yyyy-MM-dd HH:mm} UTC. It is shown this once:");
            Say.Line(value);
            return ExitCodes.Done;
        });
        return command;
    }
}
