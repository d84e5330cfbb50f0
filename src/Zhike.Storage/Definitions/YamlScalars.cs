using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Zhike.Storage.Definitions;

/// <summary>Writes a YAML tree as JSON under the core schema of YAML 1.2: null, true, false and numbers are typed where they
/// stand plain; anything quoted, and anything else plain (yes, 1994-03-31, 1_000), is text.</summary>
internal static partial class YamlScalars
{
    public static void Write(Utf8JsonWriter writer, YamlNode node, int depth, Budget budget)
    {
        budget.Take(node);
        if (depth >= DocumentText.DepthMax)
        {
            throw Refused(node, $"is nested deeper than {DocumentText.DepthMax}");
        }

        switch (node)
        {
            case YamlMappingNode mapping:
                writer.WriteStartObject();
                foreach (var (key, value) in mapping.Children)
                {
                    writer.WritePropertyName(key is YamlScalarNode name ? name.Value ?? "" : throw Refused(key, "a key must be a plain word"));
                    Write(writer, value, depth + 1, budget);
                }

                writer.WriteEndObject();
                break;
            case YamlSequenceNode sequence:
                writer.WriteStartArray();
                foreach (var item in sequence.Children)
                {
                    Write(writer, item, depth + 1, budget);
                }

                writer.WriteEndArray();
                break;
            case YamlScalarNode scalar:
                WriteScalar(writer, scalar);
                break;
            default:
                throw Refused(node, "is neither a mapping, a list nor a value");
        }
    }

    private static void WriteScalar(Utf8JsonWriter writer, YamlScalarNode scalar)
    {
        var text = scalar.Value ?? "";
        var tagged = !scalar.Tag.IsEmpty && scalar.Tag.Value.EndsWith(":str", StringComparison.Ordinal);
        if (scalar.Style is not (ScalarStyle.Plain or ScalarStyle.Any) || tagged)
        {
            writer.WriteStringValue(text);
            return;
        }

        switch (text)
        {
            case "" or "~" or "null" or "Null" or "NULL":
                writer.WriteNullValue();
                break;
            case "true" or "True" or "TRUE":
                writer.WriteBooleanValue(true);
                break;
            case "false" or "False" or "FALSE":
                writer.WriteBooleanValue(false);
                break;
            default:
                WriteNumberOrText(writer, scalar, text);
                break;
        }
    }

    private static void WriteNumberOrText(Utf8JsonWriter writer, YamlScalarNode scalar, string text)
    {
        if (Hexadecimal().IsMatch(text))
        {
            writer.WriteNumberValue(ulong.Parse(text[2..], NumberStyles.HexNumber, CultureInfo.InvariantCulture));
        }
        else if (InfiniteOrNone().IsMatch(text))
        {
            throw Refused(scalar, $"{text} is not a number that a document can hold");
        }
        else if (!Number().IsMatch(text))
        {
            writer.WriteStringValue(text);
        }
        else if (decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var exact))
        {
            writer.WriteNumberValue(exact);
        }
        else if (double.Parse(text, CultureInfo.InvariantCulture) is var value && double.IsFinite(value))
        {
            writer.WriteNumberValue(value);
        }
        else
        {
            throw Refused(scalar, $"{text} is larger than any number");
        }
    }

    private static YamlException Refused(YamlNode node, string what) => new(node.Start, node.End, what);

    [GeneratedRegex(@"^0x[0-9a-fA-F]{1,16}$")]
    private static partial Regex Hexadecimal();

    [GeneratedRegex(@"^([-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN))$")]
    private static partial Regex InfiniteOrNone();

    [GeneratedRegex(@"^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$")]
    private static partial Regex Number();

    /// <summary>An alias that repeats an alias that repeats an alias makes a small text a large document: counted here.</summary>
    internal sealed class Budget(int nodes)
    {
        private int _left = nodes;

        public void Take(YamlNode node)
        {
            if (_left-- == 0)
            {
                throw Refused(node, $"holds more than {DocumentText.NodesMax} values");
            }
        }
    }
}
