using System.Collections.Immutable;
using System.Text.Json;
using Zhike.Kernel;

namespace Zhike.Journeys.Documents;

/// <summary>Reads a journey document and says everything that is wrong with it by itself. What it names elsewhere (segments,
/// templates, tags) is looked up by <see cref="JourneyKind"/>.</summary>
internal static class JourneyReader
{
    public const int NodesMax = 200;
    public const int WindowDaysMax = 3650;
    public const decimal HoldoutPercentMax = 50;

    /// <summary>The document is usable only when no error is answered.</summary>
    public static (JourneyDocument Document, IReadOnlyList<FieldError> Errors) Read(string key, JsonElement json)
    {
        var errors = new List<FieldError>();
        var reader = new FieldReader(json, "", errors);
        if (json.ValueKind != JsonValueKind.Object)
        {
            return (Empty(key), [new FieldError("", "must be an object")]);
        }

        var named = reader.Has("key") ? reader.Name("key") : key;
        if (named.Length > 0 && named != key)
        {
            reader.Refuse("key", $"must be \"{key}\", under which it is saved, but is \"{named}\"");
        }

        var name = reader.WordsOf("name");
        reader.WordsOrNull("description");
        var goal = ReadGoal(reader);
        var fields = reader.Objects("nodes", 1);
        var nodes = NodeReader.Read(fields);
        var document = new JourneyDocument(
            key, name, EntryReader.Read(reader, goal.WithinDays), ReadHoldout(reader), reader.Text("salt", key), goal, ReadCap(reader),
            reader.Whole("priority", 1, 1000, 100), nodes, reader.Name("start")) { Exits = ExitRule.ReadAll(reader) };
        reader.RefuseUnknown("owner");
        if (nodes.Length > NodesMax)
        {
            reader.Refuse("nodes", $"may be at most {NodesMax}");
        }

        // A node of no known kind would make the graph look broken in other places.
        if (document.Start.Length > 0 && nodes.Length == fields.Count && nodes.Length > 0)
        {
            errors.AddRange(NodeGraph.Check(document));
        }

        return (document, errors);
    }

    /// <summary>For a document that was checked when it was saved.</summary>
    public static JourneyDocument ReadSaved(string key, string json)
    {
        using var parsed = JsonDocument.Parse(json);
        var (document, errors) = Read(key, parsed.RootElement);
        return errors.Count == 0
            ? document
            : throw new ProblemException(Problem.Invalid(errors.Select(e => e with { Field = $"journey {key}: {e.Field}" })));
    }

    private static decimal ReadHoldout(FieldReader reader)
    {
        if (!reader.Has("holdout_percent"))
        {
            reader.Refuse("holdout_percent", "is missing: without customers who are left alone nobody can say what the journey did. An explicit 0 needs a holdout_reason");
            return 0;
        }

        var percent = reader.Number("holdout_percent", 0, HoldoutPercentMax);
        var reason = reader.Text("holdout_reason", "");
        if (percent == 0 && reason.Length == 0)
        {
            reader.Refuse("holdout_reason", "must say why nobody is held out when holdout_percent is 0");
        }

        return percent;
    }

    private static JourneyGoal ReadGoal(FieldReader reader)
    {
        if (!reader.Has("goal"))
        {
            reader.Refuse("goal", "is missing: a journey must say what counts as success");
            return new JourneyGoal(new Words("", ""), 1, default);
        }

        if (reader.Object("goal", required: true) is not { } goal)
        {
            return new JourneyGoal(new Words("", ""), 1, default);
        }

        var condition = goal.Expression("condition");
        if (condition is null)
        {
            goal.Refuse("condition", "is missing");
        }

        var read = new JourneyGoal(goal.WordsOf("name"), goal.Whole("within_days", 1, WindowDaysMax), condition ?? default);
        goal.RefuseUnknown();
        return read;
    }

    private static JourneyCap? ReadCap(FieldReader reader)
    {
        var cap = reader.Object("cap", required: false);
        var read = cap is null ? null : new JourneyCap(cap.Whole("contacts", 1, 100), cap.Whole("days", 1, 366));
        cap?.RefuseUnknown();
        return read;
    }

    private static JourneyDocument Empty(string key) =>
        new(key, new Words("", ""), new JourneyEntry(null, null, null), 0, key, new JourneyGoal(new Words("", ""), 1, default), null, 100, ImmutableArray<JourneyNode>.Empty, "");
}
