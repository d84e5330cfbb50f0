using System.CommandLine;
using Zhike.Host.Options;
using Zhike.Kernel;

namespace Zhike.Host.Cli;

/// <summary>What every verb takes.</summary>
internal static class EveryVerb
{
    public static Option<string?> Data { get; } = new("--data")
    {
        Description = "Folder that holds everything Zhike keeps (default ./data).",
        HelpName = "DIR",
        Recursive = true,
    };

    public static Option<string[]> Set { get; } = new("--set")
    {
        Description = "Any option by its key, such as --set \"Bank:Name=First Bank\"; may be given again. docs/options.md lists them.",
        HelpName = "KEY=VALUE",
        Recursive = true,
        Arity = ArgumentArity.ZeroOrMore,
    };

    /// <summary>The configuration and its options, every source read and everything checked.</summary>
    /// <param name="more">What a verb's own options say, by key.</param>
    public static (ZhikeOptions Options, IConfigurationRoot Configuration) Options(ParseResult given, params (string Key, string? Value)[] more)
    {
        var arguments = new List<KeyValuePair<string, string?>>();
        foreach (var text in given.GetValue(Set) ?? [])
        {
            arguments.Add(ConfigurationSources.Argument(text).OrThrow());
        }

        foreach (var (key, value) in more.Append(("Data", given.GetValue(Data))).Where(p => p.Item2 is not null))
        {
            arguments.Add(KeyValuePair.Create(key, value));
        }

        foreach (var unknown in ConfigurationSources.UnknownVariables(Environment.GetEnvironmentVariables()))
        {
            Say.Aside($"zhike: {unknown}");
        }

        var configuration = ConfigurationSources.Build(arguments);
        var options = ZhikeOptions.Read(configuration);
        return options.Ok
            ? (options.Value, configuration)
            : throw new ProblemException(new Problem(
                ProblemKind.Invalid, "options", "these options are wrong:\n" + string.Join('\n', options.Problem.Errors.Select(Sentence)), options.Problem.Errors));
    }

    private static string Sentence(FieldError error) => $"  {error.Field} ({OptionCatalogue.Find(error.Field)!.EnvironmentName}) {error.Message}.";
}
