using System.CommandLine;
using Zhike.Kernel;

namespace Zhike.Host.Cli;

/// <summary>The command line: ./zhike VERB. Each verb has a file of its own.</summary>
public static class ZhikeCommand
{
    public static async Task<int> RunAsync(string[] arguments)
    {
        try
        {
            var configuration = new InvocationConfiguration
            {
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = TimeSpan.FromSeconds(30),
            };
            return await Root().Parse(arguments).InvokeAsync(configuration);
        }
        catch (ProblemException refusal)
        {
            return Say.Refused(refusal.Problem.Message);
        }
        catch (Microsoft.Extensions.Options.OptionsValidationException wrong)
        {
            return Say.Refused("these options are wrong:\n" + string.Join('\n', wrong.Failures.Select(f => $"  {f}")));
        }
        catch (OperationCanceledException)
        {
            return ExitCodes.Interrupted;
        }
        catch (Exception bug)
        {
            Say.Aside(bug.ToString());
            return Say.Refused($"this is a fault of Zhike's own ({bug.GetType().Name}); what stands above belongs into its report.");
        }
    }

    public static RootCommand Root()
    {
        var root = new RootCommand("Zhike 知客: the marketing platform of a retail bank, in one process.")
        {
            UpVerb.Command(),
            JobVerbs.Import(),
            JobVerbs.Synth(),
            JobVerbs.RunDay(),
            JobVerbs.Replay(),
            JobVerbs.RotatePersonalKey(),
            TokenVerb.Command(),
            StoreVerbs.Backup(),
            StoreVerbs.Restore(),
            DoctorVerb.Command(),
            ScriptVerbs.Test(),
            ScriptVerbs.Bench(),
            DocumentVerbs.OpenApi(),
            DocumentVerbs.Options(),
        };
        root.Options.Add(EveryVerb.Data);
        root.Options.Add(EveryVerb.Set);
        return root;
    }
}
