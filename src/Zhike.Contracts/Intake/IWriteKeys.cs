namespace Zhike.Contracts.Intake;

/// <summary>The keys under which sources may send events and ask for decisions.</summary>
public interface IWriteKeys
{
    /// <summary>Null when the key is unknown or revoked. Answered from memory; a key revoked through another process is refused within ten seconds.</summary>
    ValueTask<LiveSource?> FindAsync(string writeKey, CancellationToken cancel);

    /// <summary>May a browser on this page ask at all? A preflight bears no key, so a page is allowed that any source allows.</summary>
    Task<bool> AnyAllowsAsync(string origin, CancellationToken cancel);

    /// <summary>Names of the sources whose word about who a customer is counts, as <see cref="LiveSource.NamesCustomers"/>.</summary>
    Task<IReadOnlyList<string>> NamingSourcesAsync(CancellationToken cancel);

    /// <summary>Gives a source a key that is known beforehand (a demo's, a test's); nothing happens when the source has one.</summary>
    /// <param name="namesCustomers">As <see cref="LiveSource.NamesCustomers"/>.</param>
    Task InstallAsync(string source, string writeKey, bool namesCustomers, CancellationToken cancel);
}

/// <summary>A source whose key is in force.</summary>
/// <param name="Origins">Pages from which browsers may send; empty: every page.</param>
/// <param name="EventsPerSecond">0: no limit of its own.</param>
/// <param name="NamesCustomers">Whether its word about who a customer is counts: a user id that is a customer's number is that customer, and
/// traits (customer number, phone, card …) are evidence. Only for keys that nobody outside the bank can read; what others say is a claim.</param>
public sealed record LiveSource(string Name, IReadOnlyList<string> Origins, long EventsPerSecond, long Burst, bool NamesCustomers)
{
    /// <param name="origin">As the browser says it; null where it is none.</param>
    public bool Allows(string? origin) => origin is null || Origins.Count == 0 || Origins.Contains(origin, StringComparer.OrdinalIgnoreCase);
}
