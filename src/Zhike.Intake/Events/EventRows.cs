using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Zhike.Storage.Facts.Rows;

namespace Zhike.Intake.Events;

/// <summary>The events of one call as rows for the engine, ready but for the customers behind user ids, which are filled in
/// where they lie.</summary>
internal sealed class EventRows
{
    /// <summary>INSERT column list; the customer stands at a fixed place in front.</summary>
    public const string Target =
        "events (event_id, ts, received_at, customer_id, name, type, user_id, anonymous_id, session_id, channel, source, properties, context)";

    private const int CustomerOffset = 16 + 8 + 8;
    private readonly RowWriter _writer = new();
    private readonly List<int> _starts = [];
    private readonly List<Guid> _ids = [];
    private readonly List<ulong> _users = [];

    public int Count => _ids.Count;

    public int Bytes => _writer.Length;

    public IReadOnlyList<Guid> Ids => _ids;

    /// <summary>Hash of each row's user id; 0 where it has none or its customer is set already.</summary>
    public IReadOnlyList<ulong> Users => _users;

    /// <summary>User ids by their hash, for those that must be looked up.</summary>
    public Dictionary<ulong, string> UserIds { get; } = [];

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

    public void Add(in EventRow row)
    {
        _starts.Add(_writer.Length);
        _ids.Add(row.Id);
        var user = row.CustomerId == 0 && row.UserId.Length > 0 ? UserHash.Of(row.UserId) : 0;
        _users.Add(user);
        if (user != 0)
        {
            UserIds.TryAdd(user, row.UserId);
        }

        _writer.Uuid(row.Id).Instant(row.Ts).Instant(row.ReceivedAt).UInt64(row.CustomerId)
            .Text(row.Name).Text(row.Type).Text(row.UserId).Text(row.AnonymousId).Text(row.SessionId).Text(row.Channel).Text(row.Source)
            .Utf8(row.Properties).Utf8(row.Context);
    }

    public void SetCustomer(int row, ulong customerId) => BinaryPrimitives.WriteUInt64LittleEndian(
        MemoryMarshal.AsMemory(_writer.Written).Span[(_starts[row] + CustomerOffset)..], customerId);

    /// <summary>The bytes of all rows but those left out (null: none), in as few pieces as possible.</summary>
    public IEnumerable<ReadOnlyMemory<byte>> Pieces(HashSet<int>? leftOut)
    {
        if (leftOut is null)
        {
            yield return _writer.Written;
            yield break;
        }

        for (var first = 0; first < Count;)
        {
            if (leftOut.Contains(first))
            {
                first++;
                continue;
            }

            var last = first;
            while (last + 1 < Count && !leftOut.Contains(last + 1))
            {
                last++;
            }

            var end = last + 1 < Count ? _starts[last + 1] : _writer.Length;
            yield return _writer.Written[_starts[first]..end];
            first = last + 1;
        }
    }
}

internal readonly ref struct EventRow
{
    public required Guid Id { get; init; }

    public required DateTimeOffset Ts { get; init; }

    public required DateTimeOffset ReceivedAt { get; init; }

    public ulong CustomerId { get; init; }

    public required string Name { get; init; }

    public required string Type { get; init; }

    public string UserId { get; init; }

    public string AnonymousId { get; init; }

    public string SessionId { get; init; }

    public string Channel { get; init; }

    public required string Source { get; init; }

    /// <summary>A JSON object.</summary>
    public required ReadOnlySpan<byte> Properties { get; init; }

    public required ReadOnlySpan<byte> Context { get; init; }
}
