namespace Zhike.Intake.Events.Enrichment;

/// <summary>The channel of an event, in the bank's words: as the sender says it, else guessed from its library or its user agent.</summary>
internal static class ClientChannel
{
    private static readonly string[] App = ["ios", "android", "kotlin", "swift", "react-native", "react_native", "flutter", "harmony"];
    private static readonly string[] Server = ["node", "python", "java", "go", "ruby", "php", "dotnet", "csharp", "rust"];

    /// <summary>True where a person holds the device in their hands.</summary>
    public static bool IsPersons(string channel) => channel is "app" or "web" or "h5" or "mini_programme";

    public static string Of(string said, ContextFacts context)
    {
        var named = InBanksWords(said);
        return named.Length > 0 ? named : InBanksWords(context.Channel) is { Length: > 0 } other ? other : context.Guessed;
    }

    /// <param name="library">context.library.name of the sender's SDK.</param>
    public static string Guess(string library, UserAgent agent)
    {
        if (library.Length > 0 && library.ToLowerInvariant() is var name)
        {
            return name.Contains("miniprogram", StringComparison.Ordinal) || name.Contains("weapp", StringComparison.Ordinal) || name.Contains("mini", StringComparison.Ordinal) ? "mini_programme"
                : name.Contains("javascript", StringComparison.Ordinal) || name is "analytics.js" or "@segment/analytics-next" || name.EndsWith("-js", StringComparison.Ordinal) ? WebOf(agent)
                : App.Any(a => name.Contains(a, StringComparison.Ordinal)) ? "app"
                : Server.Any(s => name.EndsWith(s, StringComparison.Ordinal)) ? "system"
                : WebOf(agent, otherwise: "");
        }

        return WebOf(agent, otherwise: "");
    }

    private static string WebOf(UserAgent agent, string otherwise = "web") =>
        agent.InMiniProgramme ? "mini_programme" : agent.InWeChat ? "h5" : agent.Browser.Length > 0 ? "web" : otherwise;

    private static string InBanksWords(string channel) => channel switch
    {
        "browser" => "web",
        "mobile" => "app",
        "server" or "sources" => "system",
        "app" or "mini_programme" or "web" or "h5" or "counter" or "call" or "system" => channel,
        _ => "",
    };
}
