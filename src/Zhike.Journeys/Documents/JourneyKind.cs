using System.Text.Json;
using Zhike.Contracts.Channels;
using Zhike.Contracts.Customers;
using Zhike.Kernel;
using Zhike.Storage.Definitions;

namespace Zhike.Journeys.Documents;

/// <summary>What makes a definition of kind "journey" fit to be saved: its own shape, and that everything it names exists.</summary>
internal sealed class JourneyKind(IConditions conditions, ITemplates templates, IDefinitions definitions, ITags tags) : IDefinitionKind
{
    public const string Name = "journey";

    public string Kind => Name;

    public async Task<IReadOnlyList<FieldError>> CheckAsync(string key, JsonElement document, CancellationToken cancel)
    {
        var (journey, shape) = JourneyReader.Read(key, document);
        var errors = new List<FieldError>(shape);
        errors.AddRange(await CheckEntryAsync(journey.Entry, cancel).ConfigureAwait(false));
        if (journey.Goal.Condition.ValueKind != JsonValueKind.Undefined)
        {
            errors.AddRange(await conditions.CheckAsync(journey.Goal.Condition, "goal.condition", cancel).ConfigureAwait(false));
        }

        for (var i = 0; i < journey.Exits.Length; i++)
        {
            errors.AddRange(await CheckExitAsync(journey.Exits[i], $"exits[{i}]", cancel).ConfigureAwait(false));
        }

        for (var i = 0; i < journey.Nodes.Length; i++)
        {
            errors.AddRange(await CheckNodeAsync(journey.Nodes[i], $"nodes[{i}]", cancel).ConfigureAwait(false));
        }

        return errors;
    }

    /// <summary>Nothing to prepare: people stay on the version they entered, new ones enter the new.</summary>
    public Task GoLiveAsync(Definition definition, CancellationToken cancel) => Task.CompletedTask;

    private async Task<IEnumerable<FieldError>> CheckEntryAsync(JourneyEntry entry, CancellationToken cancel)
    {
        switch (entry)
        {
            case { Segment: { Length: > 0 } segment }:
                var live = await definitions.FindLiveAsync("segment", segment, cancel).ConfigureAwait(false);
                return live is null ? [new FieldError("entry.segment", $"names the segment \"{segment}\", which is not in force")]
                    : entry.Kind == EntryKind.SegmentEntered && !IsKeptInRealTime(live) ? [new FieldError("entry.when", $"needs a segment that is kept in real time (refresh: realtime), which \"{segment}\" is not")]
                    : [];
            case { Condition: { } condition }:
                return await conditions.CheckAsync(condition, "entry.condition", cancel).ConfigureAwait(false);
            case { Event: { } did }:
                return await CheckEventAsync(did, "entry.event", cancel).ConfigureAwait(false);
            case { Date: { } date }:
                return await CheckDateAsync(date, "entry.date", cancel).ConfigureAwait(false);
            case { Change: { } change }:
                return [.. await CheckValueAsync(change.Was, "from").ConfigureAwait(false), .. await CheckValueAsync(change.Is, "to").ConfigureAwait(false)];
            default:
                return [];
        }

        async Task<IEnumerable<FieldError>> CheckValueAsync(JsonElement? value, string field) => value is null
            ? []
            : (await conditions.CheckAsync(value.Value, "entry.tag_changed", cancel).ConfigureAwait(false))
                .Select(e => e with { Field = e.Field.EndsWith(".value", StringComparison.Ordinal) ? $"entry.tag_changed.{field}" : e.Field });
    }

    private async Task<IEnumerable<FieldError>> CheckExitAsync(ExitRule rule, string path, CancellationToken cancel) => rule.Field switch
    {
        "event" => await CheckEventAsync(rule.Condition, $"{path}.event", cancel).ConfigureAwait(false),
        "left" => (await conditions.CheckAsync(rule.Condition, $"{path}.left", cancel).ConfigureAwait(false)).Select(e => e with { Field = $"{path}.left.segment" }),
        _ => await conditions.CheckAsync(rule.Condition, $"{path}.condition", cancel).ConfigureAwait(false),
    };

    private static bool IsKeptInRealTime(Definition segment)
    {
        using var document = JsonDocument.Parse(segment.Document);
        return document.RootElement.TryGetProperty("refresh", out var refresh) && refresh.ValueEquals("realtime");
    }

    private async Task<IReadOnlyList<FieldError>> CheckNodeAsync(JourneyNode node, string path, CancellationToken cancel)
    {
        switch (node)
        {
            case SendNode send:
                return await CheckTemplateAsync(send.Template, send.Channel, $"{path}.template", cancel).ConfigureAwait(false);
            case WorkOrderNode order:
                return await CheckTemplateAsync(order.Template, "work_order", $"{path}.template", cancel).ConfigureAwait(false);
            case GoalNode { Condition: { } condition }:
                return await conditions.CheckAsync(condition, $"{path}.condition", cancel).ConfigureAwait(false);
            case DateWaitNode wait:
                return await CheckDateAsync(wait.Date, $"{path}.until_date", cancel).ConfigureAwait(false);
            case HandOverNode { Journey.Length: > 0 } hand:
                return await definitions.FindLiveAsync(Name, hand.Journey, cancel).ConfigureAwait(false) is { } other && JourneyReader.ReadSaved(other.Key, other.Document).Entry.Kind == EntryKind.HandedOver
                    ? []
                    : [new FieldError($"{path}.journey", $"names \"{hand.Journey}\", which is no strategy in force whose entry is handed_over")];
            case EventWaitNode { IsEvent: true, Condition.ValueKind: JsonValueKind.Object } wait:
                return [.. await CheckEventAsync(wait.Condition, $"{path}.until_event", cancel).ConfigureAwait(false)];
            case EventWaitNode { IsEvent: false } wait:
                return await conditions.CheckAsync(wait.Condition, $"{path}.until_condition", cancel).ConfigureAwait(false);
            case SplitNode split:
                var errors = new List<FieldError>();
                for (var i = 0; i < split.Branches.Length; i++)
                {
                    errors.AddRange(await conditions.CheckAsync(split.Branches[i].When, $"{path}.branches[{i}].when", cancel).ConfigureAwait(false));
                }

                return errors;
            default:
                return [];
        }
    }

    /// <summary>The event stands inside a condition that the document does not show.</summary>
    private async Task<IEnumerable<FieldError>> CheckEventAsync(JsonElement did, string path, CancellationToken cancel) =>
        (await conditions.CheckAsync(did, path, cancel).ConfigureAwait(false))
            .Select(e => e with { Field = e.Field.Replace($"{path}.did", path, StringComparison.Ordinal) });

    private async Task<IReadOnlyList<FieldError>> CheckDateAsync(CustomerDate date, string path, CancellationToken cancel)
    {
        if (date.Source != DateSource.Tag || date.Name.Length == 0)
        {
            return [];
        }

        var tag = (await tags.AllAsync(cancel).ConfigureAwait(false)).FirstOrDefault(t => t.Key == date.Name);
        return tag switch
        {
            null => [new FieldError($"{path}.tag", $"names \"{date.Name}\", which is no live tag")],
            { Type: "date" } => [],
            { Type: "count" or "number" or "days" } when date.Every == DateEvery.Month => [],
            _ => [new FieldError($"{path}.tag", $"must be a tag of type date (or, every month, a number: the day of the month), but \"{date.Name}\" is one of type {tag.Type}")],
        };
    }

    private async Task<IReadOnlyList<FieldError>> CheckTemplateAsync(string template, string channel, string path, CancellationToken cancel)
    {
        if (template.Length == 0)
        {
            return [];
        }

        return await templates.ChannelOfAsync(template, cancel).ConfigureAwait(false) switch
        {
            null => [new FieldError(path, $"names the template \"{template}\", which is not in force")],
            var found when found != channel => [new FieldError(path, $"names \"{template}\", a template of channel {found}, but the node's channel is {channel}")],
            _ => [],
        };
    }
}
