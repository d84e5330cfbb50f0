using System.Text.Json;
using Zhike.Customers.Documents;
using Zhike.Customers.Sources;
using Zhike.Kernel;

namespace Zhike.Customers.Conditions.Reading;

/// <summary>Reads the forms that pick customers out of all: changes of a tag, samples, the first N, a radius, a model's score.</summary>
internal sealed class SetReader(ConditionCatalogue catalogue, List<FieldError> errors)
{
    public const int TopMax = 1_000_000;

    private const double KmMax = 20_100;

    public static IReadOnlyList<string> Forms { get; } = ["changed", "sample", "top", "near", "lookalike"];

    /// <param name="nested">Reads a condition inside the form.</param>
    public Condition? Read(FieldReader outer, string form, Func<JsonElement, string, Condition?> nested)
    {
        var before = errors.Count;
        var fields = new FieldReader(outer.Optional(form) ?? default, outer.PathOf(form), errors);
        if (!fields.IsObject)
        {
            return null;
        }

        Condition? condition = form switch
        {
            "changed" => Changed(fields),
            "sample" => Sample(fields),
            "top" => Top(fields, nested),
            "near" => Near(fields),
            _ => Lookalike(fields),
        };
        fields.RefuseUnknown();
        return errors.Count > before ? null : condition;
    }

    private Changed? Changed(FieldReader fields)
    {
        var tag = Tag(fields, "tag");
        var within = fields.Whole("within_days", 1, BehaviourReader.DaysMax);
        if (within is null && fields.Optional("within_days") is null)
        {
            fields.Refuse("within_days", "is missing");
        }

        var (from, to) = (fields.Optional("from"), fields.Optional("to"));
        if (tag is { RecordsChanges: false })
        {
            fields.Refuse("tag", $"names \"{tag.Key}\", whose changes are not recorded: give it bands, or \"record_changes: true\"");
        }

        return tag is null ? null : new Changed(tag, Value(tag, from, fields.PathOf("from")), Value(tag, to, fields.PathOf("to")), within ?? 1);
    }

    /// <summary>As tag_changes writes it: the band's English name where the tag has bands, else the value.</summary>
    private string? Value(TagColumn tag, JsonElement? value, string path)
    {
        if (value is not { } given)
        {
            return null;
        }

        var banded = tag.Bands.Length > 0;
        var words = banded ? [.. tag.Bands.Select(b => b.Label.En)] : tag.Words;
        var test = Comparison.Read(Operator.Eq, given, banded ? FieldType.Text : tag.Type, words, path, errors);
        return test is null ? null : tag.Type == FieldType.Flag && !banded ? test.Operands[0] == "1" ? "true" : "false" : test.Operands[0];
    }

    private static Sample? Sample(FieldReader fields)
    {
        var salt = fields.Text("salt", required: true);
        var percent = fields.Required("percent");
        if (percent is { } given)
        {
            if (given.ValueKind == JsonValueKind.Number && given.TryGetDecimal(out var share) && share is > 0 and <= 100 && decimal.Round(share, 2) == share)
            {
                return salt is null ? null : new Sample((int)(share * 100), salt);
            }

            fields.Refuse("percent", $"must be a number above 0 and up to 100 with at most two decimals, but is {FieldReader.Show(given)}");
        }

        return null;
    }

    private Top? Top(FieldReader fields, Func<JsonElement, string, Condition?> nested)
    {
        var n = fields.Whole("n", 1, TopMax);
        if (n is null && fields.Optional("n") is null)
        {
            fields.Refuse("n", "is missing");
        }

        var by = Tag(fields, "by");
        if (by is not null && !by.Type.IsNumeric() && by.Type != FieldType.Date)
        {
            fields.Refuse("by", $"names \"{by.Key}\", a {by.Type.Name()}: only numbers and dates can be ranked");
        }

        var within = fields.Choice("within", ["bank", "outlet"]) ?? "bank";
        var order = fields.Choice("order", ["desc", "asc"]) ?? "desc";
        var of = fields.Optional("of") is { } among ? nested(among, fields.PathOf("of")) : null;
        return by is null ? null : new Top(n ?? 1, by, within == "outlet", order == "desc", of);
    }

    private Near? Near(FieldReader fields)
    {
        var km = Number(fields, "km", 0.001, KmMax);
        var (outlet, point) = (fields.Text("outlet"), fields.Optional("point"));
        if ((outlet is null) == (point is null))
        {
            fields.Refuse("outlet", "must be given, or point: one of them");
            return null;
        }

        if (outlet is not null)
        {
            if (!catalogue.Outlets.TryGetValue(outlet, out var place))
            {
                fields.Refuse("outlet", $"names \"{outlet}\", which is no outlet{Nearest.Hint(outlet, catalogue.Outlets.Keys)}");
            }
            else if (place is null)
            {
                fields.Refuse("outlet", $"names \"{outlet}\", whose attributes give no {GeoPoint.LatitudeName} and {GeoPoint.LongitudeName}");
            }

            return place is { } known ? new Near(known, km) : null;
        }

        var pair = point!.Value is { ValueKind: JsonValueKind.Array } list && list.GetArrayLength() == 2
            ? GeoPoint.Parse(list[0].ToString(), list[1].ToString())
            : null;
        if (pair is null)
        {
            fields.Refuse("point", $"must be [latitude, longitude] in degrees, but is {FieldReader.Show(point.Value)}");
        }

        return pair is { } given ? new Near(given, km) : null;
    }

    private static Lookalike? Lookalike(FieldReader fields)
    {
        var model = fields.Text("model", required: true);
        var least = Number(fields, "at_least", 0, 1);
        var valid = fields.Whole("valid_days", 1, BehaviourReader.DaysMax);
        return model is null ? null : new Lookalike(model, least, valid);
    }

    private TagColumn? Tag(FieldReader fields, string name)
    {
        if (fields.Text(name, required: true) is not { } key)
        {
            return null;
        }

        if (catalogue.Tags.TryGetValue(key, out var tag))
        {
            return tag;
        }

        fields.Refuse(name, $"names \"{key}\", which is no live tag{Nearest.Hint(key, catalogue.Tags.Keys)}");
        return null;
    }

    private static double Number(FieldReader fields, string name, double least, double most)
    {
        if (fields.Required(name) is not { } value)
        {
            return least;
        }

        if (value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) && number >= least && number <= most)
        {
            return number;
        }

        fields.Refuse(name, FormattableString.Invariant($"must be a number from {least} to {most}, but is {FieldReader.Show(value)}"));
        return least;
    }
}
