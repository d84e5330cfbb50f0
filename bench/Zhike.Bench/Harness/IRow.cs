namespace Zhike.Bench.Harness;

/// <summary>One row of the table: a piece of work beside its reference.</summary>
internal interface IRow
{
    /// <summary>What `zhike bench NAME` names.</summary>
    string Name { get; }

    /// <summary>False where the row makes all it needs in an empty bank of its own.</summary>
    bool NeedsBank => true;

    Task<IReadOnlyList<Line>> RunAsync(Bank bank, int rounds, CancellationToken cancel);
}
