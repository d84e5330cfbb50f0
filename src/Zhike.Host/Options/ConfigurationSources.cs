using Zhike.Kernel;

namespace Zhike.Host.Options;

/// <summary>Where options come from, the later winning: appsettings.json beside the program and in the working folder,
/// the environment (ZHIKE_…), the arguments.</summary>
public static class ConfigurationSources
{
    public const string EnvironmentPrefix = "ZHIKE_";

    public static IConfigurationRoot Build(IEnumerable<KeyValuePair<string, string?>> arguments) =>
        new ConfigurationBuilder()
            .AddJsonFile(Path.Combine(AppContext.BaseDirectory, "appsettings.json"), optional: true)
            .AddJsonFile(Path.GetFullPath("appsettings.json"), optional: true)
            .AddEnvironmentVariables(EnvironmentPrefix)
            .AddInMemoryCollection(arguments)
            .Build();

    /// <summary>"Bank:Name=First Bank" as a pair; a key that does not exist is refused with the one it was meant to be.</summary>
    public static Result<KeyValuePair<string, string?>> Argument(string text)
    {
        var at = text.IndexOf('=', StringComparison.Ordinal);
        if (at <= 0)
        {
            return Problem.Invalid("--set", $"must look like Bank:Name=First Bank, but is \"{text}\"");
        }

        var key = text[..at];
        return OptionCatalogue.Find(key) is null && !key.StartsWith("Logging:", StringComparison.OrdinalIgnoreCase)
            ? Problem.Invalid("--set", $"names no option: \"{key}\". Is {OptionCatalogue.Nearest(key)} meant?")
            : KeyValuePair.Create(key, (string?)text[(at + 1)..]);
    }

    private static string KeyOf(string variable) => variable[EnvironmentPrefix.Length..].Replace("__", ":", StringComparison.Ordinal);

    /// <summary>Variables ZHIKE_… that no option answers to: probably misspelt, so worth a line at start.</summary>
    public static IEnumerable<string> UnknownVariables(System.Collections.IDictionary environment) =>
        environment.Keys.Cast<string>()
            .Where(name => name.StartsWith(EnvironmentPrefix, StringComparison.OrdinalIgnoreCase)
                && !name.StartsWith($"{EnvironmentPrefix}LOGGING__", StringComparison.OrdinalIgnoreCase)
                && OptionCatalogue.Find(KeyOf(name)) is null)
            .Order(StringComparer.Ordinal)
            .Select(name => $"{name} is no option of Zhike. Is {OptionCatalogue.Find(OptionCatalogue.Nearest(KeyOf(name)))!.EnvironmentName} meant?");
}
