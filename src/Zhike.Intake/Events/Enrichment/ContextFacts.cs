namespace Zhike.Intake.Events.Enrichment;

/// <summary>What an event's context says, read once.</summary>
internal sealed record ContextFacts
{
    public static ContextFacts None { get; } = new();

    public string DeviceId { get; init; } = "";

    /// <summary>Empty where the sender names none.</summary>
    public string SessionId { get; init; } = "";

    /// <summary>As some SDKs say it in the context.</summary>
    public string Channel { get; init; } = "";

    /// <summary>Channel by library and user agent; empty where they do not tell.</summary>
    public string Guessed { get; init; } = "";

    public IReadOnlyList<KeyValuePair<string, string>> Campaign { get; init; } = [];

    /// <summary>The context as it is stored; null: as it came.</summary>
    public byte[]? Rewritten { get; init; }

    /// <summary>Numbers of persons that were covered in it: "personal:context.page.url".</summary>
    public IReadOnlyList<string> Violations { get; init; } = [];

    public ReadOnlySpan<byte> Kept(ReadOnlySpan<byte> asItCame) => Rewritten is null ? asItCame : Rewritten;
}
