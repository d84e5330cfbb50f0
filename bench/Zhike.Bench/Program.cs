using System.CommandLine;
using System.Globalization;
using Zhike.Bench.Harness;
using Zhike.Bench.Rows;
using Zhike.Contracts.Jobs;
using Zhike.Kernel;

namespace Zhike.Bench;

/// <summary>Measures what the program must cost, each row beside its reference in the same run.</summary>
internal static class Program
{
    private static readonly IRow[] Rows =
    [
        new SynthRow(), new ImportRow(), new IntakeRow(), new IntakeLatencyRow(), new EventToSegmentRow(), new TagsRow(), new TagsDailyRow(), new TagsPostgresRow(), new EstimateRow(),
        new MaterialiseRow(), new JourneyRow(), new PortraitRow(), new IdentityRow(), new StartRow(),
    ];

    private static readonly Dictionary<string, string[]> Groups = new() { ["segments"] = ["estimate", "materialise", "event-to-segment"] };

    private static async Task<int> Main(string[] args)
    {
        var name = new Argument<string>("name") { Description = $"One row: {string.Join(", ", Rows.Select(r => r.Name))}; or segments, all rows of theirs. None runs all.", DefaultValueFactory = _ => "" };
        var scale = new Option<string>("--scale") { Description = "Size of the bank: 10k, 100k, 1m or 10m customers.", DefaultValueFactory = _ => "100k" };
        var rounds = new Option<int>("--rounds") { Description = "Measured turns of each.", DefaultValueFactory = _ => 3 };
        var data = new Option<string>("--data") { Description = "Folder of the banks and the results.", DefaultValueFactory = _ => Path.Combine("bench", "out") };
        var command = new RootCommand("Measures the rows of the design's table, each beside its reference.") { name, scale, rounds, data };
        command.SetAction((parsed, cancel) => RunAsync(parsed.GetValue(name)!, parsed.GetValue(scale)!, parsed.GetValue(rounds), parsed.GetValue(data)!, cancel));
        return await command.Parse(args).InvokeAsync().ConfigureAwait(false);
    }

    private static async Task<int> RunAsync(string name, string scaleName, int rounds, string folder, CancellationToken cancel)
    {
        try
        {
            var rows = name.Length == 0 ? Rows : [.. Rows.Where(r => r.Name == name || Groups.GetValueOrDefault(name, []).Contains(r.Name))];
            if (rows.Length == 0)
            {
                throw new ProblemException(Problem.Invalid("name", $"must be one of {string.Join(", ", Rows.Select(r => r.Name))}, but is \"{name}\""));
            }

            var scale = Scale.Named(scaleName).OrThrow();
            await using var bank = await Bank.OpenAsync(scale, Path.Combine(folder, "banks"), rows.Any(r => r.NeedsBank), new Lines(), cancel).ConfigureAwait(false);
            var lines = new List<Line>();
            foreach (var row in rows)
            {
                await Console.Error.WriteLineAsync($"{row.Name} …").ConfigureAwait(false);
                lines.AddRange(await row.RunAsync(bank, rounds, cancel).ConfigureAwait(false));
            }

            foreach (var text in ResultTable.Markdown(lines, scale))
            {
                await Console.Out.WriteLineAsync(text).ConfigureAwait(false);
            }

            var file = await ResultTable.WriteJsonAsync(lines, scale, folder, cancel).ConfigureAwait(false);
            await Console.Out.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"{scale.Customers:N0} customers, {Environment.ProcessorCount} cores, {ResultTable.PeakMemory() / 1e9:0.0} GB resident at most. {file}")).ConfigureAwait(false);
            return 0;
        }
        catch (ProblemException refusal)
        {
            await Console.Error.WriteLineAsync(refusal.Problem.Message).ConfigureAwait(false);
            return 2;
        }
    }

    /// <summary>One line a step and tenth, fit for a log.</summary>
    private sealed class Lines : IProgressSink
    {
        private string _last = "";

        public void Report(string step, long done, long total)
        {
            var line = total > 0 ? string.Create(CultureInfo.InvariantCulture, $"  {step} {done * 10 / total * 10} %") : $"  {step}";
            if (line != _last)
            {
                Console.Error.WriteLine(_last = line);
            }
        }
    }
}
