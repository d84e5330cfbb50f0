using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Zhike.Channels.InApp;
using Zhike.Channels.Queue;
using Zhike.Contracts.Customers;
using Zhike.Storage.Records;

namespace Zhike.Channels.Outbox;

/// <summary>Of an erased person's messages their fate stays, for the reports; texts and addresses go. What still waits is not sent.</summary>
internal sealed class EraseMessages(IRecords records) : IErasureStep
{
    public async Task<IReadOnlyList<ErasedRows>> EraseAsync(ErasedPerson person, CancellationToken cancel)
    {
        var id = checked((long)person.CustomerId);
        using var unit = records.Open();
        var own = unit.Set<OutboxMessage>().Where(m => m.CustomerId == id);
        var contacts = own.Select(m => m.ContactId);
        var addresses = await unit.Set<InAppAddress>().Where(a => contacts.Contains(a.ContactId)).ExecuteDeleteAsync(cancel).ConfigureAwait(false);
        await own.Where(m => m.State == MessageState.Queued || (m.State == MessageState.Sent && m.Channel == "in_app"))
            .ExecuteUpdateAsync(set => set.SetProperty(m => m.State, MessageState.Suppressed).SetProperty(m => m.Reason, "suppressed:erased"), cancel).ConfigureAwait(false);
        var messages = await own.ExecuteUpdateAsync(
            set => set.SetProperty(m => m.CustomerNo, Anonymous(person)).SetProperty(m => m.ContentSealed, "").SetProperty(m => m.ShownTo, "").SetProperty(m => m.ShownContent, ""),
            cancel).ConfigureAwait(false);
        return [new("in_app_addresses", "deleted", addresses), new("outbox_messages", "blanked", messages)];
    }

    private static string Anonymous(ErasedPerson person) => string.Create(CultureInfo.InvariantCulture, $"erased-{person.CustomerId}");
}
