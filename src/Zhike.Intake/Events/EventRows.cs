using System.Security.Cryptography;
using System.Text;
using Zhike.Intake.Events.Evidence;
using Zhike.Intake.Plan;

namespace Zhike.Intake.Events;

/// <summary>The events of one call as rows for the engine, ready but for the customers behind their identities and the sessions that
/// senders did not name; both are filled in where they lie. Beside them what else the call gave: evidence, quarantined events.</summary>
/// <param name="source">Name of the write key.</param>
/// <param name="namesCustomers">Whether its word about who a customer is counts.</param>
internal sealed class EventRows(string source, bool namesCustomers) : RowPieces
{
    /// <summary>INSERT column list; what is filled in later stands at fixed places in front.</summary>
    public const string Target =
        "events (event_id, ts, received_at, customer_id, attributed_by, session_id, name, type, user_id, anonymous_id, device_id, channel, source, properties, context, violations)";

    /// <summary>Characters of a session that we name ourselves.</summary>
    public const int SessionLength = 17;

    private const string SessionToCome = "-----------------";
    private const int CustomerOffset = 16 + 8 + 8;
    private const int SessionOffset = CustomerOffset + 8 + 8 + 1;
    private readonly List<EventFacts> _facts = [];

    public string Source => source;

    public bool NamesCustomers => namesCustomers;

    public IReadOnlyList<EventFacts> Facts => _facts;

    /// <summary>Identities by their hash, for those that must be looked up.</summary>
    public Dictionary<ulong, IdentityKey> Lookups { get; } = [];

    public List<Observed> Evidence { get; } = [];

    public List<FirstTouch> Touches { get; } = [];

    /// <summary>Evidence in traits that stand in plain text and must be hashed first.</summary>
    public List<DeclaredTrait> Declared { get; } = [];

    public QuarantinedRows Quarantined { get; } = new();

    /// <summary>An id that is the same whenever the same message comes from the same source.</summary>
    public static Guid IdOf(string source, ReadOnlySpan<char> messageId)
    {
        Span<byte> text = stackalloc byte[Encoding.UTF8.GetMaxByteCount(Math.Min(messageId.Length, EventReader.IdMax) + source.Length + 1)];
        var length = Encoding.UTF8.GetBytes(source, text);
        text[length++] = 0;
        length += Encoding.UTF8.GetBytes(messageId, text[length..]);
        Span<byte> hash = stackalloc byte[32];
        SHA256.HashData(text[..length], hash);
        return new Guid(hash[..16], bigEndian: true);
    }

    /// <param name="place">Of the event in its call.</param>
    public void Add(in EventRow row, int place = 0)
    {
        var known = row.CustomerId != 0 ? default : IdentityKey.Of(row.UserId, row.AnonymousId, row.DeviceId).By(namesCustomers);
        var hash = known.Value is null ? 0 : known.Hash();
        if (hash != 0)
        {
            Lookups.TryAdd(hash, known);
        }

        var visitor = row.SessionId.Length == 0 ? Enrichment.Sessions.VisitorOf(row) : "";
        _facts.Add(new EventFacts(row.Id, place, hash, visitor, row.Channel, row.Ts.ToUnixTimeMilliseconds()));
        Begin().Uuid(row.Id).Instant(row.Ts).Instant(row.ReceivedAt).UInt64(row.CustomerId).UInt64(0).Text(visitor.Length > 0 ? SessionToCome : row.SessionId)
            .Text(row.Name).Text(row.Type).Text(row.UserId).Text(row.AnonymousId).Text(row.DeviceId).Text(row.Channel).Text(row.Source)
            .Utf8(row.Properties).Utf8(row.Context).Texts(row.Violations);
    }

    /// <param name="attributedBy">Number of the identity by which the event reached its customer; 0 when it named the customer itself.</param>
    public void SetCustomer(int row, ulong customerId, ulong attributedBy)
    {
        Write(row, CustomerOffset, customerId);
        Write(row, CustomerOffset + 8, attributedBy);
    }

    /// <summary>Only for a row whose facts name a visitor.</summary>
    public void SetSession(int row, ulong session)
    {
        var text = At(row, SessionOffset);
        text[0] = (byte)'z';
        session.TryFormat(text[1..], out _, "x16", System.Globalization.CultureInfo.InvariantCulture);
    }
}

/// <summary>What is asked of an event between its reading and its storing.</summary>
/// <param name="Place">Of the event in its call.</param>
/// <param name="KnownBy">Hash of the identity that says whose it is; 0 where it has none, or its customer is set already.</param>
/// <param name="Visitor">Whose session it belongs to; empty where its sender named the session, or it has none.</param>
internal readonly record struct EventFacts(Guid Id, int Place, ulong KnownBy, string Visitor, string Channel, long TsMs);

internal readonly ref struct EventRow
{
    public EventRow()
    {
    }

    public required Guid Id { get; init; }

    public required DateTimeOffset Ts { get; init; }

    public required DateTimeOffset ReceivedAt { get; init; }

    public ulong CustomerId { get; init; }

    public required string Name { get; init; }

    public required string Type { get; init; }

    public string UserId { get; init; } = "";

    public string AnonymousId { get; init; } = "";

    public string DeviceId { get; init; } = "";

    public string SessionId { get; init; } = "";

    public string Channel { get; init; } = "";

    public required string Source { get; init; }

    /// <summary>A JSON object.</summary>
    public required ReadOnlySpan<byte> Properties { get; init; }

    public required ReadOnlySpan<byte> Context { get; init; }

    public IReadOnlyList<string> Violations { get; init; } = [];
}
