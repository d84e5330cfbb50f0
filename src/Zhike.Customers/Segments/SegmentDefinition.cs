using System.Text.Json;
using Zhike.Customers.Conditions;
using Zhike.Customers.Documents;
using Zhike.Kernel;

namespace Zhike.Customers.Segments;

internal enum SegmentRefresh
{
    Nightly,

    /// <summary>When somebody asks, or by its schedule.</summary>
    OnDemand,

    /// <summary>As facts arrive.</summary>
    Realtime,
}

/// <summary>A named set of customers: an expression with a name.</summary>
/// <param name="Schedule">Beside the refresh: when it is computed, on the bank's wall clock.</param>
internal sealed record SegmentDefinition(
    string Key, LocalText Name, LocalText Description, string Owner, SegmentRefresh Refresh, Cron? Schedule, JsonElement Expression)
{
    private static readonly string[] Refreshes = ["nightly", "on_demand", "realtime"];

    public const string Kind = "segment";

    /// <summary>Null when there is any problem.</summary>
    public static SegmentDefinition? Parse(string key, JsonElement document, ConditionCatalogue catalogue, List<FieldError> errors)
    {
        var before = errors.Count;
        var fields = new FieldReader(document, "", errors);
        if (fields.Text("key", required: true) is { } written && written != key)
        {
            fields.Refuse("key", $"must be \"{key}\", the name it is saved under, but is \"{written}\"");
        }

        var name = LocalText.Read(fields, "name", required: true, errors);
        var description = LocalText.Read(fields, "description", required: false, errors);
        var owner = fields.Text("owner") ?? "";
        var refresh = RefreshOf(fields.Choice("refresh", Refreshes));
        var schedule = ScheduleOf(fields, refresh);
        var expression = fields.Required("expression");
        if (expression is { } given)
        {
            var condition = new ConditionReader(catalogue, errors).Within(key).Read(given, "expression");
            if (refresh == SegmentRefresh.Realtime && condition?.All().Any(c => c is Top) == true)
            {
                fields.Refuse("refresh", "cannot be realtime with \"top\" in it: a rank moves for everybody when one customer moves");
            }
        }

        fields.RefuseUnknown();
        return errors.Count > before ? null : new SegmentDefinition(key, name, description, owner, refresh, schedule, expression!.Value);
    }

    /// <summary>A live document: it was checked when it was saved.</summary>
    public static SegmentDefinition Of(string key, JsonElement document)
    {
        var unread = new List<FieldError>();
        var fields = new FieldReader(document, "", unread);
        return new SegmentDefinition(
            key, LocalText.Read(fields, "name", required: true, unread), LocalText.Read(fields, "description", required: false, unread),
            fields.Text("owner") ?? "", RefreshOf(fields.Text("refresh")), ScheduleOf(fields, SegmentRefresh.Nightly), fields.Required("expression") ?? default);
    }

    private static SegmentRefresh RefreshOf(string? word) => word switch
    {
        "on_demand" => SegmentRefresh.OnDemand,
        "realtime" => SegmentRefresh.Realtime,
        _ => SegmentRefresh.Nightly,
    };

    private static Cron? ScheduleOf(FieldReader fields, SegmentRefresh refresh)
    {
        if (fields.Text("schedule") is not { } text)
        {
            return null;
        }

        var cron = Cron.Parse(text);
        if (!cron.Ok)
        {
            fields.Refuse("schedule", string.Join("; ", cron.Problem.Errors.Select(e => e.Message)));
            return null;
        }

        if (refresh == SegmentRefresh.Realtime)
        {
            fields.Refuse("schedule", "says nothing of a segment that is kept in real time");
        }

        return cron.Value;
    }
}
