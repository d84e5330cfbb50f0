using System.Globalization;
using System.Net;
using System.Text.Json;
using Zhike.Contracts.Intake;
using Zhike.Intake.Events.Enrichment;
using Zhike.Intake.Events.Evidence;
using Zhike.Intake.Events.Reading;
using Zhike.Intake.Plan;
using Zhike.Kernel;

namespace Zhike.Intake.Events;

/// <summary>An event of a batch that was not taken, its neighbours were.</summary>
/// <param name="Index">Its place in the batch, from 0.</param>
/// <param name="MessageId">Empty where it has none, or where it could not be read.</param>
/// <param name="Where">Its bytes in the body.</param>
internal sealed record RejectedEvent(int Index, string MessageId, IReadOnlyList<FieldError> Errors, Range Where);

/// <summary>Reads calls of the Segment tracking protocol from their bytes. Every malformed field is named; a bad event of a batch is
/// left out, its neighbours are kept.</summary>
/// <param name="remote">Whom the call came from, for the place of events whose sender does not say an address.</param>
internal sealed class EventReader(LiveSource sender, DateTimeOffset receivedAt, Func<Guid> newId, ReadingParts parts, IPAddress? remote = null)
{
    public const int CallBytesMax = 32 << 10;
    public const int BatchBytesMax = 500 << 10;
    public const int BatchEventsMax = 2_500;
    public const int IdMax = 256;
    public const int NameMax = 200;
    private const int ErrorsMax = 50;

    private readonly EventFields _fields = new();
    private readonly List<RejectedEvent> _rejected = [];
    private readonly EventRows _rows = new(sender.Name, sender.NamesCustomers);
    private readonly EvidenceReader _evidence = new();
    private int _lastContextStart;
    private int _lastContextLength = -1;
    private ContextFacts _lastContext = ContextFacts.None;
    private bool _tooMany;
    private ForeignBatch? _foreign;

    /// <summary>Events of the call that were left out; for a single call, or one that is refused as a whole, also the one at 0.</summary>
    public IReadOnlyList<RejectedEvent> Rejected => _rejected;

    /// <summary>In the body of a call, when it is not sent as the basic-auth user.</summary>
    public static string? WriteKeyIn(ReadOnlySpan<byte> body)
    {
        try
        {
            return body.IndexOf("\"writeKey\""u8) < 0 ? null : JsonPieces.Text(body, "writeKey"u8);
        }
        catch (Exception malformed) when (malformed is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>Refused as a whole when it is no call at all, or when none of its events can be kept.</summary>
    /// <param name="type">Of the address: track, identify …; "batch" for many.</param>
    /// <param name="foreign">Where the body is a batch that was made from another format.</param>
    public Result<EventRows> Read(string type, ReadOnlySpan<byte> body, ForeignBatch? foreign = null)
    {
        _foreign = foreign;
        try
        {
            if (type == "batch")
            {
                Batch(body);
            }
            else
            {
                var message = Whole(body);
                Keep(body, type, message, 0, message.SentAt, Range.All);
            }
        }
        catch (JsonException malformed)
        {
            return Whole("body", string.Create(CultureInfo.InvariantCulture, $"is not JSON at line {(malformed.LineNumber ?? 0) + 1}, byte {malformed.BytePositionInLine ?? 0}"));
        }
        catch (InvalidOperationException)
        {
            // The reader's word for a text with a broken surrogate pair.
            return Whole("body", "holds a text that is not Unicode");
        }

        if (_tooMany)
        {
            return Whole("batch", $"must hold at most {BatchEventsMax} events");
        }

        if (_rejected.Count == 0 || _rows.Count + _rows.Quarantined.Count > 0)
        {
            return _rows;
        }

        var list = type == "batch" && _rejected[0].Index >= 0 ? _foreign?.List ?? "batch" : "";
        return Problem.Invalid(_rejected.SelectMany(r => r.Errors.Select(e => list.Length > 0 ? e with { Field = PathOf(list, r.Index, e.Field) } : e)).Take(ErrorsMax));
    }

    private static string PathOf(string list, int index, string field) =>
        field.Length == 0 ? string.Create(CultureInfo.InvariantCulture, $"{list}[{index}]") : string.Create(CultureInfo.InvariantCulture, $"{list}[{index}].{field}");

    private Problem Whole(string field, string message)
    {
        _rejected.Clear();
        _rejected.Add(new RejectedEvent(-1, "", [new FieldError(field, message)], Range.All));
        return Problem.Invalid(field, message);
    }

    private void Batch(ReadOnlySpan<byte> body)
    {
        // sentAt may stand behind the events, so it is read first.
        var head = Whole(body);
        if (head.BatchLength == 0)
        {
            _fields.Add("batch", "must be a list of events");
        }

        if (_fields.Any)
        {
            Reject(-1, "", Range.All);
            return;
        }

        var batch = body.Slice(head.BatchStart, head.BatchLength);
        var reader = new Utf8JsonReader(batch, EventFields.AnyDepth);
        reader.Read();
        for (var i = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; i++)
        {
            if (i == BatchEventsMax)
            {
                _tooMany = true;
                return;
            }

            var start = checked((int)reader.TokenStartIndex);
            if (_foreign?.Bad.GetValueOrDefault(i) is { } untold)
            {
                reader.Skip();
                _fields.Add(untold);
                Reject(i, "", Where(head.BatchStart + start, checked((int)reader.BytesConsumed) - start));
                continue;
            }

            if (reader.TokenType != JsonTokenType.StartObject)
            {
                reader.Skip();
                _fields.Add("", "must be an object");
                Reject(i, "", Where(head.BatchStart + start, checked((int)reader.BytesConsumed) - start));
                continue;
            }

            var message = EventMessage.Parse(ref reader, batch, _fields, head: false);
            var length = checked((int)reader.BytesConsumed) - start;
            if (length > CallBytesMax)
            {
                _fields.Add("", $"must be smaller than {CallBytesMax} bytes, but has {length}");
            }

            Keep(batch, message.Type, message, i, message.SentAt ?? head.SentAt, Where(head.BatchStart + start, length));
        }
    }

    /// <summary>A body that is one object. Whatever follows the object is refused.</summary>
    private EventMessage Whole(ReadOnlySpan<byte> body)
    {
        var reader = new Utf8JsonReader(body, EventFields.AnyDepth);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            _fields.Add("body", "must be an object");
            return new EventMessage();
        }

        var message = EventMessage.Parse(ref reader, body, _fields, head: true);
        while (reader.Read())
        {
        }

        return message;
    }

    private void Keep(ReadOnlySpan<byte> json, string type, in EventMessage message, int place, DateTimeOffset? sentAt, Range where)
    {
        var name = type == "track" ? message.Event : type;
        if (type is not ("track" or "identify" or "page" or "screen" or "group" or "alias"))
        {
            _fields.Add("type", $"must be track, identify, page, screen, group or alias, but is \"{type}\"");
        }
        else if (name.Length == 0)
        {
            _fields.Add("event", "must name what happened");
        }

        if (message.UserId.Length == 0 && message.AnonymousId.Length == 0)
        {
            _fields.Add("userId", "or anonymousId must say who it was");
        }

        if (_fields.Any)
        {
            Reject(place, message.MessageId, where);
            return;
        }

        var time = EventTime.Of(message.Timestamp, sentAt, receivedAt);
        var context = ContextOf(json, message.Context, name);
        var properties = PropertiesOf(type, message);
        var judged = type == "track" && !parts.Names.Admit(sender.Name, name)
            ? new Judgement(Verdict.Quarantine, [EventNames.Violation], null)
            : parts.Judge.Judge(sender.Name, type, name, properties);
        var row = new EventRow
        {
            Id = message.MessageId.Length > 0 ? EventRows.IdOf(sender.Name, message.MessageId) : newId(),
            Ts = time.Ts,
            ReceivedAt = receivedAt,
            Name = name,
            Type = type,
            UserId = message.UserId,
            AnonymousId = message.AnonymousId,
            DeviceId = context.DeviceId,
            SessionId = context.SessionId,
            Channel = ClientChannel.Of(message.Channel, context),
            Source = sender.Name,
            Properties = judged.Properties ?? properties,
            Context = time.Clock.Length == 0 ? context.Kept(message.Context) : Marked(context.Kept(message.Context), time, message.Timestamp),
            Violations = context.Violations.Count == 0 ? judged.Violations : [.. judged.Violations, .. context.Violations],
        };
        if (judged.Verdict == Verdict.Quarantine)
        {
            _rows.Quarantined.Add(row, judged.Violations);
            return;
        }

        _rows.Add(row, place);
        _evidence.Read(_rows, row, message, context);
    }

    private void Reject(int place, string messageId, Range where) => _rejected.Add(new RejectedEvent(place, messageId, _fields.Take(), where));

    private static Range Where(int start, int length) => start..(start + length);

    /// <summary>An SDK says the same context with each event of a batch: it is looked at once.</summary>
    private ContextFacts ContextOf(ReadOnlySpan<byte> json, ReadOnlySpan<byte> context, string name)
    {
        if (context.Length <= JsonPieces.Empty.Length)
        {
            return ContextFacts.None;
        }

        if (context.Length == _lastContextLength && context.SequenceEqual(json.Slice(_lastContextStart, _lastContextLength)))
        {
            return _lastContext;
        }

        json.Overlaps(context, out _lastContextStart);
        _lastContextLength = context.Length;
        _lastContext = parts.Contexts.Read(context, remote);
        var judged = parts.Judge.JudgeContext(sender.Name, name, _lastContext.Kept(context));
        return _lastContext = judged.Properties is null ? _lastContext : _lastContext with { Rewritten = judged.Properties, Violations = judged.Violations };
    }

    private static ReadOnlySpan<byte> Marked(ReadOnlySpan<byte> context, EventTime time, DateTimeOffset? said) => JsonPieces.With(
        JsonPieces.With(context, "zhike_clock", time.Clock), "zhike_timestamp", said?.ToString("O", CultureInfo.InvariantCulture) ?? "");

    private static ReadOnlySpan<byte> PropertiesOf(string type, in EventMessage message) => type switch
    {
        "identify" => JsonPieces.WithoutPersonalTraits(message.Traits),
        "group" => JsonPieces.With(JsonPieces.WithoutPersonalTraits(message.Traits), "groupId", message.GroupId),
        "page" or "screen" => JsonPieces.With(message.Properties, "name", message.Name),
        "alias" => JsonPieces.With(message.Properties, "previousId", message.PreviousId),
        _ => message.Properties,
    };
}
