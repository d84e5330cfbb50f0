namespace Zhike.Contracts.Bank;

/// <summary>What a room invents for the demo bank besides the imported data, so that its pages are not empty; marked as demo. May be repeated.</summary>
public interface IDemoContent
{
    Task AddAsync(CancellationToken cancel);
}
