using System.Globalization;
using Zhike.Intake.Plan;
using Zhike.Intake.Quality.Days;
using Zhike.Kernel;
using Zhike.Storage;
using Zhike.Storage.Facts;
using Zhike.Storage.Facts.Rows;

namespace Zhike.Intake.Quality.Arrivals;

/// <summary>The newest arrivals, for whoever looks over a sender's shoulder.</summary>
internal sealed class ArrivalsQuery(IFacts facts, BankClock clock, LostEvents lost)
{
    /// <summary>Older ones are not live any more.</summary>
    public static readonly TimeSpan Reach = TimeSpan.FromMinutes(15);

    public async Task<ArrivalsView> LatelyAsync(Viewer viewer, string? source, string? name, string? user, string? verdict, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var statement = new FactsStatement("arrivals", SqlFile.Beside<ArrivalsQuery>("Arrivals.sql"))
            .With("since", now - Reach).With("source", source ?? "").With("name", name ?? "").With("user", user ?? "").With("verdict", verdict ?? "")
            .Within(FactsLimits.Point);
        var items = await facts.ListAsync(viewer, statement, Read, cancel).ConfigureAwait(false);
        return new ArrivalsView(now, items, await lost.SinceAsync(now - Reach, source ?? "", cancel).ConfigureAwait(false));
    }

    private static Arrival Read(ref RowReader row) => new(
        row.Uuid(), row.Instant(), row.Instant(), row.Text(), row.Text(), row.Text(), row.Text(), PersonalMask.Cover(row.Text()), PersonalMask.Cover(row.Text()),
        Customer(row.UInt64()), PersonalMask.Cover(ReadableJson.Of(row.Text())), row.Texts(), row.Text());

    private static string Customer(ulong id) => id == 0 ? "" : id.ToString(CultureInfo.InvariantCulture);
}

/// <param name="Now">The bank's clock when it was asked.</param>
/// <param name="Refusals">What was not taken in the same minutes.</param>
internal sealed record ArrivalsView(DateTimeOffset Now, IReadOnlyList<Arrival> Items, IReadOnlyList<Refusal> Refusals);

/// <param name="CustomerId">Empty while nobody is known to be behind it.</param>
/// <param name="Properties">JSON, numbers of persons covered, cut after 4,000 characters.</param>
/// <param name="Verdict">kept, marked, quarantined.</param>
internal sealed record Arrival(
    Guid Id, DateTimeOffset ReceivedAt, DateTimeOffset Ts, string Source, string Name, string Type, string Channel, string User, string AnonymousId, string CustomerId,
    string Properties, IReadOnlyList<string> Violations, string Verdict);
