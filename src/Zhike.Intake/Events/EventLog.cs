using System.Text.Json;
using Zhike.Contracts.Intake;
using Zhike.Kernel;

namespace Zhike.Intake.Events;

/// <summary>The program's own happenings, through the same door as everything else.</summary>
internal sealed class EventLog(EventCommitter committer, BankClock clock) : IEventLog
{
    private const string Source = "system";

    public Task AppendAsync(IReadOnlyList<SystemEvent> events, CancellationToken cancel)
    {
        var rows = new EventRows();
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
                UserId = "",
                AnonymousId = "",
                SessionId = "",
                Channel = happened.Channel,
                Source = Source,
                Properties = JsonSerializer.SerializeToUtf8Bytes(happened.Properties, JsonSerializerOptions.Web),
                Context = JsonPieces.Empty,
            });
        }

        return committer.CommitAsync(rows, cancel);
    }
}
