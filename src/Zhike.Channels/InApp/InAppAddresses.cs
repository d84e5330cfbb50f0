using Zhike.Channels.Queue;
using Zhike.Channels.Templates;

namespace Zhike.Channels.InApp;

/// <summary>Under which numbers an app may ask.</summary>
internal static class InAppAddresses
{
    public static string OfCustomerNo(string customerNo) => $"no:{customerNo}";

    public static string OfUserId(string userId) => $"user:{userId}";

    public static IEnumerable<InAppAddress> Of(OutboxMessage message, Recipient recipient) =>
        recipient.UserIds.Select(OfUserId).Append(OfCustomerNo(recipient.CustomerNo)).Distinct()
            .Select(address => new InAppAddress { Address = address, ContactId = message.ContactId });
}
