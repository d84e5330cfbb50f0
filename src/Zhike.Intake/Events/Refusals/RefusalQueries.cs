using Zhike.Kernel;
using Zhike.Storage;
using Zhike.Storage.Facts;
using Zhike.Storage.Facts.Rows;

namespace Zhike.Intake.Events.Refusals;

/// <summary>What was not taken, for people.</summary>
internal sealed class RefusalQueries(IFacts facts, BankClock clock)
{
    private const int KindsMax = 500;
    private static readonly Viewer Reading = Viewer.Bank("event refusals");

    /// <param name="hours">Looks back so far; 1 to 9,600.</param>
    public Task<List<RefusalView>> LatelyAsync(int hours, CancellationToken cancel)
    {
        var statement = new FactsStatement("event refusals", SqlFile.Beside<RefusalQueries>("Refusals.sql"))
            .With("since", clock.GetUtcNow().AddHours(-Math.Clamp(hours, 1, 9_600))).With("size", (long)KindsMax);
        return facts.ListAsync(Reading, statement, (ref RowReader row) => new RefusalView(row.Text(), row.Text(), row.Text(), row.UInt64(), row.Instant(), row.Texts()), cancel);
    }
}

/// <param name="Samples">The newest, as shapes: letters are a, digits are 9.</param>
internal sealed record RefusalView(string Source, string Reason, string Field, ulong Events, DateTimeOffset LastAt, IReadOnlyList<string> Samples);
