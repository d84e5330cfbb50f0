using System.Globalization;
using Zhike.Kernel;

namespace Zhike.Storage.Facts.Embedded;

/// <summary>Holds a folder for this process until it ends, however it ends (the operating system lets go of the lock).</summary>
internal sealed class FolderLock : IDisposable
{
    private readonly FileStream _file;

    private FolderLock(FileStream file) => _file = file;

    public static FolderLock Take(string folder)
    {
        Directory.CreateDirectory(folder);
        var holder = Path.Combine(folder, ".holder");
        try
        {
            var file = new FileStream(Path.Combine(folder, ".lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            File.WriteAllText(holder, Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
            return new FolderLock(file);
        }
        catch (IOException problem) when (problem is not DirectoryNotFoundException)
        {
            var process = File.Exists(holder) ? $" (number {File.ReadAllText(holder)})" : "";
            throw new ProblemException(new Problem(
                ProblemKind.Conflict,
                "data_in_use",
                $"The data folder {folder} is in use by another Zhike process{process}. Stop it, or name another folder with --data."));
        }
    }

    public void Dispose() => _file.Dispose();
}
