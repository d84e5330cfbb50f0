namespace Zhike.Contracts.Intake;

/// <summary>The keys under which sources may send events and ask for decisions.</summary>
public interface IWriteKeys
{
    /// <summary>The source's name, or null when the key is unknown or revoked.</summary>
    Task<string?> SourceOfAsync(string writeKey, CancellationToken cancel);
}
