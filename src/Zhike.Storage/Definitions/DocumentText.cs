using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;
using Zhike.Kernel;

namespace Zhike.Storage.Definitions;

/// <summary>What people write (YAML or JSON) as one canonical JSON: members sorted, no white space, numbers and booleans
/// typed, quoted scalars text. Two texts that say the same come out the same.</summary>
public static class DocumentText
{
    public const int CharactersMax = 1 << 20;
    public const int DepthMax = 64;
    public const int NodesMax = 100_000;

    private static readonly JsonWriterOptions Writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };
    private static readonly JsonDocumentOptions Reading = new() { MaxDepth = DepthMax, AllowDuplicateProperties = false };

    /// <summary>One document. A text that cannot be read is refused with its line and column under <paramref name="field"/>.</summary>
    public static Result<JsonElement> Parse(string text, string field = "document") => ParseMany(text, field).Then<JsonElement>(all =>
        all.Count == 1 ? all[0] : Problem.Invalid(field, Said.Of("one_document", $"must hold one document, but holds {all.Count}")));

    /// <summary>Every document of a text, in order; YAML separates them by "---".</summary>
    public static Result<IReadOnlyList<JsonElement>> ParseMany(string text, string field = "document")
    {
        if (text.Length > CharactersMax)
        {
            return Problem.Invalid(field, Said.Of("too_many_characters", $"may have {CharactersMax} characters, but has {text.Length}"));
        }

        if (text.AsSpan().TrimStart() is not ['{' or '[', ..])
        {
            return FromYaml(text, field);
        }

        // JSON is nearly YAML, but not in its escapes; YAML in braces ({a: b}) is YAML all the same.
        try
        {
            using var document = JsonDocument.Parse(text, Reading);
            return new[] { Sorted(document.RootElement) };
        }
        catch (JsonException problem)
        {
            // A member given twice is the one error that the JSON reader does not place.
            var yaml = FromYaml(text, field);
            return (yaml.Ok && !QuotedMembers(text)) || (!yaml.Ok && problem.LineNumber is null)
                ? yaml
                : At(field, problem.LineNumber + 1 ?? 1, problem.BytePositionInLine + 1 ?? 1, FirstSentence(problem.Message));
        }
    }

    /// <summary>The canonical text of a document.</summary>
    public static string Canonical(JsonElement document)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, Writing))
        {
            Write(writer, document);
        }

        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
    }

    private static Result<IReadOnlyList<JsonElement>> FromYaml(string text, string field)
    {
        try
        {
            var yaml = new YamlStream();
            yaml.Load(new DepthLimit(new Parser(new StringReader(text))));
            var documents = new List<JsonElement>(yaml.Documents.Count);
            var budget = new YamlScalars.Budget(NodesMax);
            foreach (var document in yaml.Documents)
            {
                using var stream = new MemoryStream();
                using (var writer = new Utf8JsonWriter(stream, Writing))
                {
                    YamlScalars.Write(writer, document.RootNode, 0, budget);
                }

                using var json = JsonDocument.Parse(stream.ToArray(), Reading);
                documents.Add(Sorted(json.RootElement));
            }

            return documents.Count == 0 ? At(field, 1, 1, "the text is empty") : documents;
        }
        catch (YamlException problem)
        {
            return At(field, problem.Start.Line, problem.Start.Column, problem.InnerException?.Message ?? problem.Message);
        }
        catch (JsonException problem)
        {
            return At(field, 1, 1, FirstSentence(problem.Message));
        }
    }

    private static bool QuotedMembers(string text) => text.AsSpan().TrimStart()[1..].TrimStart() is ['"', ..];

    private static Problem At(string field, long line, long column, string what) =>
        Problem.Invalid(field, Said.Of("unreadable", $"cannot be read at line {line}, column {column}: {what}"));

    /// <summary>The reader adds its own count of lines to its messages, from 0; ours stands in front, from 1.</summary>
    private static string FirstSentence(string message)
    {
        if (message.Contains("maximum configured depth", StringComparison.Ordinal))
        {
            return $"is nested deeper than {DepthMax}";
        }

        var cut = message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        return cut < 0 ? message : message[..cut];
    }

    private static JsonElement Sorted(JsonElement element)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, Writing))
        {
            Write(writer, element);
        }

        using var sorted = JsonDocument.Parse(stream.ToArray(), Reading);
        return sorted.RootElement.Clone();
    }

    private static void Write(Utf8JsonWriter writer, JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var member in element.EnumerateObject().OrderBy(m => m.Name, StringComparer.Ordinal))
                {
                    writer.WritePropertyName(member.Name);
                    Write(writer, member.Value);
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in element.EnumerateArray())
                {
                    Write(writer, item);
                }

                writer.WriteEndArray();
                break;
            case JsonValueKind.Number:
                WriteNumber(writer, element);
                break;
            default:
                element.WriteTo(writer);
                break;
        }
    }

    /// <summary>1.0, 1.00 and 1 are one number and come out as one text.</summary>
    private static void WriteNumber(Utf8JsonWriter writer, JsonElement element)
    {
        if (element.TryGetDecimal(out var exact))
        {
            writer.WriteNumberValue(exact / 1.0000000000000000000000000000m);
        }
        else
        {
            element.WriteTo(writer);
        }
    }
}
