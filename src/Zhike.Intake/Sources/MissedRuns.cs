using System.Globalization;

namespace Zhike.Intake.Sources;

/// <summary>Turns of a schedule that nobody was there for; one run makes up for all of them.</summary>
internal sealed record MissedRuns(int Count, DateTimeOffset Since)
{
    /// <summary>More are not counted.</summary>
    public const int CountMax = 1_000;

    /// <summary>As it stands in a run's note.</summary>
    public string ToNote() => string.Create(CultureInfo.InvariantCulture, $"missed {Count} since {Since.UtcDateTime:O}");

    public static MissedRuns? FromNote(string note)
    {
        var words = note.Split(' ');
        return words is ["missed", var count, "since", var since]
            && int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && DateTimeOffset.TryParse(since, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var at)
            ? new MissedRuns(number, at)
            : null;
    }
}
