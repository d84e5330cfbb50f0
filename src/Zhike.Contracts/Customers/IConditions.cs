using System.Collections.Immutable;
using System.Text.Json;
using Zhike.Kernel;

namespace Zhike.Contracts.Customers;

/// <summary>The language of segments, journey splits and goals (docs/segments.md), as SQL over sets and in memory for one customer.</summary>
public interface IConditions
{
    /// <summary>Every problem with its path below <paramref name="fieldPath"/>; empty when it can be compiled.</summary>
    Task<IReadOnlyList<FieldError>> CheckAsync(JsonElement expression, string fieldPath, CancellationToken cancel);

    /// <summary>The customers for whom it holds.</summary>
    Task<Result<CustomerSet>> CompileAsync(JsonElement expression, ConditionScope scope, CancellationToken cancel);

    /// <summary>The same for somebody who stands at the door; says of every customer what the set says. Compile once, ask often.
    /// Refused where only the whole bank can tell ("top" outside a segment): such a part belongs into a segment, whose newest
    /// computed members are looked up. Of the scope, AsOf and Now count.</summary>
    Task<Result<IConditionForOne>> CompileForOneAsync(JsonElement expression, ConditionScope scope, CancellationToken cancel);
}

/// <summary>A condition that reads what it needs of a customer in one look-up by key, and decides in memory.</summary>
public interface IConditionForOne
{
    /// <summary>False also for somebody who is no customer.</summary>
    Task<bool> HoldsAsync(ulong customerId, CancellationToken cancel);

    /// <summary>Those of at most 10,000 customers for whom it holds.</summary>
    /// <param name="since">Instants of enrolment, for "since": "enrolment"; whoever is missing did nothing since.</param>
    Task<IReadOnlySet<ulong>> HoldForAsync(IReadOnlyCollection<ulong> customerIds, IReadOnlyDictionary<ulong, DateTimeOffset>? since, CancellationToken cancel);
}

/// <summary>When and for whom a condition is asked.</summary>
/// <param name="AsOf">Tags are those of the newest batch on or before this business date; transactions count up to it.</param>
/// <param name="Now">Events count up to this instant (included).</param>
/// <param name="ParameterPrefix">Goes in front of every parameter's name, so that several sets fit one statement.</param>
/// <param name="SinceTable">For "since": "enrolment": a table or common table expression with columns customer_id UInt64 and
/// since DateTime64(3, 'UTC') (one row a customer); only facts after since count. Null: "since" is refused.</param>
public sealed record ConditionScope(DateOnly AsOf, DateTimeOffset Now, string ParameterPrefix, string? SinceTable = null)
{
    /// <summary>Where tags are read instead of the bank's own: a table that holds AsOf itself (<see cref="IReplayTags"/>).</summary>
    public string? TagTable { get; init; }

    /// <summary>A set reads real-time tags as they are now, where AsOf is the bank's current business date; else as the nightly run left
    /// them. A condition for one customer always reads those of now.</summary>
    public bool TagsOfNow { get; init; }
}

/// <summary>A SELECT of customer_id (UInt64, distinct) with its bound parameters, to stand inside IN (…).</summary>
public sealed record CustomerSet(string Sql, ImmutableSortedDictionary<string, string> Parameters);
