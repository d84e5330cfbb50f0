namespace Zhike.Host.Options;

/// <summary>One option: its key in appsettings.json ("Bank:Name"), which is ZHIKE_BANK__NAME in the environment and
/// --set Bank:Name=… as an argument.</summary>
/// <param name="Default">As text, as it would stand in the configuration.</param>
/// <param name="Meaning">A sentence for people; the option list prints it.</param>
/// <param name="Check">Answers what is wrong with a value ("must be …"), or null.</param>
public sealed record OptionEntry(string Key, string Default, string Meaning, Func<string, string?> Check)
{
    /// <summary>A key that ends in NAME answers to every name in that place.</summary>
    private const string AnyName = ":NAME";

    public string EnvironmentName => $"ZHIKE_{Key.Replace(":", "__", StringComparison.Ordinal).ToUpperInvariant()}";

    /// <summary>True when this option is what the key names, whatever its case.</summary>
    public bool Answers(string key) => Key.EndsWith(AnyName, StringComparison.Ordinal)
        ? key.StartsWith(Key[..^(AnyName.Length - 1)], StringComparison.OrdinalIgnoreCase)
        : string.Equals(Key, key, StringComparison.OrdinalIgnoreCase);

    /// <summary>Its value is never printed.</summary>
    public bool Secret { get; init; }
}
