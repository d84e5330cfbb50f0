using System.CommandLine;
using Zhike.Host.Options;

namespace Zhike.Host.Cli;

/// <summary>zhike doctor: is this machine fit? What is missing comes in a sentence with its cure.</summary>
internal static class DoctorVerb
{
    public static Command Command()
    {
        var command = new Command("doctor", "Check this machine, and say in a sentence what is missing and how to get it.");
        command.SetAction(async (given, cancel) =>
        {
            var (options, _) = EveryVerb.Options(given);
            var server = await RunningServer.FindAsync(options, cancel);
            var findings = new List<Finding>();
            await foreach (var finding in MachineChecks.RunAsync(options, server, cancel))
            {
                findings.Add(finding);
                Say.Line($"{(finding.Ok ? "ok     " : finding.Needed ? "MISSING" : "advice ")}  {finding.What}{(finding.Cure is null ? "" : $" {finding.Cure}")}");
            }

            var missing = findings.Count(f => f is { Ok: false, Needed: true });
            Say.Line(missing == 0 ? "This machine is fit for Zhike." : $"{missing} {(missing == 1 ? "thing is" : "things are")} missing.");
            return missing == 0 ? ExitCodes.Done : ExitCodes.Refused;
        });
        return command;
    }
}

/// <param name="Needed">Zhike does not run without it; else it is advice.</param>
/// <param name="Cure">A sentence that says what to do.</param>
internal sealed record Finding(bool Ok, bool Needed, string What, string? Cure = null);
