using System.Collections.Immutable;
using System.Text.Json;
using Zhike.Contracts.Customers;
using Zhike.Kernel;
using Zhike.Storage.Facts;

namespace Zhike.Journeys.Tests.World;

/// <summary>A condition language of few words, enough to move people: {"did": "name"} (the customer has such an event up to
/// now), {"did_since": "name"} (since the enrolment), {"did": {"event": "name", "since": "enrolment"}} (the same), {"woman": true},
/// {"segment": …} (opened by then), {"list": "1,2"} (these customers), {"not": …}. The real one is tested in its own room.</summary>
internal sealed class TestConditions : IConditions
{
    public Task<IReadOnlyList<FieldError>> CheckAsync(JsonElement expression, string fieldPath, CancellationToken cancel) =>
        Task.FromResult<IReadOnlyList<FieldError>>(
            expression.ValueKind == JsonValueKind.Object && expression.EnumerateObject().First().Name is "did" or "did_since" or "woman" or "segment" or "list" or "not"
                ? []
                : [new FieldError(fieldPath, "is not a condition")]);

    public async Task<Result<CustomerSet>> CompileAsync(JsonElement expression, ConditionScope scope, CancellationToken cancel)
    {
        var word = expression.EnumerateObject().First();
        if (word.Name == "not")
        {
            var part = (await CompileAsync(word.Value, scope, cancel)).Value;
            return new CustomerSet($"SELECT customer_id FROM customers WHERE customer_id NOT IN ({part.Sql})", part.Parameters);
        }

        var name = word.Value.ValueKind == JsonValueKind.Object ? word.Value.GetProperty("event").GetString()! : word.Value.ToString();
        var since = word.Name == "did_since" || (word.Value.ValueKind == JsonValueKind.Object && word.Value.TryGetProperty("since", out _));
        var p = scope.ParameterPrefix;
        var events = $"FROM events AS e WHERE e.name = {{{p}name:String}} AND e.ts <= {{{p}now:DateTime64(3, 'UTC')}}";
        var sql = word.Name switch
        {
            "woman" => "SELECT customer_id FROM customers WHERE gender = 'F'",
            "segment" => $"SELECT customer_id FROM customers WHERE opened_on <= {{{p}as_of:Date}}",
            "list" => $"SELECT arrayJoin(arrayMap(i -> toUInt64(i), splitByChar(',', {{{p}name:String}}))) AS customer_id",
            "did" when !since => $"SELECT DISTINCT customer_id {events}",
            _ => $"SELECT DISTINCT e.customer_id AS customer_id FROM events AS e INNER JOIN {scope.SinceTable} AS s ON s.customer_id = e.customer_id {events["FROM events AS e".Length..]} AND e.ts > s.since",
        };
        var bound = new FactsStatement("", "").With($"{p}now", scope.Now).With($"{p}as_of", scope.AsOf);
        if (word.Name is "did" or "did_since" or "list")
        {
            bound = bound.With($"{p}name", name);
        }

        return new CustomerSet(sql, bound.Parameters);
    }

    public Task<Result<IConditionForOne>> CompileForOneAsync(JsonElement expression, ConditionScope scope, CancellationToken cancel) =>
        throw new NotSupportedException("journeys move sets");
}

/// <summary>One segment: the customers opened on or before the date, of whichever sort the test names.</summary>
internal sealed class TestSegments(IFacts facts) : ISegments
{
    public async Task<SegmentVersion> MaterialiseAsync(string segmentKey, DateOnly asOf, CancellationToken cancel)
    {
        var version = (ulong)asOf.DayNumber;
        await facts.ExecuteAsync(
            Viewer.Bank("test"),
            new FactsStatement(
                    "test segment",
                    """
                    INSERT INTO segment_members
                    SELECT {key:String}, {version:UInt64}, {as_of:Date}, toDateTime64(0, 3, 'UTC'), groupBitmapState(customer_id) FROM customers WHERE opened_on <= {as_of:Date}
                    """)
                .With("key", segmentKey).With("version", version).With("as_of", asOf),
            cancel);
        var members = await facts.CountAsync(
            Viewer.Bank("test"), new FactsStatement("n", "SELECT count() FROM customers WHERE opened_on <= {as_of:Date}").With("as_of", asOf), cancel);
        return new SegmentVersion(segmentKey, version, asOf, (long)members);
    }

    public Task<SegmentVersion?> LatestAsync(string segmentKey, DateOnly asOf, CancellationToken cancel) => Task.FromResult<SegmentVersion?>(null);

    public Task<Result<long>> EstimateAsync(Viewer viewer, JsonElement expression, DateOnly asOf, CancellationToken cancel) =>
        Task.FromResult<Result<long>>(0);
}
