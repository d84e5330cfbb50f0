using System.Buffers;
using System.Collections.Frozen;
using System.Text.Json;

namespace Zhike.Intake.Events;

/// <summary>Small changes to a JSON object on its way through, on its bytes.</summary>
internal static class JsonPieces
{
    /// <summary>Traits that say who somebody is. They belong into the sealed store, not among the events.</summary>
    private static readonly FrozenSet<string> Personal = new[]
    {
        "name", "firstName", "lastName", "fullName", "first_name", "last_name", "email", "phone", "mobile", "address", "birthday", "idNumber", "id_number", "username", "avatar",
        "cardNo", "card_no", "card",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    public static ReadOnlySpan<byte> Empty => "{}"u8;

    public static ReadOnlySpan<byte> WithoutPersonalTraits(ReadOnlySpan<byte> traits) => Without(traits, Personal);

    /// <summary>The object with one more text, unless it has a member of that name.</summary>
    public static ReadOnlySpan<byte> With(ReadOnlySpan<byte> json, string name, string value)
    {
        if (value.Length == 0 || Names(json).Contains(name))
        {
            return json;
        }

        var output = new ArrayBufferWriter<byte>(json.Length + 64);
        using (var writer = new Utf8JsonWriter(output))
        {
            writer.WriteStartObject();
            writer.WriteString(name, value);
            Copy(json, writer, FrozenSet<string>.Empty);
            writer.WriteEndObject();
        }

        return output.WrittenSpan;
    }

    /// <summary>A text member of the object's top level, or empty.</summary>
    public static string Text(ReadOnlySpan<byte> json, ReadOnlySpan<byte> name)
    {
        var reader = new Utf8JsonReader(json);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var found = reader.ValueTextEquals(name);
            reader.Read();
            if (found)
            {
                return reader.TokenType == JsonTokenType.String ? reader.GetString()! : "";
            }

            reader.Skip();
        }

        return "";
    }

    private static List<string> Names(ReadOnlySpan<byte> json)
    {
        var names = new List<string>();
        var reader = new Utf8JsonReader(json);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            names.Add(reader.GetString()!);
            reader.Read();
            reader.Skip();
        }

        return names;
    }

    private static ReadOnlySpan<byte> Without(ReadOnlySpan<byte> json, FrozenSet<string> names)
    {
        if (!Names(json).Any(names.Contains))
        {
            return json;
        }

        var output = new ArrayBufferWriter<byte>(json.Length);
        using (var writer = new Utf8JsonWriter(output))
        {
            writer.WriteStartObject();
            Copy(json, writer, names);
            writer.WriteEndObject();
        }

        return output.WrittenSpan;
    }

    /// <summary>Every member of the object but those left out.</summary>
    public static void Copy(ReadOnlySpan<byte> json, Utf8JsonWriter writer, FrozenSet<string> leftOut)
    {
        var reader = new Utf8JsonReader(json);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            reader.Read();
            var start = checked((int)reader.TokenStartIndex);
            reader.Skip();
            if (!leftOut.Contains(name))
            {
                writer.WritePropertyName(name);
                writer.WriteRawValue(json[start..checked((int)reader.BytesConsumed)], skipInputValidation: true);
            }
        }
    }
}
