using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Zhike.Customers.Conditions.Reading;
using Zhike.Customers.Documents;
using Zhike.Customers.Sources;
using Zhike.Kernel;

namespace Zhike.Customers.Conditions;

/// <summary>Turns an expression into a checked <see cref="Condition"/>, collecting every problem with its path.</summary>
internal sealed class ConditionReader(ConditionCatalogue catalogue, List<FieldError> errors)
{
    /// <summary>Deeper than this is refused: nobody can read it, and the engine's parser has its own end.</summary>
    public const int DepthMax = 20;

    /// <summary>Conditions in one expression, with those of the segments that it names.</summary>
    public const int TestsMax = 200;

    public static IReadOnlyList<string> Forms { get; } =
        ["and", "or", "not", "tag", "attribute", .. BehaviourReader.Forms, .. SetReader.Forms, "list", "segment"];

    private readonly List<string> _segmentsOpen = [];
    private int _tests;

    /// <summary>Inside a segment of this key, naming it again is a cycle.</summary>
    public ConditionReader Within(string segment)
    {
        _segmentsOpen.Add(segment);
        return this;
    }

    public Condition? Read(JsonElement element, string path, int depth = 0)
    {
        if (depth > DepthMax)
        {
            errors.Add(FieldError.Of(path, Said.Of("too_deep", $"is nested deeper than {DepthMax}")));
            return null;
        }

        if (++_tests > TestsMax)
        {
            // Said once: ten thousand conditions need not be refused ten thousand times.
            if (_tests == TestsMax + 1)
            {
                errors.Add(new FieldError(path, $"is one of more than {TestsMax} conditions, and an expression holds at most so many"));
            }

            return null;
        }

        if (element.ValueKind != JsonValueKind.Object)
        {
            errors.Add(new FieldError(Named(path), $"must be an object, but is {FieldReader.Show(element)}"));
            return null;
        }

        var fields = new FieldReader(element, path, errors);
        var forms = Forms.Where(f => element.TryGetProperty(f, out _)).ToList();
        if (forms.Count != 1)
        {
            errors.Add(new FieldError(Named(path), forms.Count == 0
                ? $"must have one of {string.Join(", ", Forms)}"
                : $"must have only one of {string.Join(", ", forms)}"));
            return null;
        }

        var condition = Form(forms[0], fields, depth);
        fields.RefuseUnknown();
        return condition;
    }

    private static string Named(string path) => path.Length == 0 ? "expression" : path;

    private Condition? Form(string form, FieldReader fields, int depth) => form switch
    {
        "and" => Parts(fields, form, depth) is { } parts ? new AllOf(parts) : null,
        "or" => Parts(fields, form, depth) is { } parts ? new AnyOf(parts) : null,
        "not" => Read(fields.Optional(form) ?? default, fields.PathOf(form), depth + 1) is { } part ? new Not(part) : null,
        "tag" => Tag(fields),
        "attribute" => Attribute(fields),
        "list" => List(fields),
        "segment" => Segment(fields, depth),
        _ when !catalogue.AllowsBehaviour => Refused(fields, form),
        _ when SetReader.Forms.Contains(form) => new SetReader(catalogue, errors).Read(fields, form, (inner, path) => Read(inner, path, depth + 1)),
        _ => new BehaviourReader(errors).Read(fields, form),
    };

    private static Condition? Refused(FieldReader fields, string form)
    {
        fields.Refuse(form, "cannot stand in a rule, which reads other tags only: make a measure of it");
        _ = fields.Optional(form);
        return null;
    }

    private ImmutableArray<Condition>? Parts(FieldReader fields, string form, int depth)
    {
        var before = errors.Count;
        var list = fields.List(form, required: true);
        if (list.Count == 0 && errors.Count == before)
        {
            fields.Refuse(form, "must hold at least one condition");
        }

        var parts = list.Select(p => Read(p.Element, p.Path, depth + 1)).ToList();
        return errors.Count > before || parts.Contains(null) ? null : [.. parts.Select(p => p!)];
    }

    private TagTest? Tag(FieldReader fields)
    {
        var key = fields.Text("tag", required: true);
        var op = Op(fields, withBands: true);
        var value = fields.Optional("value");
        var at = At(fields);
        if (key is null || op is null)
        {
            return null;
        }

        if (!catalogue.Tags.TryGetValue(key, out var tag))
        {
            fields.Refuse("tag", $"names \"{key}\", which is no live tag{Nearest.Hint(key, catalogue.Tags.Keys)}");
            return null;
        }

        if (op == Operator.InBand)
        {
            return Band(tag, value, fields) is { } banded ? banded with { At = at } : null;
        }

        return Comparison.Read(op.Value, value, tag.Type, tag.Words, fields.PathOf("value"), errors) is { } test ? new TagTest(tag, test, at) : null;
    }

    /// <summary>"1994-01-31" or {"days_ago": 30}.</summary>
    private PastDay? At(FieldReader fields)
    {
        if (fields.Optional("at") is not { } at)
        {
            return null;
        }

        if (!catalogue.AllowsBehaviour)
        {
            fields.Refuse("at", "cannot stand in a rule, which reads the tags of its own date");
            return null;
        }

        var test = Comparison.Read(Operator.Eq, at, FieldType.Date, [], fields.PathOf("at"), errors);
        return test is null ? null
            : test.DaysAgo ? new PastDay(null, int.Parse(test.Operands[0], CultureInfo.InvariantCulture))
            : new PastDay(DateOnly.ParseExact(test.Operands[0], "yyyy-MM-dd", CultureInfo.InvariantCulture), 0);
    }

    private TagTest? Band(TagColumn tag, JsonElement? value, FieldReader fields)
    {
        var names = tag.Bands.Select(b => b.Label.En).ToList();
        if (names.Count == 0)
        {
            fields.Refuse("op", $"cannot be in_band: the tag \"{tag.Key}\" has no bands");
            return null;
        }

        var many = value is { ValueKind: JsonValueKind.Array } ? value : JsonSerializer.SerializeToElement(new[] { value });
        return Comparison.Read(Operator.In, many, FieldType.Text, names, fields.PathOf("value"), errors) is { } test
            ? new TagTest(tag, test with { Op = Operator.InBand })
            : null;
    }

    private AttributeTest? Attribute(FieldReader fields)
    {
        var name = fields.Text("attribute", required: true);
        var op = Op(fields, withBands: false);
        var value = fields.Optional("value");
        if (name is null || op is null)
        {
            return null;
        }

        if (!catalogue.AllowsBehaviour)
        {
            fields.Refuse("attribute", "cannot stand in a rule, which reads other tags only: make an attribute tag of it");
            return null;
        }

        var wanted = value is { } compared ? FreeValue.TypeOf(compared, Comparison.NameOf(op.Value)) : FieldType.Text;
        if (CustomerAttribute.Find(name, wanted) is not { } attribute)
        {
            fields.Refuse("attribute", $"names \"{name}\"; known are {string.Join(", ", CustomerAttribute.Fixed.Select(a => a.Name))}, attributes.<name>, outlet.attributes.<name>{Nearest.Hint(name, CustomerAttribute.Fixed.Select(a => a.Name))}");
            return null;
        }

        return Comparison.Read(op.Value, value, attribute.Type, [], fields.PathOf("value"), errors) is { } test ? new AttributeTest(attribute, test) : null;
    }

    private static Operator? Op(FieldReader fields, bool withBands)
    {
        var names = Comparison.For(FieldType.Number).Concat(Comparison.For(FieldType.Text)).Distinct().Concat(withBands ? [Operator.InBand] : []).Select(Comparison.NameOf).ToList();
        return fields.Choice("op", names, required: true) is { } name ? Comparison.Operators[name] : null;
    }

    private InList? List(FieldReader fields)
    {
        if (fields.Text("list", required: true) is not { } key)
        {
            return null;
        }

        if (catalogue.Lists.Contains(key))
        {
            return new InList(key);
        }

        fields.Refuse("list", $"names \"{key}\", which is no list of customers{Nearest.Hint(key, catalogue.Lists)}");
        return null;
    }

    private InSegment? Segment(FieldReader fields, int depth)
    {
        if (fields.Text("segment", required: true) is not { } key)
        {
            return null;
        }

        if (_segmentsOpen.Contains(key))
        {
            fields.Refuse("segment", $"goes in a circle: {string.Join(" -> ", _segmentsOpen)} -> {key}");
            return null;
        }

        if (!catalogue.Segments.TryGetValue(key, out var expression))
        {
            fields.Refuse("segment", $"names \"{key}\", which is no live segment{Nearest.Hint(key, catalogue.Segments.Keys)}");
            return null;
        }

        _segmentsOpen.Add(key);
        var inner = Read(expression, $"{fields.PathOf("segment")}({key})", depth + 1);
        _segmentsOpen.RemoveAt(_segmentsOpen.Count - 1);
        return inner is null ? null : new InSegment(key, inner);
    }
}
