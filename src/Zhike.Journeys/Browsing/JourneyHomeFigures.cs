using Zhike.Contracts.Bank;
using Zhike.Journeys.Documents;
using Zhike.Kernel;
using Zhike.Storage;
using Zhike.Storage.Definitions;
using Zhike.Storage.Facts;
using Zhike.Storage.Facts.Rows;

namespace Zhike.Journeys.Browsing;

/// <summary>The strategies' part of the home page: live journeys, people on them, contacts planned by channel, goals.</summary>
internal sealed class JourneyHomeFigures(IFacts facts, IDefinitions definitions) : IHomeFigures
{
    public async Task<IReadOnlyDictionary<string, decimal>> FiguresAsync(Viewer viewer, CancellationToken cancel)
    {
        var rows = await facts.ListAsync(
            viewer,
            new FactsStatement("journey figures", SqlFile.Beside<JourneyHomeFigures>("HomeFigures.sql")),
            (ref RowReader row) => (Figure: row.Text(), Amount: (decimal)row.UInt64()),
            cancel).ConfigureAwait(false);
        var figures = rows.ToDictionary(r => r.Figure, r => r.Amount, StringComparer.Ordinal);
        figures["journeys_live"] = (await definitions.LiveAsync(JourneyKind.Name, cancel).ConfigureAwait(false)).Count;
        return figures;
    }
}
