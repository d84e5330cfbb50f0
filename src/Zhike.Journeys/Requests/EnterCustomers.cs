using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Zhike.Contracts.Access;
using Zhike.Contracts.Http;
using Zhike.Journeys.Documents;
using Zhike.Kernel;
using Zhike.Storage;
using Zhike.Storage.Definitions;
using Zhike.Storage.Facts;
using Zhike.Storage.Facts.Rows;

namespace Zhike.Journeys.Requests;

/// <summary>Asks a journey whose entry is "api" to let customers in.</summary>
/// <param name="Customers">The bank's customer numbers; at most <see cref="EnterCustomers.Most"/>.</param>
/// <param name="Cause">Names why, once for each reason: the same cause again lets nobody in twice.</param>
public sealed record EntryRequest(IReadOnlyList<string> Customers, string Cause);

/// <param name="Accepted">They enter with the journey's next look, a second or two later.</param>
public sealed record EntryAnswer(int Accepted, IReadOnlyList<RefusedEntry> Refused);

/// <param name="Reason">unknown_customer (nobody of the asker's scope), named_twice, same_cause, inside, entered_before or too_soon.</param>
public sealed record RefusedEntry(string CustomerNo, string Reason);

/// <summary>Takes the requests of other systems; the engine's next tick enrols.</summary>
internal sealed class EnterCustomers(IFacts facts, IDefinitions definitions, BankClock clock)
{
    public const int Most = 10_000;
    public const int CauseMax = 100;

    private const string InsertSql =
        """
        INSERT INTO journey_requests (journey_id, customer_id, cause, requested_at, requested_by)
        SELECT {journey:String}, arrayJoin({customers:Array(UInt64)}), {cause:String}, {now:DateTime64(3, 'UTC')}, {by:String}
        """;

    public async Task<Result<EntryAnswer>> RunAsync(ICurrentViewer who, string journey, EntryRequest asked, CancellationToken cancel)
    {
        var errors = Check(asked);
        if (errors.Count > 0)
        {
            return Problem.Invalid(errors);
        }

        if (await definitions.FindLiveAsync(JourneyKind.Name, journey, cancel).ConfigureAwait(false) is not { } live)
        {
            return Problem.NotFound("live journey", journey);
        }

        var entry = JourneyReader.ReadSaved(live.Key, live.Document).Entry;
        if (entry.Kind != EntryKind.Api)
        {
            return Problem.Conflict("entry_is_not_api", $"Nobody is let into \"{journey}\" by request: its entry is another.");
        }

        var now = clock.GetUtcNow();
        var found = await FindAsync(who.Viewer("entry request"), journey, asked, entry, now, cancel).ConfigureAwait(false);
        var (accepted, refused) = (new List<ulong>(), new List<RefusedEntry>());
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var number in asked.Customers)
        {
            var reason = !seen.Add(number) ? "named_twice" : found.TryGetValue(number, out var one) ? one.Refusal(entry) : "unknown_customer";
            if (reason is null)
            {
                accepted.Add(found[number].Id);
            }
            else
            {
                refused.Add(new RefusedEntry(number, reason));
            }
        }

        if (accepted.Count > 0)
        {
            var insert = new FactsStatement("entry requests", InsertSql)
                .With("journey", journey).With("customers", accepted).With("cause", asked.Cause).With("now", now).With("by", who.Staff);
            await facts.ExecuteAsync(Viewer.Bank("entry requests"), insert, cancel).ConfigureAwait(false);
        }

        return new EntryAnswer(accepted.Count, refused);
    }

    private static List<FieldError> Check(EntryRequest asked)
    {
        var errors = new List<FieldError>();
        if (asked.Customers is not { Count: > 0 and <= Most })
        {
            errors.Add(new FieldError("customers", $"must name 1 to {Most} customers"));
        }
        else
        {
            // A list in JSON may hold nulls, whatever its type says.
            errors.AddRange(asked.Customers.Index().Where(c => string.IsNullOrEmpty(c.Item)).Select(c => new FieldError($"customers[{c.Index}]", "must be a customer number")));
        }

        if (asked.Cause is not { Length: > 0 and <= CauseMax })
        {
            errors.Add(new FieldError("cause", $"must have 1 to {CauseMax} characters: the same cause again lets nobody in twice"));
        }

        return errors;
    }

    private async Task<Dictionary<string, Standing>> FindAsync(
        Viewer viewer, string journey, EntryRequest asked, JourneyEntry entry, DateTimeOffset now, CancellationToken cancel)
    {
        var statement = new FactsStatement("who is asked for", SqlFile.Beside<EnterCustomers>("Asked.sql"))
            .With("numbers", asked.Customers.Distinct(StringComparer.Ordinal)).With("journey", journey).With("cause", asked.Cause)
            .With("now", now).With("after_days", (ulong)(entry.ReenterAfterDays ?? 0));
        var rows = await facts.ListAsync(
            viewer, statement,
            (ref RowReader row) => (No: row.Text(), Standing: new Standing(row.UInt64(), row.Bool(), row.Bool(), row.Bool(), row.Bool())),
            cancel).ConfigureAwait(false);
        return rows.ToDictionary(r => r.No, r => r.Standing, StringComparer.Ordinal);
    }

    private sealed record Standing(ulong Id, bool HasEntered, bool IsInside, bool IsTooSoon, bool IsKnown)
    {
        public string? Refusal(JourneyEntry entry) => IsKnown ? "same_cause"
            : IsInside ? "inside"
            : HasEntered && !entry.Again ? "entered_before"
            : HasEntered && entry.ReenterAfterDays is not null && IsTooSoon ? "too_soon"
            : null;
    }
}

internal static class EntryEndpoints
{
    public static void MapEntryRequests(this IEndpointRouteBuilder routes) => routes.MapGroup("/api/v1").WithTags("Journeys")
        .MapPost("/journeys/{key}/customers", RunAsync).Require(Permission.RunJobs).Produces<EntryAnswer>();

    private static async Task<IResult> RunAsync(string key, EntryRequest asked, ICurrentViewer current, EnterCustomers enter, CancellationToken cancel) =>
        (await enter.RunAsync(current, key, asked, cancel).ConfigureAwait(false)).ToHttp();
}
