using System.Text.Json;

namespace Zhike.Contracts.Customers;

/// <summary>Tags for a rehearsal over past days: only those that its journey reads, in a place of their own. So a rehearsal
/// does not wait for the others, and what the nightly batches left stays as it is.</summary>
public interface IReplayTags
{
    /// <summary>Makes the empty place of a run's tags: those that the conditions read, and those that these are made of.
    /// What an earlier run of that name left is gone.</summary>
    /// <returns>The table, for <see cref="ConditionScope.TagTable"/>.</returns>
    Task<string> OpenAsync(string run, IReadOnlyList<JsonElement> conditions, CancellationToken cancel);

    /// <summary>Computes the run's tags as of a date, from the facts. The date before it stays, older ones are dropped.</summary>
    Task ComputeAsync(string run, DateOnly asOf, CancellationToken cancel);

    /// <summary>Takes the place away.</summary>
    Task CloseAsync(string run, CancellationToken cancel);
}
