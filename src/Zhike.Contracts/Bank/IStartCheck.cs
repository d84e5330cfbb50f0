namespace Zhike.Contracts.Bank;

/// <summary>Looks at something when the stores are open; the server goes on whatever it finds, and says it loudly.</summary>
public interface IStartCheck
{
    /// <summary>What is wrong and what can be done, for people; null when all is well.</summary>
    Task<string?> WarningAsync(CancellationToken cancel);
}
