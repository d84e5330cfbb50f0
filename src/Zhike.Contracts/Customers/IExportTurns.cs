namespace Zhike.Contracts.Customers;

/// <summary>The door by which approved exports are written and old ones go: whoever has a clock asks what is due, runs the job
/// "export-members" for each, and says how it ended.</summary>
public interface IExportTurns
{
    /// <summary>Ids of exports that wait to be written. Deletes what is over its time, and what a killed run left.</summary>
    Task<IReadOnlyList<string>> DueAsync(CancellationToken cancel);

    /// <param name="failure">Empty when the file is there; else what people are told.</param>
    Task EndedAsync(string export, string failure, CancellationToken cancel);
}
