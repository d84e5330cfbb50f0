namespace Zhike.Contracts.Customers;

/// <summary>A room's own part in erasing a person: what its records hold that tells who it was. May be repeated.</summary>
public interface IErasureStep
{
    Task<IReadOnlyList<ErasedRows>> EraseAsync(ErasedPerson person, CancellationToken cancel);
}

/// <param name="Numbers">The customer number and the user ids under which they were known.</param>
public sealed record ErasedPerson(ulong CustomerId, IReadOnlyList<string> Numbers);

/// <summary>What was done in one table.</summary>
/// <param name="What">deleted, or blanked: the row stays without what told who it was.</param>
public sealed record ErasedRows(string Table, string What, long Rows);

/// <summary>Looks whether the files of what was erased are gone from the disk, and writes it on the certificates.</summary>
public interface IErasureWatch
{
    /// <returns>Certificates that were completed.</returns>
    Task<long> LookAsync(CancellationToken cancel);
}
