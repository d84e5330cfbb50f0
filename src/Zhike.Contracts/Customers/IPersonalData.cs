using Zhike.Kernel;

namespace Zhike.Contracts.Customers;

/// <summary>Names, phones and the like: sealed in the store, masked unless the viewer may see them.</summary>
public interface IPersonalData
{
    /// <summary>Only customers inside the viewer's scope come back; each is masked unless viewer.MaySeePersonalData.
    /// Recording an unmasked look is the caller's duty (IAudit).</summary>
    Task<IReadOnlyDictionary<ulong, PersonalData>> ReadAsync(Viewer viewer, IReadOnlyCollection<ulong> customerIds, CancellationToken cancel);

    /// <summary>For delivering a message only: the true address, whoever asks inside the program; never put on a screen or in a log.</summary>
    Task<IReadOnlyDictionary<ulong, PersonalData>> ReadForDeliveryAsync(IReadOnlyCollection<ulong> customerIds, CancellationToken cancel);
}

/// <summary>Empty where the bank has none. Masked: 张*, 138****5678, e***@example.com.</summary>
public sealed record PersonalData(string Name, string Phone, string Email, string IdNumber, string Address);
