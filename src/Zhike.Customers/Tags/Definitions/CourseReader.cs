using System.Collections.Immutable;
using System.Globalization;
using Zhike.Customers.Documents;
using Zhike.Kernel;

namespace Zhike.Customers.Tags.Definitions;

/// <summary>Where a tag hangs in the tree, how fresh it is wanted, and when it ends.</summary>
internal sealed record Course(ImmutableArray<LocalText> Category, bool IsRealTime, DateOnly? StopsOn);

/// <summary>The fields of a tag's document that every kind has and that do not touch its value: category, freshness, stops_on.</summary>
internal sealed class CourseReader(FieldReader fields, List<FieldError> errors)
{
    /// <summary>Levels below the dimension: more than these nobody opens.</summary>
    public const int CategoryLevelsMax = 3;

    /// <summary>What has to look at more than the facts of one customer cannot follow each fact.</summary>
    private static readonly string[] NightlyKinds = ["rank", "sql", "list", "score"];

    public Course Read(string? kind)
    {
        var freshness = fields.Choice("freshness", ["nightly", "realtime"]) ?? "nightly";
        if (freshness == "realtime" && NightlyKinds.Contains(kind))
        {
            fields.Refuse("freshness", $"cannot be realtime for a {kind}, which is computed for everybody at once");
        }

        return new Course(Category(), freshness == "realtime", Day("stops_on"));
    }

    private ImmutableArray<LocalText> Category()
    {
        var levels = fields.List("category");
        if (levels.Count > CategoryLevelsMax)
        {
            fields.Refuse("category", $"may have {CategoryLevelsMax} levels, but has {levels.Count}");
        }

        return [.. levels.Select(level => LocalText.Read(level.Element, level.Path, errors))];
    }

    private DateOnly? Day(string name)
    {
        if (fields.Text(name) is not { } text)
        {
            return null;
        }

        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            return day;
        }

        fields.Refuse(name, $"must be a day as \"yyyy-MM-dd\", but is \"{text}\"");
        return null;
    }
}
