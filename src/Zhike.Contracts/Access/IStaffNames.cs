namespace Zhike.Contracts.Access;

/// <summary>Who is behind a staff number.</summary>
public interface IStaffNames
{
    /// <summary>Names by staff number; numbers that nobody has are left out.</summary>
    Task<IReadOnlyDictionary<string, string>> NamesAsync(IReadOnlyCollection<string> staff, CancellationToken cancel);
}
