using System.CommandLine;
using System.Globalization;

namespace Zhike.Host.Cli;

/// <summary>The verbs that do long work: import, synth, run-day, replay, rotate-personal-key.</summary>
internal static class JobVerbs
{
    public static Command Import()
    {
        var mapping = new Argument<string>("MAPPING") { Description = "The mapping file (YAML): source, columns, types, keys, code tables, what to do with a bad row." };
        var dryRun = new Option<bool>("--dry-run") { Description = "Only say what would be accepted and refused." };
        var command = new Command("import", "Bring in data through a mapping file.") { mapping, dryRun };
        command.SetAction((given, cancel) =>
        {
            var file = Path.GetFullPath(given.GetRequiredValue(mapping));
            return File.Exists(file)
                ? JobCall.RunAsync(given, "import", new { mapping = file, dryRun = given.GetValue(dryRun) }, cancel)
                : Task.FromResult(Say.Refused($"there is no mapping file {file}."));
        });
        return command;
    }

    public static Command Synth()
    {
        var customers = new Option<long>("--customers") { Description = "How many customers, 1 to 10,000,000.", HelpName = "N", Required = true };
        var seed = new Option<long?>("--seed") { Description = "Another seed makes another bank; the same seed the same bank.", HelpName = "S" };
        var asOf = Day("--as-of", "The last day of its transactions.");
        var command = new Command("synth", "Make up a deterministic bank of any size, for benchmarks and trials.") { customers, seed, asOf };
        command.SetAction((given, cancel) => JobCall.RunAsync(
            given, "synth", new { customers = given.GetValue(customers), seed = given.GetValue(seed), asOf = given.GetValue(asOf) }, cancel));
        return command;
    }

    public static Command RunDay()
    {
        var day = new Argument<DateOnly>("D") { Description = "The business date, such as 1994-03-31.", CustomParser = Days.Parse };
        var full = new Option<bool>("--full") { Description = "Compute everything anew instead of what changed since the day before." };
        var command = new Command("run-day", "Run the nightly batch of a business date: tags, then segments.") { day, full };
        command.SetAction((given, cancel) => JobCall.RunAsync(given, "run-day", new { date = given.GetValue(day), full = given.GetValue(full) }, cancel));
        return command;
    }

    public static Command Replay()
    {
        var journey = new Argument<string>("JOURNEY") { Description = "The strategy's key, such as first-hundred-days." };
        var from = Day("--from", "First day.");
        var to = Day("--to", "Last day (included).");
        var run = new Option<string?>("--run") { Description = "Name of the run; without it, made from the strategy and the days.", HelpName = "NAME" };
        (from.Required, to.Required) = (true, true);
        var command = new Command("replay", "Run a strategy day by day over stored history; nobody is contacted.") { journey, from, to, run };
        command.SetAction((given, cancel) => JobCall.RunAsync(
            given,
            "replay",
            new { journey = given.GetValue(journey), from = given.GetValue(from), to = given.GetValue(to), run = given.GetValue(run) },
            cancel));
        return command;
    }

    public static Command RotatePersonalKey()
    {
        var finish = new Option<bool>("--finish") { Description = "Forget the older keys, once nothing stands under them." };
        var command = new Command("rotate-personal-key", "Give the personal data a new key while everything goes on; a killed run goes on at the next.") { finish };
        command.SetAction((given, cancel) => JobCall.RunAsync(given, "rotate-personal-key", new { finish = given.GetValue(finish) }, cancel));
        return command;
    }

    private static Option<DateOnly?> Day(string name, string description) =>
        new(name) { Description = description, HelpName = "D", CustomParser = result => Days.Parse(result) };
}

/// <summary>Days on the command line: yyyy-MM-dd and nothing else.</summary>
internal static class Days
{
    public static DateOnly Parse(System.CommandLine.Parsing.ArgumentResult result)
    {
        var text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            return day;
        }

        result.AddError($"\"{text}\" is no day; write it as 1994-03-31.");
        return default;
    }
}
