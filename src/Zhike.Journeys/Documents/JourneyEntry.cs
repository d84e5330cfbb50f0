using System.Text.Json;

namespace Zhike.Journeys.Documents;

internal enum EntryKind
{
    /// <summary>Whoever is a member of a segment, or whoever a condition holds for (a list is such a condition).</summary>
    Members,

    /// <summary>Whoever comes into a segment that is kept in real time.</summary>
    SegmentEntered,

    Event,

    /// <summary>A tag goes from one value to another between two batches.</summary>
    TagChanged,

    /// <summary>A date of the customer's own.</summary>
    Date,

    /// <summary>Another system names the customers.</summary>
    Api,

    /// <summary>Another strategy hands them over.</summary>
    HandedOver,
}

/// <summary>Who enters, and whether again. Of the members exactly one of Segment and Condition is given.</summary>
/// <param name="ReenterAfterDays">Null: once and never again, unless <see cref="ReentersAlways"/>. Nobody ever enters who is inside.</param>
internal sealed record JourneyEntry(string? Segment, JsonElement? Condition, int? ReenterAfterDays)
{
    public EntryKind Kind { get; init; }

    public bool ReentersAlways { get; init; }

    /// <summary>Of an event: as the condition that it was done since.</summary>
    public JsonElement? Event { get; init; }

    public CustomerDate? Date { get; init; }

    public TagChange? Change { get; init; }

    public bool Again => ReentersAlways || ReenterAfterDays is not null;

    public string EventName => Event?.GetProperty("did").GetProperty("event").GetString() ?? "";

    /// <summary>What must hold of the newest batch, and of the one before: asked at two dates.</summary>
    public (JsonElement Now, JsonElement Before)? Turn => Kind switch
    {
        EntryKind.SegmentEntered => (InSegment, Not(InSegment)),
        EntryKind.TagChanged when Change is { } change => (change.Is ?? Not(change.Was!.Value), change.Was ?? Not(change.Is!.Value)),
        _ => null,
    };

    /// <summary>Every condition that the entry asks.</summary>
    public IEnumerable<JsonElement> Conditions => Kind switch
    {
        EntryKind.Members => [Asked],
        EntryKind.Event => [Event!.Value],
        _ when Turn is { } turn => [turn.Now, turn.Before],
        _ => [],
    };

    /// <summary>Of members, either as a condition.</summary>
    public JsonElement Asked => Condition ?? InSegment;

    private JsonElement InSegment => Json(new { segment = Segment });

    private static JsonElement Not(JsonElement condition) => Json(new Dictionary<string, JsonElement> { ["not"] = condition });

    private static JsonElement Json<T>(T value) => JsonSerializer.SerializeToElement(value, JsonSerializerOptions.Web);
}

/// <param name="Was">The condition that the tag had the first value; null: any other.</param>
/// <param name="Is">The same of the second value. At least one is given.</param>
internal sealed record TagChange(string Tag, JsonElement? Was, JsonElement? Is);
