using System.Text.Json;

namespace Zhike.Journeys.Documents;

/// <summary>Reads who enters a journey.</summary>
internal static class EntryReader
{
    private static readonly string[] Ways = ["segment", "condition", "event", "tag_changed", "date", "list", "api", "handed_over"];

    public static JourneyEntry Read(FieldReader reader, int windowDays)
    {
        if (reader.Object("entry", required: true) is not { } entry)
        {
            return new JourneyEntry(null, null, null);
        }

        string[] given = [.. Ways.Where(entry.Has)];
        if (given.Length != 1)
        {
            entry.Refuse("segment", $"or another way in must say who enters: exactly one of {string.Join(", ", Ways)}");
        }

        var (after, always) = ReadReentry(entry);
        if (after < windowDays)
        {
            // Otherwise a customer could stand in one journey twice, and a success would count twice.
            entry.Refuse("reentry.after_days", $"must not be shorter than the goal's window of {windowDays} days, but is {after}");
        }

        var read = ReadWay(entry, given.FirstOrDefault()) with { ReenterAfterDays = after, ReentersAlways = always };
        foreach (var other in given.Skip(1))
        {
            entry.Expression(other);
        }

        entry.RefuseUnknown();
        return read;
    }

    private static JourneyEntry ReadWay(FieldReader entry, string? way)
    {
        switch (way)
        {
            case "segment":
                return new JourneyEntry(entry.Name("segment"), null, null) { Kind = ReadWhen(entry) };
            case "condition":
                return new JourneyEntry(null, entry.Expression("condition"), null);
            case "list":
                return new JourneyEntry(null, JsonSerializer.SerializeToElement(new { list = entry.Name("list") }, JsonSerializerOptions.Web), null);
            case "event":
                var did = WaitReader.EventAsCondition(entry, "event");
                return did.ValueKind == JsonValueKind.Undefined ? new JourneyEntry(null, null, null) : new JourneyEntry(null, null, null) { Kind = EntryKind.Event, Event = did };
            case "tag_changed":
                return new JourneyEntry(null, null, null) { Kind = EntryKind.TagChanged, Change = ReadChange(entry.Object("tag_changed", required: true)) };
            case "date":
                return new JourneyEntry(null, null, null) { Kind = EntryKind.Date, Date = WaitReader.ReadDate(entry.Object("date", required: true)) };
            case "api" or "handed_over":
                if (entry.Expression(way) is not { ValueKind: JsonValueKind.True })
                {
                    entry.Refuse(way, "must be true");
                }

                return new JourneyEntry(null, null, null) { Kind = way == "api" ? EntryKind.Api : EntryKind.HandedOver };
            default:
                return new JourneyEntry(null, null, null);
        }
    }

    private static EntryKind ReadWhen(FieldReader entry)
    {
        var when = entry.Text("when", "in");
        if (when is not ("in" or "entered"))
        {
            entry.Refuse("when", $"must be in (the default) or entered, but is \"{when}\"");
        }

        return when == "entered" ? EntryKind.SegmentEntered : EntryKind.Members;
    }

    private static TagChange? ReadChange(FieldReader? change)
    {
        if (change is null)
        {
            return null;
        }

        var (tag, from, to) = (change.Name("tag"), change.Expression("from"), change.Expression("to"));
        if (from is null && to is null)
        {
            change.Refuse("from", "or to must say which change");
        }

        change.RefuseUnknown();
        return from is null && to is null ? null : new TagChange(tag, Is(from), Is(to));

        JsonElement? Is(JsonElement? value) => value is null
            ? null
            : JsonSerializer.SerializeToElement(new Dictionary<string, object> { ["tag"] = tag, ["op"] = "eq", ["value"] = value.Value });
    }

    private static (int? AfterDays, bool Always) ReadReentry(FieldReader entry)
    {
        var expression = entry.Expression("reentry");
        if (expression is null or { ValueKind: JsonValueKind.String })
        {
            if (expression?.GetString() is { } word && word is not ("never" or "always"))
            {
                entry.Refuse("reentry", $"must be \"never\", \"always\" or {{after_days: N}}, but is \"{word}\"");
            }

            return (null, expression?.GetString() == "always");
        }

        var reentry = entry.Object("reentry", required: true);
        var days = reentry?.Whole("after_days", 1, JourneyReader.WindowDaysMax);
        reentry?.RefuseUnknown();
        return (days, false);
    }
}
