using System.Collections.Concurrent;

namespace Zhike.Intake.Events.Enrichment;

/// <summary>What a browser says of itself, as far as a bank asks: system, browser, kind of device. Written for what banks' customers in
/// China hold in their hands; what it does not know it leaves empty.</summary>
/// <param name="Device">mobile, tablet, desktop, bot; empty where nothing is known.</param>
internal sealed record UserAgent(string Os, string OsVersion, string Browser, string BrowserVersion, string Device, string Model)
{
    public const int LengthMax = 1_000;
    private const int RememberedMax = 5_000;
    private static readonly ConcurrentDictionary<string, UserAgent> Remembered = new(StringComparer.Ordinal);

    /// <summary>The first that is found counts: each browser also names those that it descends from.</summary>
    private static readonly (string Token, string Name)[] Browsers =
    [
        ("MicroMessenger/", "WeChat"), ("AlipayClient/", "Alipay"), ("DingTalk/", "DingTalk"), ("wxwork/", "WeCom"), ("QQ/", "QQ"), ("aweme_", "Douyin"),
        ("HuaweiBrowser/", "Huawei Browser"), ("MiuiBrowser/", "Xiaomi Browser"), ("VivoBrowser/", "vivo Browser"), ("HeyTapBrowser/", "OPPO Browser"),
        ("UCBrowser/", "UC Browser"), ("MQQBrowser/", "QQ Browser"), ("QQBrowser/", "QQ Browser"), ("baiduboxapp/", "Baidu"), ("SamsungBrowser/", "Samsung Internet"),
        ("EdgA/", "Edge"), ("EdgiOS/", "Edge"), ("Edg/", "Edge"), ("OPR/", "Opera"), ("FxiOS/", "Firefox"), ("Firefox/", "Firefox"),
        ("HeadlessChrome/", "Chrome"), ("CriOS/", "Chrome"), ("Chrome/", "Chrome"), ("Version/", "Safari"), ("MSIE ", "Internet Explorer"), ("Trident/", "Internet Explorer"),
    ];

    private static readonly (string Token, string Name)[] Systems =
    [
        ("OpenHarmony ", "HarmonyOS"), ("HarmonyOS", "HarmonyOS"), ("Android ", "Android"), ("Android", "Android"), ("iPhone OS ", "iOS"), ("CPU OS ", "iPadOS"),
        ("Windows NT ", "Windows"), ("Mac OS X ", "macOS"), ("CrOS ", "ChromeOS"), ("Linux", "Linux"),
    ];

    public static UserAgent None { get; } = new("", "", "", "", "", "");

    public bool InMiniProgramme { get; private init; }

    public bool InWeChat => Browser is "WeChat" or "WeCom";

    public static UserAgent Of(string text)
    {
        if (text.Length is 0 or > LengthMax)
        {
            return None;
        }

        if (Remembered.TryGetValue(text, out var known))
        {
            return known;
        }

        if (Remembered.Count >= RememberedMax)
        {
            Remembered.Clear();
        }

        return Remembered[text] = Parse(text);
    }

    private static UserAgent Parse(string text)
    {
        var (os, osVersion) = First(text, Systems);
        var (browser, browserVersion) = First(text, Browsers);
        var bot = text.Contains("bot", StringComparison.OrdinalIgnoreCase) || text.Contains("spider", StringComparison.OrdinalIgnoreCase);
        var device = bot ? "bot"
            : os is "iPadOS" || text.Contains("Tablet", StringComparison.Ordinal) || (os == "Android" && !text.Contains("Mobile", StringComparison.Ordinal)) ? "tablet"
            : os is "iOS" or "Android" or "HarmonyOS" || text.Contains("Mobile", StringComparison.Ordinal) ? "mobile"
            : os.Length > 0 ? "desktop" : "";
        return new UserAgent(os, osVersion, browser, browserVersion, device, ModelOf(text, os))
        {
            InMiniProgramme = text.Contains("miniProgram", StringComparison.OrdinalIgnoreCase),
        };
    }

    private static (string Name, string Version) First(string text, (string Token, string Name)[] known)
    {
        foreach (var (token, name) in known)
        {
            var at = text.IndexOf(token, StringComparison.Ordinal);
            if (at >= 0)
            {
                var rest = text.AsSpan(at + token.Length);
                var length = 0;
                while (length < rest.Length && (char.IsAsciiDigit(rest[length]) || rest[length] is '.' or '_'))
                {
                    length++;
                }

                return (name, rest[..length].TrimEnd("._").ToString().Replace('_', '.'));
            }
        }

        return ("", "");
    }

    /// <summary>Android says it between the version and "Build" or the closing bracket: "Android 14; PFTM20 Build/…".</summary>
    private static string ModelOf(string text, string os)
    {
        if (os is "iOS" or "iPadOS")
        {
            return os == "iOS" ? "iPhone" : "iPad";
        }

        var android = os is "Android" or "HarmonyOS" ? text.IndexOf("Android", StringComparison.Ordinal) : -1;
        var close = android < 0 ? -1 : text.IndexOf(')', android);
        if (close < 0)
        {
            return "";
        }

        var parts = text[android..close].Split(';', StringSplitOptions.TrimEntries);
        var model = parts.Length > 1 ? parts[^1] : "";
        var build = model.IndexOf(" Build", StringComparison.Ordinal);
        model = build >= 0 ? model[..build] : model;
        return model.Length is > 1 and <= 60 && model != "wv" ? model : "";
    }
}
