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
            var failed = !await FollowAsync(setup, app.Lifetime.ApplicationStopping, cancel);
            if (failed && !setup.StoresReady && !cancel.IsCancellationRequested)
            {
                await app.StopAsync(CancellationToken.None);
                return Say.Refused(setup.Failure ?? "the server stopped");
            }

            if (failed)
            {
                // What is there can be looked at; the next start goes on with the step that failed.
                Say.Aside($"zhike: not everything could be prepared: {setup.Failure} The server runs with what is there; start it again to go on.");
            }
            else
            {
                await GreetAsync(app.Services, address, cancel);
            }

            await app.WaitForShutdownAsync(cancel);
            return ExitCodes.Done;
        }
        finally
        {
            RunningServer.Withdraw(options);
        }
    }

    /// <summary>Shows the steps of set-up until they are over; answers whether they went well.</summary>
    private static async Task<bool> FollowAsync(SetupProgress setup, CancellationToken stopping, CancellationToken cancel)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stopping, cancel);
        var told = new HashSet<string>();
        while (true)
        {
            var over = await Task.WhenAny(setup.Ready, Task.Delay(100, either.Token)) == setup.Ready || either.IsCancellationRequested;
            foreach (var step in setup.Steps.Where(s => s.State == SetupState.Done && told.Add(s.Name)))
            {
                Bar?.Dispose();
                Say.Line($"  ✓ {step.Label}: {step.Detail}");
                Bar = null;
            }

            if (over)
            {
                Bar?.Dispose();
                return setup.Ready.IsCompletedSuccessfully;
            }

            if (setup.Steps.FirstOrDefault(s => s.State == SetupState.Running) is { } running)
            {
                Bar ??= new ProgressLine($"  {running.Label}");
                Bar.Report(running.Detail, running.Done, running.Total);
            }
        }
    }

    private static ProgressLine? Bar { get; set; }

    private static async Task GreetAsync(IServiceProvider services, string address, CancellationToken cancel)
    {
        Say.Line();
        Say.Line($"Ready: {address}");
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
        }

        Say.Line("Stop with Ctrl-C.");
    }
}
