using Zhike.Kernel;

namespace Zhike.Testing;

/// <summary>Ids that count: 00000000-0000-0000-0000-000000000001, …2, …3.</summary>
public sealed class CountingIds : IIds
{
    private int _last;

    public Guid Next() => new(0, 0, 0, [.. new byte[4], .. BitConverter.GetBytes(Interlocked.Increment(ref _last)).Reverse()]);
}
