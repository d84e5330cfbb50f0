namespace Zhike.Contracts.Intake;

/// <summary>The keys under which sources may send events and ask for decisions.</summary>
public interface IWriteKeys
{
    /// <summary>The source's name, or null when the key is unknown or revoked.</summary>
    Task<string?> SourceOfAsync(string writeKey, CancellationToken cancel);

    /// <summary>Gives a source a key that is known beforehand (a demo's, a test's); nothing happens when the source has one.</summary>
    Task InstallAsync(string source, string writeKey, CancellationToken cancel);
}
