namespace Zhike.Host.Options;

/// <summary>One option: its key in appsettings.json ("Bank:Name"), which is ZHIKE_BANK__NAME in the environment and
/// --set Bank:Name=… as an argument.</summary>
/// <param name="Default">As text, as it would stand in the configuration.</param>
/// <param name="Meaning">A sentence for people; the option list prints it.</param>
/// <param name="Check">Answers what is wrong with a value ("must be …"), or null.</param>
public sealed record OptionEntry(string Key, string Default, string Meaning, Func<string, string?> Check)
{
    public string EnvironmentName => $"ZHIKE_{Key.Replace(":", "__", StringComparison.Ordinal).ToUpperInvariant()}";

    /// <summary>Its value is never printed.</summary>
    public bool Secret { get; init; }
}
