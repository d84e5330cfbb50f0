using System.Collections.Immutable;
using System.Text.Json;
using Zhike.Intake.Events;
using Zhike.Kernel;

namespace Zhike.Intake.Plan;

/// <summary>Reads a tracking plan from its document; every problem with its field.</summary>
internal static class PlanReader
{
    public const int EventsMax = 2_000;
    public const int PropertiesMax = 200;
    public const int ValuesMax = 500;
    public const int PathMax = 200;

    public static Result<TrackingPlan> Read(JsonElement document)
    {
        var errors = new List<FieldError>();
        if (document.ValueKind != JsonValueKind.Object)
        {
            return Problem.Invalid("document", Said.Of("document_object", $"must be an object"));
        }

        var fields = new PlanFields(document, "", errors);
        var key = fields.Text("key", required: true);
        _ = fields.Both("name", required: true);
        _ = fields.Both("description");
        var owner = fields.Text("owner");
        var sources = Texts(fields, "sources", 100);
        var unplanned = fields.Choice("unplanned", OnUnplanned.Mark, false, OnUnplanned.Drop);
        var onViolation = fields.Choice("on_violation", OnViolation.Mark);
        var other = fields.Choice("other_properties", OnUnplanned.Keep, false, OnUnplanned.Quarantine);
        var events = fields.Objects("events", required: true, EventsMax).Select(e => Event(e, owner, onViolation, other)).ToImmutableArray();
        foreach (var twice in events.Select((e, i) => (e.Name, i)).GroupBy(e => e.Name).Where(g => g.Key.Length > 0 && g.Count() > 1))
        {
            fields.Refuse($"events[{twice.Last().i}].event", Said.Of("event_twice", $"\"{twice.Key}\" is planned already in events[{twice.First().i}]"));
        }

        var privacy = Privacy(fields.Object("privacy"));
        var alerts = Alerts(fields.Object("alerts"));
        fields.RefuseUnknown();
        return errors.Count > 0
            ? Problem.Invalid(errors)
            : new TrackingPlan(key, sources.IsEmpty ? [TrackingPlan.EverySource] : sources, unplanned, events, privacy, alerts);
    }

    private static PlannedEvent Event(PlanFields fields, string owner, OnViolation onViolation, OnUnplanned other)
    {
        var name = fields.Text("event", required: true, EventReader.NameMax);
        var (zh, en) = fields.Both("name", required: true);
        var (descriptionZh, descriptionEn) = fields.Both("description");
        var ownOwner = fields.Text("owner");
        onViolation = fields.Choice("on_violation", onViolation);
        other = fields.Choice("other_properties", other, false, OnUnplanned.Quarantine);
        var properties = fields.Objects("properties", max: PropertiesMax).Select(p => Property(p, onViolation)).ToImmutableArray();
        foreach (var twice in properties.GroupBy(p => p.Path).Where(g => g.Key.Length > 0 && g.Count() > 1))
        {
            fields.Refuse("properties", Said.Of("property_twice", $"names \"{twice.Key}\" twice"));
        }

        if (ownOwner.Length == 0 && owner.Length == 0)
        {
            fields.Refuse("owner", Said.Of("no_owner", $"is missing: whom does one ask about this event? (or give the plan an owner)"));
        }

        fields.RefuseUnknown();
        return new PlannedEvent(name, zh, en, descriptionZh, descriptionEn, ownOwner.Length > 0 ? ownOwner : owner, other, properties);
    }

    private static PlannedProperty Property(PlanFields fields, OnViolation onViolation)
    {
        var path = fields.Text("property", required: true, PathMax);
        if (path.Length > 0 && path.Split('.').Any(part => part.Length == 0))
        {
            fields.Refuse("property", Said.Of("property_name", $"must be a name, or names with single points between them: loan.amount"));
        }

        var (zh, en) = fields.Both("name");
        var type = fields.Choice("type", PropertyType.Any, required: true);
        var required = fields.Flag("required");
        var values = Texts(fields, "values", ValuesMax);
        var atLeast = fields.Number("at_least");
        var atMost = fields.Number("at_most");
        var own = fields.Choice("on_violation", onViolation);
        var privacy = fields.Choice("privacy", PrivacyRule.None);
        if (!values.IsEmpty && type is not (PropertyType.Text or PropertyType.Integer))
        {
            fields.Refuse("values", Said.Of("values_of_type", $"fit a text or an integer, not {PlanFields.Word(type)}"));
        }

        if ((atLeast ?? atMost) is not null && type is not (PropertyType.Number or PropertyType.Integer or PropertyType.Money))
        {
            fields.Refuse(atLeast is null ? "at_most" : "at_least", Said.Of("range_of_type", $"fits a number, an integer or money, not {PlanFields.Word(type)}"));
        }

        if (atLeast > atMost)
        {
            fields.Refuse("at_most", Said.Of("range_reversed", $"must not be less than at_least ({atLeast})"));
        }

        if (privacy == PrivacyRule.Never && required)
        {
            fields.Refuse("required", Said.Of("required_never_stored", $"cannot be true for a property that is never stored"));
        }

        fields.RefuseUnknown();
        return new PlannedProperty(path, zh, en, type, required, values, atLeast, atMost, own, privacy);
    }

    private static PlannedPrivacy Privacy(PlanFields? fields)
    {
        if (fields is null)
        {
            return PlannedPrivacy.Default;
        }

        var found = fields.Object("found");
        var (ids, cards, phones) = (Rule(found, "id_number"), Rule(found, "card_number"), Rule(found, "phone"));
        found?.RefuseUnknown();
        var properties = ImmutableArray.CreateBuilder<(string, PrivacyRule)>();
        foreach (var item in fields.Objects("properties"))
        {
            var property = item.Text("property", required: true, PathMax);
            if (property.Contains('.', StringComparison.Ordinal))
            {
                item.Refuse("property", Said.Of("one_name", $"must be one name: it holds wherever the name occurs"));
            }

            properties.Add((property, item.Choice("rule", PrivacyRule.Mask, required: true, PrivacyRule.None, PrivacyRule.Plain)));
            item.RefuseUnknown();
        }

        fields.RefuseUnknown();
        return new PlannedPrivacy(ids, cards, phones, properties.ToImmutable());
    }

    private static PrivacyRule Rule(PlanFields? found, string name) => found?.Choice(name, PrivacyRule.Mask, false, PrivacyRule.None) ?? PrivacyRule.Mask;

    private static AlertLimits Alerts(PlanFields? fields)
    {
        var otherwise = AlertLimits.Default;
        if (fields is null)
        {
            return otherwise;
        }

        var limits = new AlertLimits(
            (int)(fields.Number("events_min", 1, 1_000_000_000) ?? otherwise.EventsMin),
            Share("volume_low", otherwise.VolumeLow), (double)(fields.Number("volume_high", 1, 1000) ?? (decimal)otherwise.VolumeHigh),
            Share("violations", otherwise.Violations), Share("late", otherwise.Late), Share("duplicates", otherwise.Duplicates),
            Share("skewed", otherwise.Skewed), Share("unknown", otherwise.Unknown));
        fields.RefuseUnknown();
        return limits;

        double Share(string name, double none) => (double)(fields.Number(name, 0, 1) ?? (decimal)none);
    }

    private static ImmutableArray<string> Texts(PlanFields fields, string name, int max)
    {
        var texts = ImmutableArray.CreateBuilder<string>();
        foreach (var (item, path) in fields.List(name, max: max))
        {
            if (item.ValueKind is JsonValueKind.String or JsonValueKind.Number)
            {
                texts.Add(item.ValueKind == JsonValueKind.String ? item.GetString()! : item.GetRawText());
            }
            else
            {
                fields.Refuse(path[(path.LastIndexOf(name, StringComparison.Ordinal))..], Said.Of("text_or_number", $"must be a text or a number, but is {PlanFields.Show(item)}"));
            }
        }

        return texts.ToImmutable();
    }
}
