using System.Collections.Frozen;
using System.Text.RegularExpressions;

namespace Zhike.Analytics.ClickHouse;

/// <summary>Which of the engine's functions a stranger's statement may call. Those that compute from their arguments, yes;
/// those that read files, dictionaries, other tables, the configuration or the machine, call out, or wait, no. A test compares
/// the engine's list with the one that was reviewed, so that a new engine's functions are looked at before they are let in.</summary>
internal static partial class AllowedFunctions
{
    /// <summary>The only table functions there are.</summary>
    private static readonly FrozenSet<string> Tables = new[]
    {
        "numbers", "numbers_mt", "zeros", "zeros_mt", "generate_series", "generateseries", "values", "sqlstandardvalues", "null", "primes",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    public static bool Scalar(string name) => !Refused().IsMatch(name);

    public static bool Table(string name) => Tables.Contains(name);

    [GeneratedRegex(
        "^(_(?!cast$).*|address.*|ai(classify|embed|extract|generate|translate).*|aggthrow|authenticateduser|authuser|buildid|catboostevaluate"
        + "|connection_?id|current_?(profiles|roles|query_?id)|default(profiles|roles)|demangle|dict.*|displayname|enabled(profiles|roles)"
        + "|eval.*|file|filesystem.*|flamegraph|fqdn|fullhostname|fuzzquery|getclienthttpheader|getmacro|getmaxtablename.*|getmergetreesetting"
        + "|getoskernelversion|getserver.*|getsetting.*|globalvariable|hascolumnintable|hasthreadfuzzer|hostname|initial_?query_?.*"
        + "|ismergetreepart.*|joinget.*|logtrace|mergetreepart.*|naivebayes.*|partitionid|query_?id|region.*|serveruuid|shardcount|shardnum"
        + "|showcertificate|sleep.*|structureto.*|tcpport|tid|timeseries.*|transaction.*|trap|uptime|zookeeper.*)$",
        RegexOptions.IgnoreCase)]
    private static partial Regex Refused();
}
