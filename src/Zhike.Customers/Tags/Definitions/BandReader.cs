using System.Collections.Immutable;
using System.Text.Json;
using Zhike.Customers.Documents;
using Zhike.Customers.Sources;
using Zhike.Kernel;

namespace Zhike.Customers.Tags.Definitions;

/// <summary>Bands cut the number line into named pieces: ascending, without overlap and without a gap.</summary>
internal static class BandReader
{
    public static ImmutableArray<Band> Read(FieldReader fields, FieldType? type, List<FieldError> errors)
    {
        var list = fields.List("bands");
        if (list.Count == 0)
        {
            return [];
        }

        if (type is { } known && !known.IsNumeric())
        {
            fields.Refuse("bands", $"need a number, but the tag is a {known.Name()}");
        }

        var bands = list.Select(item => One(item.Element, item.Path, errors)).ToList();
        for (var i = 0; i < bands.Count; i++)
        {
            CheckEdges(bands, i, list[i].Path, errors);
        }

        foreach (var twin in bands.GroupBy(b => b.Label.En).Where(g => g.Count() > 1))
        {
            fields.Refuse("bands", $"use the name \"{twin.Key}\" twice");
        }

        return [.. bands];
    }

    private static void CheckEdges(List<Band> bands, int i, string path, List<FieldError> errors)
    {
        var band = bands[i];
        if (band is { From: { } from, To: { } to } && from >= to)
        {
            errors.Add(new FieldError(path, $"must begin below its end, but goes from {from} to {to}"));
        }

        if (i > 0 && band.From is null)
        {
            errors.Add(new FieldError($"{path}.from", "is missing: only the first band may be open below"));
        }

        if (i < bands.Count - 1 && band.To is null)
        {
            errors.Add(new FieldError($"{path}.to", "is missing: only the last band may be open above"));
        }

        if (i > 0 && band.From is { } start && bands[i - 1].To is { } end && start != end)
        {
            errors.Add(new FieldError($"{path}.from", start < end
                ? $"overlaps the band before it, which ends at {end}"
                : $"leaves a gap: the band before it ends at {end}, this one begins at {start}"));
        }
    }

    private static Band One(JsonElement element, string path, List<FieldError> errors)
    {
        var fields = new FieldReader(element, path, errors);
        var band = new Band(
            Edge(fields, "from"), Edge(fields, "to"), new LocalText(fields.Text("zh", required: true) ?? "", fields.Text("en", required: true) ?? ""));
        fields.RefuseUnknown();
        return band;
    }

    private static decimal? Edge(FieldReader fields, string name)
    {
        if (fields.Optional(name) is not { } value)
        {
            return null;
        }

        if (value.ValueKind == JsonValueKind.Number && value.TryGetDecimal(out var edge))
        {
            return edge;
        }

        fields.Refuse(name, $"must be a number, but is {FieldReader.Show(value)}");
        return null;
    }
}
