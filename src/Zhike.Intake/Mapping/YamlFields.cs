using System.Collections.Immutable;
using System.Globalization;
using YamlDotNet.RepresentationModel;
using Zhike.Kernel;

namespace Zhike.Intake.Mapping;

/// <summary>Reads the fields of one YAML mapping and collects every problem with its path and line, unknown fields included.</summary>
internal sealed class YamlFields(YamlMappingNode node, string path, List<FieldError> errors)
{
    private readonly HashSet<string> _seen = [];

    public int Line => checked((int)node.Start.Line);

    public string Path(string name) => path.Length == 0 ? name : $"{path}.{name}";

    public void Error(string name, Said said) => errors.Add(AtLine(Path(name), LineOf(name), said));

    public static FieldError AtLine(string field, long line, Said said) => 
        FieldError.Of(field, said with { Message = string.Create(CultureInfo.InvariantCulture, $"(line {line}) {said.Message}") }) with { Line = line };

    public bool Has(string name) => node.Children.ContainsKey(new YamlScalarNode(name));

    public string? Text(string name, bool required = false)
    {
        switch (Find(name))
        {
            case YamlScalarNode scalar:
                return scalar.Value ?? "";
            case null:
                if (required)
                {
                    Error(name, Said.Of("missing", $"is missing"));
                }

                return null;
            default:
                Error(name, Said.Of("single_value", $"must be a single value"));
                return null;
        }
    }

    public int? Whole(string name, int from, int to)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= from && value <= to)
        {
            return value;
        }

        Error(name, Said.Of("whole_number", $"must be a whole number from {from} to {to}, but is {Shown(text)}"));
        return null;
    }

    public bool Flag(string name, bool otherwise)
    {
        switch (Text(name))
        {
            case null:
                return otherwise;
            case "true":
                return true;
            case "false":
                return false;
            case var text:
                Error(name, Said.Of("true_or_false", $"must be true or false, but is {Shown(text)}"));
                return otherwise;
        }
    }

    public string Choice(string name, string otherwise, params ReadOnlySpan<string> choices)
    {
        var text = Text(name) ?? otherwise;
        if (!choices.Contains(text))
        {
            Error(name, OneOf(choices.ToArray(), text));
        }

        return text;
    }

    /// <summary>A single value counts as a list of one.</summary>
    public ImmutableArray<string> Texts(string name)
    {
        switch (Find(name))
        {
            case null:
                return [];
            case YamlScalarNode scalar:
                return [scalar.Value ?? ""];
            case YamlSequenceNode sequence when sequence.Children.All(c => c is YamlScalarNode):
                return [.. sequence.Children.Select(c => ((YamlScalarNode)c).Value ?? "")];
            default:
                Error(name, Said.Of("value_or_list", $"must be a value or a list of values"));
                return [];
        }
    }

    public ImmutableDictionary<string, string>? Table(string name)
    {
        switch (Find(name))
        {
            case null:
                return null;
            case YamlMappingNode table when table.Children.All(c => c is { Key: YamlScalarNode, Value: YamlScalarNode }):
                return table.Children.ToImmutableDictionary(
                    c => ((YamlScalarNode)c.Key).Value ?? "", c => ((YamlScalarNode)c.Value).Value ?? "", StringComparer.Ordinal);
            default:
                Error(name, Said.Of("table_of_values", $"must be a table of value: value"));
                return null;
        }
    }

    public YamlFields? Fields(string name, bool required = false)
    {
        switch (Find(name))
        {
            case YamlMappingNode mapping:
                return new YamlFields(mapping, Path(name), errors);
            case null:
                if (required)
                {
                    Error(name, Said.Of("missing", $"is missing"));
                }

                return null;
            default:
                Error(name, Said.Of("group_of_fields", $"must hold fields"));
                return null;
        }
    }

    public IEnumerable<YamlFields> List(string name)
    {
        switch (Find(name))
        {
            case null:
                yield break;
            case YamlSequenceNode sequence when sequence.Children.All(c => c is YamlMappingNode):
                for (var i = 0; i < sequence.Children.Count; i++)
                {
                    yield return new YamlFields((YamlMappingNode)sequence.Children[i], $"{Path(name)}[{i}]", errors);
                }

                break;
            default:
                Error(name, Said.Of("list_of_groups", $"must be a list of groups of fields"));
                break;
        }
    }

    /// <summary>Every entry, whatever its name: columns, look-ups, attributes.</summary>
    public IEnumerable<(string Name, YamlNode Node)> Entries()
    {
        foreach (var (key, value) in node.Children)
        {
            var name = (key as YamlScalarNode)?.Value ?? "";
            _seen.Add(name);
            yield return (name, value);
        }
    }

    public YamlFields? FieldsOf(string name, YamlNode entry)
    {
        if (entry is YamlMappingNode mapping)
        {
            return new YamlFields(mapping, Path(name), errors);
        }

        Error(name, Said.Of("group_of_fields", $"must hold fields"));
        return null;
    }

    /// <summary>Call last: a field nobody asked for is a typing mistake.</summary>
    public void RefuseOthers()
    {
        foreach (var key in node.Children.Keys.OfType<YamlScalarNode>().Select(k => k.Value ?? "").Where(k => !_seen.Contains(k)))
        {
            Error(key, Said.Of("unknown_field", $"is not known here; known are {string.Join(", ", _seen.Order(StringComparer.Ordinal))}"));
        }
    }

    public static Said OneOf(IEnumerable<string> choices, string text) => Said.Of("one_of", $"must be one of {string.Join(", ", choices)}, but is {Shown(text)}");

    public static string Shown(string text) => $"\"{text}\"";

    private YamlNode? Find(string name)
    {
        _seen.Add(name);
        return node.Children.TryGetValue(new YamlScalarNode(name), out var found) ? found : null;
    }

    private long LineOf(string name) =>
        node.Children.Keys.FirstOrDefault(k => k is YamlScalarNode scalar && scalar.Value == name)?.Start.Line ?? node.Start.Line;
}
