namespace Zhike.Kernel;

/// <summary>Makes the ids of records. The program's own makes version-7 GUIDs from the clock; tests count.</summary>
public interface IIds
{
    Guid Next();
}

/// <summary>Time-ordered ids, so that indexes grow at one end.</summary>
public sealed class TimeOrderedIds(TimeProvider clock) : IIds
{
    public Guid Next() => Guid.CreateVersion7(clock.GetUtcNow());
}
