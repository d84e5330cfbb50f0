using System.Text.Json;

namespace Zhike.Intake.Events.Reading;

/// <summary>One call, or one event of a batch, as its bytes say it.</summary>
internal ref struct EventMessage
{
    public EventMessage()
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

    /// <summary>The object at whose start the reader stands, to its end. Members of other names (integrations …) are passed over.</summary>
    /// <param name="head">It is the body of a call, which may hold a batch.</param>
    public static EventMessage Parse(scoped ref Utf8JsonReader reader, ReadOnlySpan<byte> json, EventFields fields, bool head)
    {
        var message = new EventMessage();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("type"u8)) { message.Type = fields.Text(ref reader, "type", 20); }
            else if (reader.ValueTextEquals("event"u8)) { message.Event = fields.Text(ref reader, "event", EventReader.NameMax); }
            else if (reader.ValueTextEquals("name"u8)) { message.Name = fields.Text(ref reader, "name", EventReader.NameMax); }
            else if (reader.ValueTextEquals("userId"u8)) { message.UserId = fields.Text(ref reader, "userId", EventReader.IdMax); }
            else if (reader.ValueTextEquals("anonymousId"u8)) { message.AnonymousId = fields.Text(ref reader, "anonymousId", EventReader.IdMax); }
            else if (reader.ValueTextEquals("messageId"u8)) { message.MessageId = fields.Text(ref reader, "messageId", EventReader.IdMax); }
            else if (reader.ValueTextEquals("previousId"u8)) { message.PreviousId = fields.Text(ref reader, "previousId", EventReader.IdMax); }
            else if (reader.ValueTextEquals("groupId"u8)) { message.GroupId = fields.Text(ref reader, "groupId", EventReader.IdMax); }
            else if (reader.ValueTextEquals("channel"u8)) { message.Channel = fields.Text(ref reader, "channel", 40); }
            else if (reader.ValueTextEquals("timestamp"u8)) { message.Timestamp = fields.Instant(ref reader, "timestamp"); }
            else if (reader.ValueTextEquals("sentAt"u8)) { message.SentAt = fields.Instant(ref reader, "sentAt") ?? message.SentAt; }
            else if (reader.ValueTextEquals("properties"u8)) { message.Properties = fields.Object(ref reader, json, "properties"); }
            else if (reader.ValueTextEquals("traits"u8)) { message.Traits = fields.Object(ref reader, json, "traits"); }
            else if (reader.ValueTextEquals("context"u8)) { message.Context = fields.Object(ref reader, json, "context"); }
            else if (head && reader.ValueTextEquals("batch"u8))
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
}
