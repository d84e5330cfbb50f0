using System.Collections.Immutable;
using System.Text.Json;

namespace Zhike.Journeys.Documents;

/// <summary>Reads the nodes that hold people up.</summary>
internal static class WaitReader
{
    public const int OffsetDaysMax = 366;

    public static readonly ImmutableArray<string> WeekDays = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

    public static JourneyNode Read(FieldReader node, string id, Words? label)
    {
        string[] untils = [.. ((string[])["until_date", "until_event", "until_condition"]).Where(node.Has)];
        if (untils.Length > 1)
        {
            node.Refuse(untils[1], $"must not stand beside {untils[0]}: a wait is until one thing");
        }

        var span = untils is ["until_date", ..] ? null : ReadSpan(node);
        var next = node.Name("next");
        switch (untils.FirstOrDefault())
        {
            case "until_date":
                return new DateWaitNode(id, label, ReadDate(node.Object("until_date", required: true)), next, node.Name("otherwise"));
            case "until_event":
                return new EventWaitNode(id, label, EventAsCondition(node, "until_event"), true, span!, next, node.Name("otherwise"));
            case "until_condition":
                return new EventWaitNode(id, label, node.Expression("until_condition")!.Value, false, span!, next, node.Name("otherwise"));
            default:
                return new WaitNode(id, label, span!, next);
        }
    }

    public static LimitNode ReadLimit(FieldReader node, string id, Words? label)
    {
        var per = node.Text("per");
        if (per is not ("hour" or "day" or ""))
        {
            node.Refuse("per", $"must be hour or day, but is \"{per}\"");
        }

        return new LimitNode(id, label, node.Whole("at_most", 1, 100_000_000), per == "day", node.Name("next"));
    }

    public static CustomerDate ReadDate(FieldReader? date)
    {
        if (date is null)
        {
            return new CustomerDate(DateSource.Attribute, "", DateEvery.Once, 0, new TimeOnly(9, 0));
        }

        string[] sources = [.. ((string[])["attribute", "tag", "maturity"]).Where(date.Has)];
        if (sources.Length != 1)
        {
            date.Refuse("attribute", "or tag or maturity must say which date: exactly one of the three");
        }

        var source = sources.FirstOrDefault() switch { "tag" => DateSource.Tag, "maturity" => DateSource.Maturity, _ => DateSource.Attribute };
        var name = sources.Length == 0 ? "" : source == DateSource.Attribute ? ReadAttribute(date) : date.Name(sources[0]);
        var every = date.Text("every", "once") switch { "year" => DateEvery.Year, "month" => DateEvery.Month, "once" => DateEvery.Once, var other => NoSuchEvery(date, other) };
        if (source == DateSource.Maturity && every != DateEvery.Once)
        {
            date.Refuse("every", "must not be given for a maturity: the next one counts");
        }

        var most = every == DateEvery.Month ? 27 : OffsetDaysMax;
        var read = new CustomerDate(source, name, every, date.Whole("offset_days", -most, most, 0), date.TimeOfDay("at") ?? new TimeOnly(9, 0));
        date.RefuseUnknown();
        return read;
    }

    /// <summary>{event, where} as the condition that it was done since people came to the node.</summary>
    public static JsonElement EventAsCondition(FieldReader reader, string field)
    {
        if (reader.Object(field, required: true) is not { } asked)
        {
            return default;
        }

        var (name, where) = (asked.Text("event"), asked.Expression("where"));
        asked.RefuseUnknown();
        var did = new Dictionary<string, object> { ["event"] = name, ["since"] = "enrolment" };
        if (where is { } rows)
        {
            did["where"] = rows;
        }

        return JsonSerializer.SerializeToElement(new Dictionary<string, object> { ["did"] = did });
    }

    private static WaitSpan ReadSpan(FieldReader node)
    {
        var (on, onWorkingDay) = ReadOn(node);
        var span = new WaitSpan(
            node.Whole("working_days", 0, 250, 0), node.Whole("days", 0, 3650, 0), node.Whole("hours", 0, 87600, 0), node.Whole("minutes", 0, 5_256_000, 0),
            node.TimeOfDay("until"), on, onWorkingDay);
        if (span.IsNothing)
        {
            node.Refuse("days", "or minutes, hours, working_days, on or until must say how long to wait");
        }

        return span;
    }

    private static (ImmutableArray<DayOfWeek> On, bool OnWorkingDay) ReadOn(FieldReader node)
    {
        switch (node.Expression("on"))
        {
            case null:
                return ([], false);
            case { ValueKind: JsonValueKind.String } word when word.GetString() == "working_day":
                return ([], true);
            case { ValueKind: JsonValueKind.Array } list when list.GetArrayLength() > 0 && list.EnumerateArray().All(d => WeekDay(d) >= 0):
                return ([.. list.EnumerateArray().Select(d => (DayOfWeek)WeekDay(d)).Distinct()], false);
            case var other:
                node.Refuse("on", $"must be \"working_day\" or a list of {string.Join(", ", WeekDays)}, but is {other.Value.GetRawText()}");
                return ([], true);
        }
    }

    private static int WeekDay(JsonElement word) => word.ValueKind == JsonValueKind.String ? WeekDays.IndexOf(word.GetString()!) : -1;

    private static string ReadAttribute(FieldReader date)
    {
        var name = date.Text("attribute");
        if (name is not ("birth_date" or "opened_on" or "") && !(name.StartsWith("attributes.", StringComparison.Ordinal) && name.Length is > 11 and < 80))
        {
            date.Refuse("attribute", $"must be birth_date, opened_on or attributes.NAME, but is \"{name}\"");
        }

        return name;
    }

    private static DateEvery NoSuchEvery(FieldReader date, string word)
    {
        date.Refuse("every", $"must be year or month, but is \"{word}\"");
        return DateEvery.Once;
    }
}
