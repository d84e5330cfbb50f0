using System.Security.Cryptography;
using Zhike.Storage;

namespace Zhike.Customers.Segments.Exports;

/// <summary>The files of exports: sealed in the data folder, each under a key of its own that lies in the folder of the keys and goes with
/// it. What was copied of the data meanwhile opens no more once the key is gone.</summary>
internal sealed class ExportFiles(StorageOptions options)
{
    private readonly string _files = Path.Combine(options.DataFolder, "exports");
    private readonly string _keys = Path.Combine(options.KeysFolder, "exports");

    /// <summary>Replaces what an earlier attempt left. Under its name stands only what is whole, on the disk when it returns.</summary>
    public async Task<(long Bytes, string Sha256)> WriteAsync(string export, Func<Stream, Task> write)
    {
        Directory.CreateDirectory(_files);
        Directory.CreateDirectory(_keys);
        var key = RandomNumberGenerator.GetBytes(SealedFile.KeyBytes);
        await File.WriteAllBytesAsync(Private(KeyOf(export)), key).ConfigureAwait(false);
        var part = Private(FileOf(export) + ".part");
        long bytes;
        string hash;
        using (var file = new FileStream(part, FileMode.Truncate, FileAccess.Write))
        {
            using (var plain = new SealedFile.Writer(file, key))
            {
                await write(plain).ConfigureAwait(false);
                (bytes, hash) = (plain.Plain, plain.Sha256());
            }

            file.Flush(flushToDisk: true);
        }

        File.Move(part, FileOf(export), overwrite: true);
        return (bytes, hash);
    }

    /// <summary>The plain bytes; null when file or key is gone.</summary>
    public Stream? Open(string export)
    {
        try
        {
            var key = File.ReadAllBytes(KeyOf(export));
            return new SealedFile.Reader(new FileStream(FileOf(export), FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete), key);
        }
        catch (IOException gone) when (gone is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    /// <summary>The key first: what is killed in between leaves a file that nobody opens.</summary>
    public void Delete(string export)
    {
        foreach (var path in new[] { KeyOf(export), FileOf(export), FileOf(export) + ".part" }.Where(File.Exists))
        {
            File.Delete(path);
        }
    }

    /// <summary>Exports of which anything lies on the disk.</summary>
    public IReadOnlyList<string> Kept() =>
        [.. new[] { _files, _keys }.Where(Directory.Exists).SelectMany(Directory.EnumerateFiles).Select(f => Path.GetFileName(f).Split('.')[0]).Distinct(StringComparer.Ordinal)];

    private string FileOf(string export) => Path.Combine(_files, $"{export}.sealed");

    private string KeyOf(string export) => Path.Combine(_keys, $"{export}.key");

    /// <summary>An empty file that its owner alone may read.</summary>
    private static string Private(string path)
    {
        var how = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            how.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        new FileStream(path, how).Dispose();
        return path;
    }
}
