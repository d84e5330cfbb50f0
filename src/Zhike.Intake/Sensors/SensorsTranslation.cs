using System.Buffers;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using Zhike.Intake.Events;
using Zhike.Intake.Events.Reading;
using Zhike.Kernel;

namespace Zhike.Intake.Sensors;

/// <summary>Turns messages of the Sensors format into a batch of the tracking protocol, so that both go through one door.
/// track: an event of its name, $pageview a page. track_signup, track_id_bind: an alias, the device's history joins the user.
/// profile_set and its kin: identify, with the kind in "$operation". item_set, item_delete: tell nothing of a person, refused.</summary>
internal static class SensorsTranslation
{
    private static readonly DateTimeOffset Epoch = DateTimeOffset.UnixEpoch;
    private static readonly JsonWriterOptions AnyDepth = new() { MaxDepth = SensorsBody.JsonBytesMax, SkipValidation = true };

    /// <summary>Refused as a whole only when it is no JSON, or too many; a message that cannot be translated is named by its place.</summary>
    public static Result<ForeignBatch> ToBatch(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = SensorsBody.JsonBytesMax });
            var isList = document.RootElement.ValueKind == JsonValueKind.Array;
            var messages = isList ? [.. document.RootElement.EnumerateArray()] : new List<JsonElement> { document.RootElement };
            return messages.Count <= EventReader.BatchEventsMax
                ? Batch(messages, isList ? "data_list" : "")
                : Problem.Invalid("data_list", $"must hold at most {EventReader.BatchEventsMax} messages, but holds {messages.Count}");
        }
        catch (JsonException malformed)
        {
            return Problem.Invalid("data", string.Create(CultureInfo.InvariantCulture, $"is not JSON at line {(malformed.LineNumber ?? 0) + 1}, byte {malformed.BytePositionInLine ?? 0}"));
        }
    }

    private static ForeignBatch Batch(List<JsonElement> messages, string list)
    {
        var bad = new Dictionary<int, IReadOnlyList<FieldError>>();
        var (one, all) = (new ArrayBufferWriter<byte>(), new ArrayBufferWriter<byte>());
        using (var writer = new Utf8JsonWriter(one, AnyDepth))
        using (var batch = new Utf8JsonWriter(all, AnyDepth))
        {
            batch.WriteStartObject();
            batch.WriteStartArray("batch");
            for (var i = 0; i < messages.Count; i++)
            {
                one.ResetWrittenCount();
                writer.Reset();
                if (Translate(writer, messages[i]) is { Count: > 0 } errors)
                {
                    bad[i] = errors;
                }

                writer.Flush();
                batch.WriteRawValue(bad.ContainsKey(i) ? Original(messages[i]) : one.WrittenSpan, skipInputValidation: true);
            }

            batch.WriteEndArray();
            batch.WriteEndObject();
        }

        return new ForeignBatch(all.WrittenSpan.ToArray(), list, bad);
    }

    private static List<FieldError> Translate(Utf8JsonWriter writer, JsonElement message)
    {
        try
        {
            var errors = new List<FieldError>();
            Write(writer, message, errors);
            return errors;
        }
        catch (InvalidOperationException)
        {
            // The reader's word for a text with bytes that are no Unicode.
            return [new FieldError("data", "holds a text that is not Unicode")];
        }
    }

    /// <summary>As it came, bytes that are no Unicode replaced: it is kept as a sample, and its reader's text must not fail.</summary>
    private static byte[] Original(JsonElement message) => Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(JsonMarshal.GetRawUtf8Value(message)));

    private static void Write(Utf8JsonWriter writer, JsonElement message, List<FieldError> errors)
    {
        if (message.ValueKind != JsonValueKind.Object)
        {
            errors.Add(new FieldError("data", "must be an object"));
            return;
        }

        var kind = Text(message, "type");
        var type = kind switch
        {
            "track" => Text(message, "event") == "$pageview" ? "page" : "track",
            "track_signup" or "track_id_bind" => "alias",
            _ when kind.StartsWith("profile_", StringComparison.Ordinal) => "identify",
            _ => "",
        };
        if (type.Length == 0)
        {
            errors.Add(new FieldError("type", $"must be track, track_signup, track_id_bind or profile_…, but is \"{kind}\""));
            return;
        }

        var properties = message.TryGetProperty("properties", out var given) && given.ValueKind == JsonValueKind.Object ? given : default;
        var who = Who(message, properties, kind);
        writer.WriteStartObject();
        writer.WriteString("type", type);
        if (type == "track")
        {
            writer.WriteString("event", Text(message, "event"));
        }

        writer.WriteString("userId", who.User);
        writer.WriteString("anonymousId", who.Anonymous);
        if (type == "alias")
        {
            writer.WriteString("previousId", Text(message, "original_id") is { Length: > 0 } original ? original : who.Anonymous);
        }

        WriteTimes(writer, message);
        writer.WriteString("messageId", MessageId(message));
        writer.WriteString("channel", ChannelOf(message, properties));
        writer.WriteStartObject(type == "identify" ? "traits" : "properties");
        foreach (var property in properties.ValueKind == JsonValueKind.Object ? properties.EnumerateObject().AsEnumerable() : [])
        {
            property.WriteTo(writer);
        }

        if (type == "identify")
        {
            writer.WriteString("$operation", kind);
        }

        writer.WriteEndObject();
        writer.WriteStartObject("context");
        if (Text(properties, "$device_id") is { Length: > 0 } device)
        {
            writer.WriteStartObject("device");
            writer.WriteString("id", device);
            writer.WriteEndObject();
        }

        writer.WriteStartObject("library");
        writer.WriteString("name", $"sensors-{Text(properties, "$lib")}");
        writer.WriteString("version", Text(properties, "$lib_version"));
        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    /// <summary>login_id names the user, anonymous_id the device. Where a message has neither, distinct_id is one of them.</summary>
    private static (string User, string Anonymous) Who(JsonElement message, JsonElement properties, string kind)
    {
        var (distinct, login, anonymous) = (Text(message, "distinct_id"), Text(message, "login_id"), Text(message, "anonymous_id"));
        if (message.TryGetProperty("identities", out var identities) && identities.ValueKind == JsonValueKind.Object)
        {
            login = login.Length > 0 ? login : Text(identities, "$identity_login_id");
            anonymous = anonymous.Length > 0 ? anonymous
                : Text(identities, "$identity_anonymous_id") is { Length: > 0 } same ? same : Text(identities, "$identity_cookie_id");
        }

        if (kind == "track_signup")
        {
            return (distinct, anonymous.Length > 0 ? anonymous : Text(message, "original_id"));
        }

        var isLogin = properties.ValueKind == JsonValueKind.Object && properties.TryGetProperty("$is_login_id", out var flag) && flag.ValueKind == JsonValueKind.True;
        return (login.Length, anonymous.Length) switch
        {
            // What a server says of somebody's profile it says of a user it knows.
            (0, 0) when isLogin || (kind.StartsWith("profile_", StringComparison.Ordinal) && ChannelOf(message, properties) == "system") => (distinct, ""),
            (0, 0) => ("", distinct),
            _ => (login, anonymous),
        };
    }

    private static void WriteTimes(Utf8JsonWriter writer, JsonElement message)
    {
        foreach (var (theirs, ours) in (ReadOnlySpan<(string, string)>)[("time", "timestamp"), ("_flush_time", "sentAt")])
        {
            if (message.TryGetProperty(theirs, out var time) && time.ValueKind == JsonValueKind.Number && time.TryGetInt64(out var ms) && ms is > 0 and < 253_402_300_800_000)
            {
                writer.WriteString(ours, Epoch.AddMilliseconds(ms));
            }
        }
    }

    /// <summary>The format numbers messages, but only within a page's life: with who and when it is the message's own.</summary>
    private static string MessageId(JsonElement message) => StableHash.Word(
        Text(message, "_track_id"), Text(message, "distinct_id"), Text(message, "time"), Text(message, "type"), Text(message, "event"));

    private static string ChannelOf(JsonElement message, JsonElement properties) => Channel(
        Text(properties, "$lib") is { Length: > 0 } own ? own : message.TryGetProperty("lib", out var library) ? Text(library, "$lib") : "");

    private static string Channel(string lib) => lib switch
    {
        "js" => "web",
        "Android" or "iOS" or "HarmonyOS" => "app",
        "MiniProgram" or "AlipayMini" => "mini_programme",
        _ => "system",
    };

    private static string Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value)
            ? value.ValueKind switch
            {
                JsonValueKind.String => value.GetString()!,
                JsonValueKind.Number => value.GetRawText(),
                _ => "",
            }
            : "";
}
