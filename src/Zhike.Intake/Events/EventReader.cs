using System.Globalization;
using System.Text.Json;
using Zhike.Kernel;

namespace Zhike.Intake.Events;

/// <summary>Reads calls of the Segment tracking protocol from their bytes. Every malformed field is named; one refuses the whole call,
/// so that a sender never has to guess which half was kept.</summary>
internal sealed class EventReader(string source, DateTimeOffset receivedAt, Func<Guid> newId)
{
    public const int CallBytesMax = 32 << 10;
    public const int BatchBytesMax = 500 << 10;
    public const int BatchEventsMax = 2_500;
    public const int IdMax = 256;
    public const int NameMax = 200;
    private const int ErrorsMax = 50;

    /// <summary>Earlier than this an event cannot have happened.</summary>
    private static readonly DateTimeOffset Earliest = new(1970, 1, 2, 0, 0, 0, TimeSpan.Zero);

    private readonly List<FieldError> _errors = [];

    /// <summary>In the body of a call, when it is not sent as the basic-auth user.</summary>
    public static string? WriteKeyIn(ReadOnlySpan<byte> body)
    {
        try
        {
            return body.IndexOf("\"writeKey\""u8) < 0 ? null : JsonPieces.Text(body, "writeKey"u8);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <param name="type">Of the address: track, identify …; "batch" for many.</param>
    public Result<EventRows> Read(string type, ReadOnlySpan<byte> body)
    {
        var rows = new EventRows();
        try
        {
            if (type == "batch")
            {
                Batch(body, rows);
            }
            else
            {
                var message = Whole(body);
                Keep(rows, type, message, "", message.SentAt);
            }
        }
        catch (JsonException malformed)
        {
            return Problem.Invalid("body", string.Create(CultureInfo.InvariantCulture, $"is not JSON at line {(malformed.LineNumber ?? 0) + 1}, byte {malformed.BytePositionInLine ?? 0}"));
        }
        catch (InvalidOperationException)
        {
            // The reader's word for a text with a broken surrogate pair.
            return Problem.Invalid("body", "holds a text that is not Unicode");
        }

        return _errors.Count > 0 ? Problem.Invalid(_errors.Take(ErrorsMax)) : rows;
    }

    private void Batch(ReadOnlySpan<byte> body, EventRows rows)
    {
        // sentAt may stand behind the events, so it is read first.
        var head = Whole(body);
        if (head.BatchLength == 0)
        {
            Error("batch", "must be a list of events");
            return;
        }

        var batch = body.Slice(head.BatchStart, head.BatchLength);
        var reader = new Utf8JsonReader(batch);
        reader.Read();
        for (var i = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; i++)
        {
            var path = string.Create(CultureInfo.InvariantCulture, $"batch[{i}].");
            if (i >= BatchEventsMax)
            {
                Error("batch", $"must hold at most {BatchEventsMax} events");
                return;
            }

            if (reader.TokenType != JsonTokenType.StartObject)
            {
                Error(path.TrimEnd('.'), "must be an object");
                reader.Skip();
                continue;
            }

            var start = reader.TokenStartIndex;
            var message = Parse(ref reader, batch, path);
            var length = reader.BytesConsumed - start;
            if (length > CallBytesMax)
            {
                Error(path.TrimEnd('.'), $"must be smaller than {CallBytesMax} bytes, but has {length}");
                continue;
            }

            Keep(rows, message.Type, message, path, message.SentAt ?? head.SentAt);
        }
    }

    /// <summary>A body that is one object. Whatever follows the object is refused.</summary>
    private Message Whole(ReadOnlySpan<byte> body)
    {
        var reader = new Utf8JsonReader(body);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            Error("body", "must be an object");
            return new Message();
        }

        var message = Parse(ref reader, body, "");
        while (reader.Read())
        {
        }

        return message;
    }

    /// <summary>The object at whose start the reader stands, to its end.</summary>
    private Message Parse(scoped ref Utf8JsonReader reader, ReadOnlySpan<byte> json, string path)
    {
        var message = new Message();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("type"u8)) { message.Type = Text(ref reader, path, "type", 20); }
            else if (reader.ValueTextEquals("event"u8)) { message.Event = Text(ref reader, path, "event", NameMax); }
            else if (reader.ValueTextEquals("name"u8)) { message.Name = Text(ref reader, path, "name", NameMax); }
            else if (reader.ValueTextEquals("userId"u8)) { message.UserId = Text(ref reader, path, "userId", IdMax); }
            else if (reader.ValueTextEquals("anonymousId"u8)) { message.AnonymousId = Text(ref reader, path, "anonymousId", IdMax); }
            else if (reader.ValueTextEquals("messageId"u8)) { message.MessageId = Text(ref reader, path, "messageId", IdMax); }
            else if (reader.ValueTextEquals("previousId"u8)) { message.PreviousId = Text(ref reader, path, "previousId", IdMax); }
            else if (reader.ValueTextEquals("groupId"u8)) { message.GroupId = Text(ref reader, path, "groupId", IdMax); }
            else if (reader.ValueTextEquals("channel"u8)) { message.Channel = Text(ref reader, path, "channel", 40); }
            else if (reader.ValueTextEquals("timestamp"u8)) { message.Timestamp = Instant(ref reader, path, "timestamp"); }
            else if (reader.ValueTextEquals("sentAt"u8)) { message.SentAt = Instant(ref reader, path, "sentAt") ?? message.SentAt; }
            else if (reader.ValueTextEquals("properties"u8)) { message.Properties = Object(ref reader, json, path, "properties"); }
            else if (reader.ValueTextEquals("traits"u8)) { message.Traits = Object(ref reader, json, path, "traits"); }
            else if (reader.ValueTextEquals("context"u8)) { message.Context = Object(ref reader, json, path, "context"); }
            else if (path.Length == 0 && reader.ValueTextEquals("batch"u8))
            {
                reader.Read();
                message.BatchStart = checked((int)reader.TokenStartIndex);
                reader.Skip();
                message.BatchLength = json[message.BatchStart] == '[' ? checked((int)reader.BytesConsumed) - message.BatchStart : 0;
            }
            else
            {
                reader.Read();
                reader.Skip();
            }
        }

        return message;
    }

    private void Keep(EventRows rows, string type, in Message message, string path, DateTimeOffset? sentAt)
    {
        var name = type switch
        {
            "track" => message.Event,
            "identify" or "page" or "screen" or "group" or "alias" => type,
            _ => "",
        };
        if (type is not ("track" or "identify" or "page" or "screen" or "group" or "alias"))
        {
            Error($"{path}type", $"must be track, identify, page, screen, group or alias, but is \"{type}\"");
        }
        else if (name.Length == 0)
        {
            Error($"{path}event", "must name what happened");
        }

        if (message.UserId.Length == 0 && message.AnonymousId.Length == 0)
        {
            Error($"{path}userId", "or anonymousId must say who it was");
        }

        var happened = HappenedAt(message.Timestamp, sentAt);
        if (happened < Earliest || happened > receivedAt.AddDays(2))
        {
            Error($"{path}timestamp", "lies before 1970 or more than two days ahead");
        }

        if (_errors.Count > 0)
        {
            return;
        }

        rows.Add(new EventRow
        {
            Id = message.MessageId.Length > 0 ? EventRows.IdOf(source, message.MessageId) : newId(),
            Ts = happened,
            ReceivedAt = receivedAt,
            Name = name,
            Type = type,
            UserId = message.UserId,
            AnonymousId = message.AnonymousId,
            SessionId = message.Context.IndexOf("\"sessionId\""u8) < 0 ? "" : JsonPieces.Text(message.Context, "sessionId"u8),
            Channel = ChannelOf(message.Channel),
            Source = source,
            Properties = PropertiesOf(type, message),
            Context = JsonPieces.WithoutPersonalContext(message.Context),
        });
    }

    /// <summary>The sender's clock may be wrong, but its two readings differ by the true time between them.</summary>
    private DateTimeOffset HappenedAt(DateTimeOffset? timestamp, DateTimeOffset? sentAt) => (timestamp, sentAt) switch
    {
        ({ } happened, { } sent) => receivedAt - (sent > happened ? sent - happened : TimeSpan.Zero),
        ({ } happened, null) => happened,
        _ => receivedAt,
    };

    private static ReadOnlySpan<byte> PropertiesOf(string type, in Message message) => type switch
    {
        "identify" => JsonPieces.WithoutPersonalTraits(message.Traits),
        "group" => JsonPieces.With(JsonPieces.WithoutPersonalTraits(message.Traits), "groupId", message.GroupId),
        "page" or "screen" => JsonPieces.With(message.Properties, "name", message.Name),
        "alias" => JsonPieces.With(message.Properties, "previousId", message.PreviousId),
        _ => message.Properties,
    };

    private static string ChannelOf(string channel) => channel switch
    {
        "browser" => "web",
        "mobile" => "app",
        "server" => "system",
        "app" or "mini_programme" or "web" or "h5" or "counter" or "call" or "system" => channel,
        _ => "",
    };

    private string Text(scoped ref Utf8JsonReader reader, string path, string name, int max)
    {
        reader.Read();
        switch (reader.TokenType)
        {
            case JsonTokenType.Null:
                return "";
            case JsonTokenType.Number:
                return System.Text.Encoding.ASCII.GetString(reader.ValueSpan);
            case JsonTokenType.String when reader.GetString() is var text && text!.Length <= max:
                return text;
            case JsonTokenType.String:
                Error(path + name, $"must have at most {max} characters");
                return "";
            default:
                Error(path + name, "must be a text");
                reader.Skip();
                return "";
        }
    }

    private DateTimeOffset? Instant(scoped ref Utf8JsonReader reader, string path, string name)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.Null)
        {
            return null;
        }

        if (reader.TokenType == JsonTokenType.String && (reader.TryGetDateTimeOffset(out var instant)
            || DateTimeOffset.TryParse(reader.GetString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out instant)))
        {
            return instant;
        }

        Error(path + name, "must be an instant such as 2026-01-31T09:30:00.000Z");
        reader.Skip();
        return null;
    }

    private ReadOnlySpan<byte> Object(scoped ref Utf8JsonReader reader, ReadOnlySpan<byte> json, string path, string name)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.Null)
        {
            return JsonPieces.Empty;
        }

        if (reader.TokenType != JsonTokenType.StartObject)
        {
            Error(path + name, "must be an object");
            reader.Skip();
            return JsonPieces.Empty;
        }

        var start = checked((int)reader.TokenStartIndex);
        reader.Skip();
        return json[start..checked((int)reader.BytesConsumed)];
    }

    private void Error(string field, string message)
    {
        if (_errors.Count < ErrorsMax)
        {
            _errors.Add(new FieldError(field, message));
        }
    }

    private ref struct Message
    {
        public Message()
        {
        }

        public string Type = "";
        public string Event = "";
        public string Name = "";
        public string UserId = "";
        public string AnonymousId = "";
        public string MessageId = "";
        public string PreviousId = "";
        public string GroupId = "";
        public string Channel = "";
        public DateTimeOffset? Timestamp;
        public DateTimeOffset? SentAt;
        public int BatchStart;
        public int BatchLength;
        public ReadOnlySpan<byte> Properties = JsonPieces.Empty;
        public ReadOnlySpan<byte> Context = JsonPieces.Empty;
        public ReadOnlySpan<byte> Traits = JsonPieces.Empty;
    }
}
