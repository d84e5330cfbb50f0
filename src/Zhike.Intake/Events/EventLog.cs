using System.Text.Json;
using Zhike.Contracts.Intake;
using Zhike.Kernel;

namespace Zhike.Intake.Events;

/// <summary>The program's own happenings, through the same door as everything else.</summary>
internal sealed class EventLog(EventCommitter committer, BankClock clock) : IEventLog
{
    private const string Source = "system";

    public async Task AppendAsync(IReadOnlyList<SystemEvent> events, CancellationToken cancel)
    {
        var rows = new EventRows(Source, namesCustomers: true);
        var now = clock.GetUtcNow();
        foreach (var happened in events)
        {
            rows.Add(new EventRow
            {
                Id = EventRows.IdOf(Source, happened.Key),
                Ts = happened.Ts,
                ReceivedAt = now,
                CustomerId = happened.CustomerId,
                Name = happened.Name,
                Type = "system",
                Channel = happened.Channel,
                Source = Source,
                Properties = JsonSerializer.SerializeToUtf8Bytes(happened.Properties, JsonSerializerOptions.Web),
                Context = JsonPieces.Empty,
            });
        }

        var refused = await committer.CommitAsync(rows, cancel).ConfigureAwait(false);
        if (refused.Count > 0)
        {
            throw new InvalidOperationException($"The store does not take {refused.Count} of the program's own events.");
        }
    }
}
