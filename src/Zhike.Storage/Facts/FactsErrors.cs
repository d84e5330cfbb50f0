using System.Globalization;
using System.Text.RegularExpressions;
using Zhike.Kernel;

namespace Zhike.Storage.Facts;

/// <summary>The engine's errors in our words: "Code: 241. DB::Exception: Memory limit …".</summary>
internal static partial class FactsErrors
{
    /// <param name="parameters">What the statement was given: none of it stands in the message, which goes to logs.</param>
    public static Exception From(string statement, string error, IEnumerable<KeyValuePair<string, string>>? parameters = null)
    {
        error = Without(parameters ?? [], error);
        if (error.IndexOf(" because it isn't parsed completely", StringComparison.Ordinal) is var cut and >= 0)
        {
            error = error[..cut];
        }

        var code = CodeOf(error);
        return code switch
        {
            241 => Limit("memory_limit", $"{statement} needed more memory than it may take. Narrow the question, or raise its limit."),
            159 or 160 => Limit("time_limit", $"{statement} took longer than it may. Narrow the question, or raise its limit."),
            158 or 396 or 307 => Limit("rows_limit", $"{statement} would answer or read more than it may. Narrow the question."),
            243 => new ProblemException(new Problem(ProblemKind.Unavailable, "disk_full", $"{statement} was not written: the disk is full. Nothing of it was kept.")),
            394 => new OperationCanceledException($"{statement} was cancelled."),
            209 or 210 or 516 or 198 => new ProblemException(new Problem(ProblemKind.Unavailable, "facts_unreachable", $"The facts store did not answer {statement}: {FirstLine(error)}")),
            _ when error.Contains("No space left on device", StringComparison.Ordinal) =>
                new ProblemException(new Problem(ProblemKind.Unavailable, "disk_full", $"{statement} was not written: the disk is full. Nothing of it was kept.")),
            _ => new FactsException(statement, code, FirstLine(error)),
        };
    }

    public static int CodeOf(string error) => CodePattern().Match(error) is { Success: true } match
        ? int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture)
        : 0;

    private static string Without(IEnumerable<KeyValuePair<string, string>> parameters, string error) => parameters
        .Where(p => p.Value.Length > 3).OrderByDescending(p => p.Value.Length)
        .Aggregate(error, (text, p) => text.Replace(p.Value, $"{{{p.Key}}}", StringComparison.Ordinal));

    private static ProblemException Limit(string code, string message) => new(new Problem(ProblemKind.LimitExceeded, code, message));

    /// <summary>The first line, without the engine's version and stack.</summary>
    public static string FirstLine(string error)
    {
        var line = error.Split('\n')[0];
        return line.Length > 600 ? line[..600] : line;
    }

    [GeneratedRegex(@"Code: (\d+)")]
    private static partial Regex CodePattern();
}
