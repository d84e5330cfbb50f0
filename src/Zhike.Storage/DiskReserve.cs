using Zhike.Kernel;

namespace Zhike.Storage;

/// <summary>Keeps some of the data folder's disk free: below the reserve nothing more is written. A disk that is full to its last page
/// may leave the engine's own merging of parts with a part whose end was never written; with room for what it has begun it never
/// comes to that. Looking costs a microsecond, so every write looks; when there is room again, everything goes on by itself.</summary>
public sealed class DiskReserve(string folder, long bytes)
{
    private readonly DriveInfo _disk = new(Directory.CreateDirectory(folder).FullName);

    public bool IsFull => bytes > 0 && _disk.AvailableFreeSpace < bytes;

    /// <exception cref="ProblemException">The disk is full up to its reserve.</exception>
    public void Check(string what)
    {
        if (IsFull)
        {
            throw new ProblemException(Full(what));
        }
    }

    public static Problem Full(string what) => new(
        ProblemKind.Unavailable, "disk_full", $"{what} was not written: the disk of the data folder is full up to its reserve (Disk:ReserveMiB). Nothing of it was kept; send it again when there is room.");
}
