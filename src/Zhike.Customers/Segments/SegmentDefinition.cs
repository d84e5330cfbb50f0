using System.Text.Json;
using Zhike.Customers.Conditions;
using Zhike.Customers.Documents;
using Zhike.Kernel;

namespace Zhike.Customers.Segments;

/// <summary>A named set of customers: an expression with a name, computed every night when it says so.</summary>
internal sealed record SegmentDefinition(string Key, LocalText Name, LocalText Description, string Owner, bool Nightly, JsonElement Expression)
{
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
        var refresh = fields.Choice("refresh", ["nightly", "on_demand"]) ?? "nightly";
        var expression = fields.Required("expression");
        if (expression is { } given)
        {
            new ConditionReader(catalogue, errors).Within(key).Read(given, "expression");
        }

        fields.RefuseUnknown();
        return errors.Count > before ? null : new SegmentDefinition(key, name, description, owner, refresh == "nightly", expression!.Value);
    }

    /// <summary>A live document: it was checked when it was saved.</summary>
    public static SegmentDefinition Of(string key, JsonElement document)
    {
        var unread = new List<FieldError>();
        var fields = new FieldReader(document, "", unread);
        return new SegmentDefinition(
            key, LocalText.Read(fields, "name", required: true, unread), LocalText.Read(fields, "description", required: false, unread),
            fields.Text("owner") ?? "", fields.Text("refresh") != "on_demand", fields.Required("expression") ?? default);
    }
}
