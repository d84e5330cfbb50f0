using System.Globalization;
using System.Text.Json;

namespace Zhike.Bench.Harness;

/// <summary>Prints the lines for people and writes them for machines.</summary>
internal static class ResultTable
{
    private const int SecondsShownMax = 100;
    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    public static IEnumerable<string> Markdown(IReadOnlyList<Line> lines, Scale scale)
    {
        yield return "| row | work | rows | median | rows/s | reference | its median | ratio | bar | met |";
        yield return "|---|---|---:|---:|---:|---|---:|---:|---|---|";
        foreach (var line in lines)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"| {line.Name} | {line.Work} | {line.Rows:N0} {line.Unit} | {Time(line.Ours.Median)} | {line.PerSecond:N0} | {line.ReferenceIs} | {(line.Reference is { } r ? Time(r.Median) : "")} | {line.Ratio:0.00} | {line.Bar.Words} | {Words(line.Met(scale.Customers))} |");
        }
    }

    public static async Task<string> WriteJsonAsync(IReadOnlyList<Line> lines, Scale scale, string folder, CancellationToken cancel)
    {
        Directory.CreateDirectory(folder);
        var file = Path.Combine(folder, $"{scale.Name}-{string.Join('-', lines.Select(l => l.Name).Distinct().Take(3))}.json");
        var document = new
        {
            Scale = scale.Name,
            scale.Customers,
            Cores = Environment.ProcessorCount,
            MemoryBytesPeak = PeakMemory(),
            Rows = lines.Select(l => new
            {
                l.Name, l.Work, l.Rows, l.Unit, Seconds = l.Ours.Seconds.Take(SecondsShownMax), l.Ours.Median, l.Ours.P95, l.Ours.P99, l.PerSecond,
                l.ReferenceIs, ReferenceSeconds = l.Reference?.Seconds, ReferenceMedian = l.Reference?.Median, l.Ratio,
                Bar = l.Bar.Words, Met = l.Met(scale.Customers),
            }),
        };
        await File.WriteAllTextAsync(file, JsonSerializer.Serialize(document, Json), cancel).ConfigureAwait(false);
        return file;
    }

    /// <summary>The most this process (or another) ever had resident, by the kernel's own account; 0 where it gives none.</summary>
    public static long PeakMemory(int? process = null)
    {
        var status = $"/proc/{process?.ToString(CultureInfo.InvariantCulture) ?? "self"}/status";
        var line = File.Exists(status) ? File.ReadLines(status).FirstOrDefault(l => l.StartsWith("VmHWM:", StringComparison.Ordinal)) : null;
        return line is null ? 0 : long.Parse(line.Split(':')[1].Replace("kB", "", StringComparison.Ordinal).Trim(), CultureInfo.InvariantCulture) * 1024;
    }

    private static string Time(double seconds) => seconds < 1
        ? string.Create(CultureInfo.InvariantCulture, $"{seconds * 1000:0} ms")
        : string.Create(CultureInfo.InvariantCulture, $"{seconds:0.00} s");

    private static string Words(bool? met) => met switch { true => "yes", false => "no", null => "" };
}
