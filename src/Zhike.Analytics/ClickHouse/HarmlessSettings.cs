using System.Globalization;
using System.Text.RegularExpressions;
using Zhike.Storage.Facts;

namespace Zhike.Analytics.ClickHouse;

/// <summary>Of the settings that clients send, those that only shape the answer are obeyed, limits only downwards; the rest is
/// passed over, as drivers send many that mean nothing here.</summary>
internal static partial class HarmlessSettings
{
    /// <summary>2 GiB, one minute.</summary>
    public static FactsLimits LimitsMax { get; } = new(2L << 30, TimeSpan.FromMinutes(1));

    /// <exception cref="Refusal">A harmless setting has a value that cannot be one.</exception>
    public static (FactsLimits Limits, List<KeyValuePair<string, string>> Settings) From(IEnumerable<KeyValuePair<string, string>> sent)
    {
        var limits = LimitsMax;
        var settings = new List<KeyValuePair<string, string>>();
        foreach (var (name, value) in sent)
        {
            switch (name)
            {
                case "max_memory_usage" when Number(value) is > 0 and var bytes && bytes < limits.MemoryBytesMax:
                    limits = limits with { MemoryBytesMax = (long)bytes };
                    break;
                case "max_execution_time" when Number(value) is > 0 and var seconds && seconds < limits.TimeMax.TotalSeconds:
                    limits = limits with { TimeMax = TimeSpan.FromSeconds(seconds) };
                    break;
                case "max_threads" when Number(value) is >= 1 and <= 256 and var threads:
                    limits = limits with { Threads = (int)Math.Min(threads, Environment.ProcessorCount) };
                    break;
                default:
                    if (Harmless().IsMatch(name))
                    {
                        settings.Add(Plain().IsMatch(value) ? new(name, value) : throw Refusal.BadArguments($"Setting {name} has no such value"));
                    }

                    break;
            }
        }

        return (limits, settings);
    }

    private static double? Number(string text) => double.TryParse(text, CultureInfo.InvariantCulture, out var number) ? number : null;

    // output_format_schema is a path of a file that the engine would write.
    [GeneratedRegex("^(output_format_(?!schema)[a-z0-9_]+|format_csv_delimiter|date_time_output_format|session_timezone|join_use_nulls|group_by_use_nulls|union_default_mode|except_default_mode|intersect_default_mode|extremes|max_block_size|max_result_rows|aggregate_functions_null_for_empty)$")]
    private static partial Regex Harmless();

    [GeneratedRegex(@"^[A-Za-z0-9_./:;,|+ -]{0,64}$")]
    private static partial Regex Plain();
}
