using System.Globalization;
using Zhike.Contracts.Bank;
using Zhike.Kernel;

namespace Zhike.Channels.Outbox;

/// <summary>The outbox on the home page: "messages_sms_sent" and so on with the sums over channels, and
/// "contacts.sms.planned": what journeys planned, whatever became of it.</summary>
internal sealed class OutboxFigures(OutboxQueries queries) : IHomeFigures
{
    public async Task<IReadOnlyDictionary<string, decimal>> FiguresAsync(Viewer viewer, CancellationToken cancel)
    {
        var counts = await queries.CountsAsync(viewer, cancel).ConfigureAwait(false);
        var figures = counts.ToDictionary(c => string.Create(CultureInfo.InvariantCulture, $"messages_{c.Channel}_{c.State}"), c => (decimal)c.Messages);
        foreach (var channel in counts.GroupBy(c => c.Channel))
        {
            figures[$"contacts.{channel.Key}.planned"] = channel.Sum(c => c.Messages);
        }

        foreach (var state in counts.GroupBy(c => c.State))
        {
            figures[$"messages_{state.Key}"] = state.Sum(c => c.Messages);
        }

        return figures;
    }
}
