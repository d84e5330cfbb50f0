using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text;

namespace Zhike.Intake.Plan;

/// <summary>The plans in force, made ready for judging: one look-up a source, one an event, no text built where nothing is wrong.</summary>
internal sealed class CompiledPlans
{
    private readonly FrozenDictionary<string, SourcePlan> _sources;
    private readonly SourcePlan _others;

    public CompiledPlans(IReadOnlyList<TrackingPlan> plans, PropertyHash? hash)
    {
        Plans = plans;
        _sources = plans.SelectMany(p => p.Sources).Where(s => s != TrackingPlan.EverySource).Distinct()
            .ToFrozenDictionary(s => s, s => new SourcePlan([.. plans.Where(p => p.Covers(s))], hash), StringComparer.Ordinal);
        _others = new SourcePlan([.. plans.Where(p => p.Covers(TrackingPlan.EverySource))], hash);
    }

    public static CompiledPlans None { get; } = new([], null);

    public IReadOnlyList<TrackingPlan> Plans { get; }

    public SourcePlan For(string source) => _sources.GetValueOrDefault(source, _others);

    /// <summary>Null when nobody planned it.</summary>
    public PlannedEvent? Find(string source, string name) => Plans.Where(p => p.Covers(source)).SelectMany(p => p.Events).FirstOrDefault(e => e.Name == name);
}

/// <summary>What holds for the events of one source.</summary>
internal sealed class SourcePlan
{
    private readonly FrozenDictionary<string, EventRules> _events;
    private readonly EventRules _unplanned;
    private readonly (byte[] Name, PrivacyRule Rule)[] _names;

    /// <summary>A bit for every length (up to 63) that one of the names has.</summary>
    private readonly ulong _lengths;

    public SourcePlan(ImmutableArray<TrackingPlan> plans, PropertyHash? hash)
    {
        Hash = hash;
        Privacy = plans.IsEmpty
            ? PlannedPrivacy.Default
            : new PlannedPrivacy(plans.Max(p => p.Privacy.IdNumbers), plans.Max(p => p.Privacy.CardNumbers), plans.Max(p => p.Privacy.Phones), []);
        _events = plans.SelectMany(p => p.Events).GroupBy(e => e.Name).ToFrozenDictionary(g => g.Key, g => new EventRules(g.First()), StringComparer.Ordinal);
        _unplanned = EventRules.Unplanned(plans.IsEmpty ? OnUnplanned.Keep : plans.Max(p => p.Unplanned));
        _names = [.. plans.SelectMany(p => p.Privacy.Properties).GroupBy(p => p.Property.ToLowerInvariant()).Select(g => (Encoding.UTF8.GetBytes(g.Key), g.Max(p => p.Rule)))];
        _lengths = _names.Aggregate(0UL, (bits, n) => bits | (1UL << Math.Min(n.Name.Length, 63)));
        FoundOnly = new SourcePlan(Privacy, hash);
    }

    private SourcePlan(PlannedPrivacy privacy, PropertyHash? hash)
    {
        (Privacy, Hash, _names, FoundOnly) = (privacy, hash, [], this);
        (_events, _unplanned) = (FrozenDictionary<string, EventRules>.Empty, EventRules.Free);
    }

    /// <summary>The same rules for numbers that are found, and none for names: what holds for a context, whose names are the SDK's.</summary>
    public SourcePlan FoundOnly { get; }

    public PlannedPrivacy Privacy { get; }

    public PropertyHash? Hash { get; }

    public EventRules RulesOf(string type, string name) =>
        _events.TryGetValue(name, out var rules) ? rules : type == "track" ? _unplanned : EventRules.Free;

    /// <summary>What holds for a name wherever it occurs.</summary>
    public PrivacyRule RuleOf(ReadOnlySpan<byte> name)
    {
        if ((_lengths & (1UL << Math.Min(name.Length, 63))) != 0)
        {
            foreach (var (known, rule) in _names)
            {
                if (known.Length == name.Length && Ascii.EqualsIgnoreCase(known, name))
                {
                    return rule;
                }
            }
        }

        return PrivacyRule.None;
    }
}

/// <summary>What one event must look like.</summary>
internal sealed class EventRules
{
    private readonly PropertyCheck[] _checks;

    public EventRules(PlannedEvent planned)
    {
        var paths = planned.Properties.Select(p => p.Path).ToHashSet(StringComparer.Ordinal);
        // "loan.amount" speaks of "loan" too: it holds planned members.
        var holders = paths.SelectMany(Holders).Where(h => !paths.Contains(h)).Distinct().ToList();
        _checks = [.. planned.Properties.Select((p, i) => new PropertyCheck(p, i)), .. holders.Select(h => new PropertyCheck(h))];
        Required = [.. _checks.Where(c => c.IsRequired)];
        Other = planned.OtherProperties;
        OnUnplanned = OnUnplanned.Keep;
    }

    private EventRules(OnUnplanned onUnplanned) => (_checks, Required, Other, OnUnplanned) = ([], [], OnUnplanned.Keep, onUnplanned);

    /// <summary>For calls that need no plan: identify, page, screen, group, alias.</summary>
    public static EventRules Free { get; } = new(OnUnplanned.Keep);

    public static EventRules Unplanned(OnUnplanned onUnplanned) => new(onUnplanned);

    /// <summary>Of the event itself.</summary>
    public OnUnplanned OnUnplanned { get; }

    /// <summary>Of properties that are not named.</summary>
    public OnUnplanned Other { get; }

    public PropertyCheck[] Required { get; }

    public PropertyCheck? Find(ReadOnlySpan<byte> path)
    {
        foreach (var check in _checks)
        {
            if (check.Path.Length == path.Length && path.SequenceEqual(check.Path))
            {
                return check;
            }
        }

        return null;
    }

    private static IEnumerable<string> Holders(string path)
    {
        for (var point = path.IndexOf('.', StringComparison.Ordinal); point > 0; point = path.IndexOf('.', point + 1))
        {
            yield return path[..point];
        }
    }
}
