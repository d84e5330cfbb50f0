using System.Text;
using System.Text.Json;
using Zhike.Kernel;

namespace Zhike.Intake.Import.Reading;

/// <summary>Reads one JSON object. A field is a member's name, or a path such as "address.city"; one that the object lacks has no value,
/// and an object or a list where a value is wanted is taken as its JSON text.</summary>
internal sealed class JsonRow(IReadOnlyList<string> wanted)
{
    private readonly byte[][] _wanted = [.. wanted.Select(Encoding.UTF8.GetBytes)];

    /// <summary>What the wanted paths begin with: only such objects are looked into.</summary>
    private readonly byte[][] _opened = [.. wanted.SelectMany(Prefixes).Distinct().Select(Encoding.UTF8.GetBytes)];

    public ReadRow Read(ReadOnlySpan<byte> line, RowFields fields)
    {
        var json = new Utf8JsonReader(line);
        try
        {
            json.Read();
            if (json.TokenType != JsonTokenType.StartObject)
            {
                return ReadRow.Refused("", Said.Of("no_json_object", $"is no JSON object"));
            }

            Members(ref json, line, default, fields);
            json.Read();
            return ReadRow.Sound;
        }
        catch (JsonException malformed)
        {
            return ReadRow.Refused("", Said.Of("not_json", $"is not JSON, from character {malformed.BytePositionInLine + 1} of the line"));
        }
        catch (InvalidOperationException)
        {
            // What the reader says of half a surrogate, or of bytes that are no UTF-8.
            return ReadRow.Refused("", Said.Of("text_not_utf8", $"holds a text that is not valid UTF-8"));
        }
    }

    private static IEnumerable<string> Prefixes(string path)
    {
        for (var dot = path.IndexOf('.', StringComparison.Ordinal); dot > 0; dot = path.IndexOf('.', dot + 1))
        {
            yield return path[..dot];
        }
    }

    private void Members(ref Utf8JsonReader json, ReadOnlySpan<byte> line, ReadOnlySpan<byte> prefix, RowFields fields)
    {
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            Span<byte> path = new byte[prefix.Length + 1 + json.ValueSpan.Length];
            prefix.CopyTo(path);
            var offset = prefix.Length == 0 ? 0 : prefix.Length + 1;
            if (offset > 0)
            {
                path[prefix.Length] = (byte)'.';
            }

            path = path[..(offset + json.CopyString(path[offset..]))];
            json.Read();
            var index = IndexOf(_wanted, path);
            if (json.TokenType == JsonTokenType.StartObject && index < 0 && IndexOf(_opened, path) >= 0)
            {
                Members(ref json, line, path, fields);
            }
            else if (index < 0)
            {
                json.Skip();
            }
            else
            {
                Value(ref json, line, index, fields);
            }
        }
    }

    private static void Value(ref Utf8JsonReader json, ReadOnlySpan<byte> line, int index, RowFields fields)
    {
        switch (json.TokenType)
        {
            case JsonTokenType.Null:
                fields.Put(index, ReadOnlySpan<byte>.Empty);
                break;
            case JsonTokenType.String when json.ValueIsEscaped:
                fields.Take(index, json.CopyString(fields.Reserve(json.ValueSpan.Length)));
                break;
            case JsonTokenType.StartObject or JsonTokenType.StartArray:
                var from = (int)json.TokenStartIndex;
                json.Skip();
                fields.Put(index, line[from..(int)json.BytesConsumed]);
                break;
            default:
                fields.Put(index, json.ValueSpan);
                break;
        }
    }

    private static int IndexOf(byte[][] names, ReadOnlySpan<byte> name)
    {
        for (var i = 0; i < names.Length; i++)
        {
            if (name.SequenceEqual(names[i]))
            {
                return i;
            }
        }

        return -1;
    }
}
