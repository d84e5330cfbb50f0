using System.CommandLine;
using System.Globalization;
using System.Net.Sockets;
using Zhike.Host.Options;
using Zhike.Host.Setup;
using Zhike.Host.Bank;
using Zhike.Host.Staff;
using Zhike.Kernel;

namespace Zhike.Host.Cli;

/// <summary>zhike up: the server. The page is there at once, the rest is prepared behind it.</summary>
internal static class UpVerb
{
    public static Command Command()
    {
        var port = new Option<int?>("--port") { Description = "Port to listen on (default 5080); 0 takes a free one.", HelpName = "N" };
        var noDemo = new Option<bool>("--no-demo") { Description = "Do not load the demo bank into an empty data folder." };
        var command = new Command("up", "Start the server; on an empty data folder, with the demo bank.") { port, noDemo };
        command.SetAction((given, cancel) =>
        {
            var (options, configuration) = EveryVerb.Options(
                given,
                ("Port", given.GetValue(port)?.ToString(CultureInfo.InvariantCulture)),
                ("Demo", given.GetValue(noDemo) ? "false" : null));
            return ServeAsync(options, configuration, cancel);
        });
        return command;
    }

    private static async Task<int> ServeAsync(ZhikeOptions options, IConfiguration configuration, CancellationToken cancel)
    {
        if (await RunningServer.FindAsync(options, cancel) is { } other)
        {
            return Say.Refused($"a server already runs on {options.DataFolder}: {other.Address} (process {other.ProcessId}). Stop it, or name another folder with --data.");
        }

        await using var app = ZhikeServer.Build(options, configuration, TimeProvider.System);
        try
        {
            await app.StartAsync(cancel);
        }
        catch (IOException taken) when (taken.InnerException is Microsoft.AspNetCore.Connections.AddressInUseException or SocketException || taken.Message.Contains("address already in use", StringComparison.OrdinalIgnoreCase))
        {
            return Say.Refused($"port {options.Port} is taken by another program. Name another one with --port N.");
        }

        var address = app.Urls.First();
        RunningServer.Announce(options, address);
        try
        {
            Say.Line($"Zhike listens on {address}");
            var setup = app.Services.GetRequiredService<SetupProgress>();
            var follower = new SetupFollower(setup, () => GreetAsync(app.Services, address, CancellationToken.None));
            var prepared = await follower.FollowAsync(app.Lifetime.ApplicationStopping, cancel);
            if (!prepared && !setup.StoresReady && !cancel.IsCancellationRequested)
            {
                await app.StopAsync(CancellationToken.None);
                return Say.Refused(setup.Failure ?? "the server stopped");
            }

            if (!prepared && !cancel.IsCancellationRequested)
            {
                // What is there can be looked at; the next start goes on with the step that failed.
                Say.Aside($"zhike: not everything could be prepared: {setup.Failure} The server runs with what is there; start it again to go on.");
            }

            if (prepared)
            {
                Say.Line("Everything is ready.");
            }

            await app.WaitForShutdownAsync(cancel);
            return ExitCodes.Done;
        }
        finally
        {
            RunningServer.Withdraw(options);
        }
    }

    private static async Task GreetAsync(IServiceProvider services, string address, CancellationToken cancel)
    {
        Say.Line();
        Say.Line($"Open {address}");
        if (services.GetRequiredService<FirstAdministrator>().Password is { } password)
        {
            Say.Line($"Sign in as {FirstAdministrator.Number} with the password {password} (shown this once; change it).");
        }

        var state = services.GetRequiredService<BankState>();
        if (await state.IsDemoAsync(cancel))
        {
            var people = await DemoPeople.SignInsAsync(services.GetRequiredService<StaffRegister>(), state, cancel);
            Say.Line($"The demo bank's day is {services.GetRequiredService<BankClock>().Today():yyyy-MM-dd}. Sign in with the password {(people.Count > 0 ? people[0].Password : "")} as");
            foreach (var person in people)
            {
                Say.Line($"  {person.User,-10} {person.Role} {person.NameZh}");
            }

            Say.Line($"Events are taken at {address}/v1/track with the write key {DemoBank.EventWriteKey}.");
        }

        Say.Line("Stop with Ctrl-C.");
    }
}
