using Zhike.Contracts.Customers;
using Zhike.Kernel;
using Zhike.Kernel.Calendar;
using Zhike.Storage.Facts;

namespace Zhike.Journeys.Engine;

/// <summary>One journey's tick: whose, when, since when, and how its statements begin.</summary>
/// <param name="From">The last finished tick: every step due by then has been followed.</param>
internal sealed record TickFrame(
    TickRoom Room, JourneyInForce Journey, string Run, DateTimeOffset From, DateTimeOffset Now, DateOnly BusinessDate, WorkingDays Calendar)
{
    public static readonly Viewer Ticking = Viewer.Bank("journey tick");

    public FactsStatement Statement(string name, string sql, int version) => new FactsStatement(name, sql)
        .Within(FactsLimits.Batch)
        .With("run", Run)
        .With("journey", Journey.Key)
        .With("version", (ulong)version)
        .With("from", From)
        .With("now", Now);

    public ConditionScope Scope(DateOnly asOf, DateTimeOffset at, string prefix, string? since = null) =>
        new(asOf, at, prefix, since) { TagTable = Journey.TagTable };

    /// <summary>As of this tick.</summary>
    public ConditionScope Scope(string prefix, string? since = null) => Scope(BusinessDate, Now, prefix, since);

    public async Task<ulong> AppendAsync(FactsStatement statement, CancellationToken cancel) =>
        (await Room.Facts.ExecuteAsync(Ticking, statement, cancel).ConfigureAwait(false)).RowsWritten;

    public Task<ulong> AppendInSlicesAsync(FactsStatement statement, ulong people, CancellationToken cancel) =>
        Slices.AppendAsync(Room.Facts, statement, people, cancel);
}

/// <summary>Large sets are taken in slices, so that a statement's memory does not grow with the bank.</summary>
internal static class Slices
{
    public static async Task<ulong> AppendAsync(IFacts facts, FactsStatement statement, ulong people, CancellationToken cancel)
    {
        var chunks = 1 + (people / JourneyTick.PeoplePerStatementMax);
        var written = 0ul;
        for (var chunk = 0ul; chunk < chunks; chunk++)
        {
            var slice = statement.With("chunks", chunks).With("chunk", chunk);
            written += (await facts.ExecuteAsync(TickFrame.Ticking, slice, cancel).ConfigureAwait(false)).RowsWritten;
        }

        return written;
    }
}
