using Microsoft.EntityFrameworkCore;
using Zhike.Storage.Records;

namespace Zhike.Channels.Queue;

/// <summary>Queued → Sending (committed before the wire) → Sent → Delivered, or Failed, Uncertain, Suppressed.
/// Uncertain is final for the machine: only a person may say that it did not arrive.</summary>
internal enum MessageState
{
    Queued,
    Sending,
    Sent,
    Delivered,
    Failed,
    Uncertain,
    Suppressed,

    /// <summary>An in-app message that was clicked, closed or has expired.</summary>
    Closed,
}

/// <summary>A message on its way out.</summary>
internal sealed class OutboxMessage : IRevised
{
    public required string ContactId { get; init; }

    public required long CustomerId { get; init; }

    public string CustomerNo { get; set; } = "";

    public required string JourneyId { get; init; }

    public required int Version { get; init; }

    public required string EnrolmentId { get; init; }

    public required string Node { get; init; }

    public required string Channel { get; init; }

    public required string Template { get; init; }

    public int TemplateVersion { get; set; }

    public required string OrgPath { get; init; }

    public required string ManagerId { get; init; }

    public MessageState State { get; set; }

    public string Reason { get; set; } = "";

    public required DateTimeOffset DecidedAt { get; init; }

    public required DateTimeOffset NotBefore { get; init; }

    public DateTimeOffset NextAttemptAt { get; set; }

    public int Attempts { get; set; }

    public bool InDoubt { get; set; }

    public string LeaseToken { get; set; } = "";

    public DateTimeOffset LeaseUntil { get; set; } = DateTimeOffset.UnixEpoch;

    public string ProviderId { get; set; } = "";

    public int Segments { get; set; }

    public string ContentSealed { get; set; } = "";

    public string ShownTo { get; set; } = "";

    public string ShownContent { get; set; } = "";

    public string Placement { get; set; } = "";

    public DateTimeOffset ExpiresAt { get; set; } = DateTimeOffset.UnixEpoch;

    public DateTimeOffset QueuedAt { get; init; }

    public DateTimeOffset? SentAt { get; set; }

    public DateTimeOffset? DeliveredAt { get; set; }

    public DateTimeOffset ChangedAt { get; set; }

    public long Revision { get; set; }

    /// <summary>The same for every attempt, so that a gateway that knows it sends once.</summary>
    public string IdempotencyKey => $"zhike-{ContactId}";

    public ulong Customer => checked((ulong)CustomerId);

    public ulong Contact => ulong.Parse(ContactId, System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>A number under which an app may ask for a customer's in-app messages.</summary>
internal sealed class InAppAddress
{
    public required string Address { get; init; }

    public required string ContactId { get; init; }
}

/// <summary>What a gateway reported about a message.</summary>
internal sealed class ChannelReceipt
{
    public required string Id { get; init; }

    public required string Gateway { get; init; }

    public required string MessageId { get; init; }

    public required string Status { get; init; }

    public required string Detail { get; init; }

    public required DateTimeOffset ReceivedAt { get; init; }

    public bool Applied { get; set; }
}

/// <summary>The room's tables.</summary>
internal sealed class ChannelsModel : IRecordsModel
{
    public void Configure(ModelBuilder model)
    {
        model.Entity<OutboxMessage>(message =>
        {
            message.ToTable("outbox_messages");
            message.HasKey(m => m.ContactId);
            message.Ignore(m => m.IdempotencyKey).Ignore(m => m.Customer).Ignore(m => m.Contact);
        });
        model.Entity<InAppAddress>(address =>
        {
            address.ToTable("in_app_addresses");
            address.HasKey(a => new { a.Address, a.ContactId });
        });
        model.Entity<ChannelReceipt>(receipt =>
        {
            receipt.ToTable("channel_receipts");
            receipt.HasKey(r => r.Id);
        });
    }
}
