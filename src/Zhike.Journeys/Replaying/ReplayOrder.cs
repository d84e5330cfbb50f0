using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Zhike.Contracts.Journeys;
using Zhike.Kernel;
using Zhike.Storage.Definitions;

namespace Zhike.Journeys.Replaying;

/// <summary>What is to be replayed under which name. Both days are included.</summary>
internal sealed record ReplayOrder(Definition Definition, DateOnly From, DateOnly To, string Run)
{
    public int Days => To.DayNumber - From.DayNumber + 1;
}

/// <summary>The arguments of the verb "replay": {journey, from, to, run?}.</summary>
internal sealed partial record ReplayArguments(string Journey, DateOnly From, DateOnly To, string Run)
{
    public const int DaysMax = 3660;

    public static Result<ReplayArguments> Read(JsonElement arguments)
    {
        var errors = new List<FieldError>();
        var journey = Text(arguments, "journey");
        if (journey.Length == 0)
        {
            errors.Add(new FieldError("journey", "must be the key of a journey"));
        }

        var from = Day(arguments, "from", errors);
        var to = Day(arguments, "to", errors);
        if (errors.Count == 0 && to < from)
        {
            errors.Add(new FieldError("to", $"must not be before from ({from:yyyy-MM-dd}), but is {to:yyyy-MM-dd}"));
        }
        else if (to.DayNumber - from.DayNumber >= DaysMax)
        {
            errors.Add(new FieldError("to", $"may be at most {DaysMax} days after from"));
        }

        var run = Text(arguments, "run");
        run = run.Length > 0 ? run : string.Create(CultureInfo.InvariantCulture, $"{journey}.{from:yyyy-MM-dd}.{to:yyyy-MM-dd}");
        if (run == Runs.Live || !RunName().IsMatch(run))
        {
            errors.Add(new FieldError("run", $"must be at most 120 of a-z, 0-9, '.', '-' and '_' and not \"{Runs.Live}\", but is \"{run}\""));
        }

        return errors.Count > 0 ? Problem.Invalid(errors) : new ReplayArguments(journey, from, to, run);
    }

    private static DateOnly Day(JsonElement arguments, string field, List<FieldError> errors)
    {
        if (DateOnly.TryParseExact(Text(arguments, field), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            return day;
        }

        errors.Add(new FieldError(field, "must be a day such as 1994-03-31"));
        return default;
    }

    private static string Text(JsonElement arguments, string field) =>
        arguments.ValueKind == JsonValueKind.Object && arguments.TryGetProperty(field, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()!
            : "";

    [GeneratedRegex("^[a-z0-9][a-z0-9._-]{0,119}$")]
    private static partial Regex RunName();
}
