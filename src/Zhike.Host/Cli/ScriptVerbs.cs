using System.CommandLine;

namespace Zhike.Host.Cli;

/// <summary>Verbs that the script ./zhike carries out before this program starts; here only so that --help knows them.</summary>
internal static class ScriptVerbs
{
    public static Command Test() => InScript("test", "Run every test project, the console's tests and its linter; the last line counts them.");

    public static Command Bench()
    {
        var command = InScript("bench", "Measure what design and docs promise, each beside its reference, and print a table.");
        command.Add(new Argument<string?>("NAME") { Description = "Only these measurements.", Arity = ArgumentArity.ZeroOrOne });
        command.Add(new Option<string>("--scale") { Description = "100k, 1m or 10m customers.", HelpName = "SCALE" });
        return command;
    }

    private static Command InScript(string verb, string description)
    {
        var command = new Command(verb, description);
        command.SetAction(_ => Say.Refused($"\"{verb}\" is carried out by the script: ./zhike {verb}"));
        return command;
    }
}
