using System.Collections.Immutable;
using System.Text.Json;
using Zhike.Customers.Conditions;
using Zhike.Customers.Documents;
using Zhike.Customers.Sources;
using Zhike.Kernel;

namespace Zhike.Customers.Tags.Definitions;

/// <summary>The part of a tag's document that lists cases: [{when: condition over other tags, value: …}, …], otherwise.</summary>
internal sealed class RuleReader(FieldReader fields, ImmutableDictionary<string, TagColumn> known, List<FieldError> errors)
{
    public Rule? Read(FieldType? type)
    {
        var before = errors.Count;
        var cases = fields.List("rule", required: true).Select(c => Case(c.Element, c.Path, type)).ToList();
        var otherwise = fields.Optional("otherwise") is { } value ? Value(value, fields.PathOf("otherwise"), type) : null;
        if (cases.Count == 0 && errors.Count == before)
        {
            fields.Refuse("rule", "must hold at least one case");
        }

        return errors.Count > before || type is null ? null : new Rule([.. cases.Select(c => c!)], otherwise);
    }

    private RuleCase? Case(JsonElement element, string path, FieldType? type)
    {
        var inner = new FieldReader(element, path, errors);
        var when = inner.Required("when") is { } expression
            ? new ConditionReader(ConditionCatalogue.OnlyTags(known), errors).Read(expression, inner.PathOf("when"))
            : null;
        var value = inner.Required("value") is { } given ? Value(given, inner.PathOf("value"), type) : null;
        inner.RefuseUnknown();
        return when is null || value is null ? null : new RuleCase(when, value);
    }

    private string? Value(JsonElement value, string path, FieldType? type) =>
        type is { } known && Comparison.Read(Operator.Eq, value, known, [], path, errors) is { } test ? test.Operands[0] : null;
}
