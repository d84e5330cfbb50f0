using System.Collections.Immutable;
using YamlDotNet.RepresentationModel;
using Zhike.Kernel;

namespace Zhike.Intake.Mapping;

/// <summary>Reads the columns and attributes of one target against the catalogue of standard tables.</summary>
internal sealed class ColumnReader(IReadOnlyCollection<string> lookUps, List<FieldError> errors)
{
    /// <summary>Two bits of a 64-bit mask say what is wrong with each.</summary>
    public const int ColumnsMax = 32;

    public ImportTarget Target(StandardTable table, YamlFields columns, YamlFields? attributes)
    {
        var rules = new List<ColumnRule>();
        foreach (var (name, node) in columns.Entries())
        {
            var known = table.Columns.FirstOrDefault(c => c.Name == name);
            if (known is null)
            {
                columns.Error(name, Said.Of("no_column", $"is no column of {table.Name}; it has {string.Join(", ", table.Columns.Select(c => c.Name))}"));
            }
            else if (Rule(columns, name, node) is { } rule)
            {
                CheckConstant(columns, known, rule);
                rules.Add(rule);
            }
        }

        foreach (var missing in table.Columns.Where(c => c.Required && rules.All(r => r.Column != c.Name)))
        {
            columns.Error(missing.Name, Said.Of("needed", $"is missing: {table.Name} needs it"));
        }

        if (table.NeedsOneOf.Length > 0 && !table.NeedsOneOf.Any(n => rules.Any(r => r.Column == n)))
        {
            columns.Error(table.NeedsOneOf[0], Said.Of("needs_one_of", $"is missing: {table.Name} needs {string.Join(" or ", table.NeedsOneOf)}"));
        }

        var found = attributes is null ? [] : Attributes(table, attributes);
        if (rules.Count + found.Length > ColumnsMax)
        {
            columns.Error("", Said.Of("too_many_columns", $"are {rules.Count + found.Length} with the attributes; one target takes at most {ColumnsMax}"));
        }

        return new ImportTarget(table, [.. rules], found, columns.Path(""));
    }

    private ImmutableArray<AttributeRule> Attributes(StandardTable table, YamlFields fields)
    {
        var found = new List<AttributeRule>();
        foreach (var (name, node) in fields.Entries())
        {
            if (!table.HasAttributes)
            {
                fields.Error(name, Said.Of("no_attributes", $"cannot be kept: {table.Name} has no attributes"));
            }
            else if (Rule(fields, name, node, attribute: true) is { } rule)
            {
                found.Add(new AttributeRule(name, TypeOf(fields, name, node), rule));
            }
        }

        return [.. found];
    }

    private static string TypeOf(YamlFields parent, string name, YamlNode node) => node is YamlMappingNode
        ? parent.FieldsOf(name, node)!.Choice("type", "text", "text", "number", "date")
        : "text";

    private ColumnRule? Rule(YamlFields parent, string name, YamlNode node, bool attribute = false)
    {
        if (node is YamlScalarNode { Value: { } source })
        {
            return new ColumnRule(name, parent.Path(name), checked((int)node.Start.Line)) { From = [source] };
        }

        return parent.FieldsOf(name, node) is { } fields ? Rule(fields, name, parent.Path(name), attribute) : null;
    }

    private ColumnRule Rule(YamlFields fields, string name, string path, bool attribute)
    {
        if (attribute)
        {
            fields.Text("type");
        }

        var alternatives = fields.List("first_of").Select((f, i) => Rule(f, name, $"{path}.first_of[{i}]", false)).ToImmutableArray();
        var rule = new ColumnRule(name, path, fields.Line)
        {
            From = fields.Texts("from"),
            Separator = fields.Text("separator") ?? "|",
            Constant = fields.Text("constant"),
            Missing = fields.Texts("missing"),
            Take = fields.Whole("take", 1, 1_000_000),
            LookUp = fields.Text("look_up"),
            Codes = fields.Table("codes"),
            Otherwise = fields.Text("otherwise"),
            Pad = fields.Whole("pad", 1, 64),
            Prefix = fields.Text("prefix") ?? "",
            As = fields.Text("as"),
            Default = fields.Text("default"),
            Format = fields.Text("format"),
            Century = fields.Whole("century", 19, 20) ?? 19,
            PlusMonths = fields.Text("plus_months"),
            DecimalComma = fields.Flag("decimal_comma", false),
            Required = fields.Has("required") ? fields.Flag("required", false) : null,
            FirstOf = alternatives,
        };
        Check(fields, rule);
        fields.RefuseOthers();
        return rule;
    }

    private void Check(YamlFields fields, ColumnRule rule)
    {
        var ways = (rule.From.Length > 0 ? 1 : 0) + (rule.Constant is null ? 0 : 1) + (rule.FirstOf.Length > 0 ? 1 : 0);
        if (ways != 1)
        {
            errors.Add(YamlFields.AtLine(rule.Field, rule.Line, Said.Of("one_way", $"must have exactly one of from, constant and first_of")));
        }

        if (rule.LookUp is { } lookUp && !lookUps.Contains(lookUp))
        {
            fields.Error("look_up", Said.Of("unknown_look_up", $"must name one of the look_ups ({string.Join(", ", lookUps)}), but is {YamlFields.Shown(lookUp)}"));
        }

        if (rule.As is { } conversion && !Conversions.All.ContainsKey(conversion))
        {
            fields.Error("as", YamlFields.OneOf(Conversions.All.Keys.Order(StringComparer.Ordinal), conversion));
        }

        if (rule.Format is { } format && !DateFormats.All.ContainsKey(format))
        {
            fields.Error("format", YamlFields.OneOf(DateFormats.All.Keys, format));
        }
    }

    /// <summary>What the mapping itself sets must be in the closed list of a code, so that not every row is refused later.</summary>
    private static void CheckConstant(YamlFields columns, StandardColumn column, ColumnRule rule)
    {
        if (column.Kind != ValueKind.Code)
        {
            return;
        }

        var set = new[] { rule.Constant, rule.Default, rule.Otherwise }.OfType<string>()
            .Concat(rule.Codes?.Values ?? [])
            .Concat(rule.FirstOf.SelectMany(r => (r.Codes?.Values ?? []).Concat(new[] { r.Constant, r.Otherwise }.OfType<string>())))
            .Where(v => v.Length > 0 && !column.Codes.Contains(v)).Distinct();
        foreach (var wrong in set)
        {
            columns.Error(column.Name, Said.Of("mapping_sets", $"must be one of {string.Join(", ", column.Codes.Where(c => c.Length > 0))}, but the mapping sets {YamlFields.Shown(wrong)}"));
        }
    }
}
