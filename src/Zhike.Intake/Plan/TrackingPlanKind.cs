using System.Text.Json;
using Zhike.Contracts.Bank;
using Zhike.Kernel;
using Zhike.Storage.Definitions;

namespace Zhike.Intake.Plan;

/// <summary>Tracking plans as definitions: shipped, edited as drafts, approved by a second person.</summary>
internal sealed class TrackingPlanKind(IDefinitions definitions) : IDefinitionKind, ICatalogueFolder
{
    public const string Name = "tracking_plan";

    public string Kind => Name;

    public string Folder => "tracking";

    public int Order => 5;

    public bool InstallLive => true;

    public async Task<IReadOnlyList<FieldError>> CheckAsync(string key, JsonElement document, CancellationToken cancel)
    {
        var read = PlanReader.Read(document);
        if (!read.Ok)
        {
            return read.Problem.Errors;
        }

        var errors = new List<FieldError>();
        if (read.Value.Key != key)
        {
            errors.Add(FieldError.Of("key", Said.Of("plan_key", $"must be {key}, the name it is kept under")));
        }

        foreach (var live in await definitions.LiveAsync(Kind, cancel).ConfigureAwait(false))
        {
            if (live.Key != key)
            {
                errors.AddRange(Twice(read.Value, live));
            }
        }

        return errors;
    }

    /// <summary>Another plan may have gone live since this one was checked.</summary>
    public async Task GoLiveAsync(Definition definition, CancellationToken cancel)
    {
        using var document = JsonDocument.Parse(definition.Document);
        if (await CheckAsync(definition.Key, document.RootElement, cancel).ConfigureAwait(false) is { Count: > 0 } errors)
        {
            throw new ProblemException(Problem.Invalid(errors));
        }
    }

    /// <summary>Two plans of one source may not both say what an event looks like.</summary>
    private static IEnumerable<FieldError> Twice(TrackingPlan plan, Definition live)
    {
        using var document = JsonDocument.Parse(live.Document);
        var other = PlanReader.Read(document.RootElement);
        if (!other.Ok || !(plan.Covers(TrackingPlan.EverySource) || other.Value.Covers(TrackingPlan.EverySource) || plan.Sources.Any(other.Value.Covers)))
        {
            return [];
        }

        var names = other.Value.Events.Select(e => e.Name).ToHashSet(StringComparer.Ordinal);
        return [.. plan.Events.Select((e, i) => (e.Name, i)).Where(e => names.Contains(e.Name))
            .Select(e => FieldError.Of($"events[{e.i}].event", Said.Of("event_in_other_plan", $"\"{e.Name}\" is planned in \"{live.Key}\" for the same source already")))];
    }
}
