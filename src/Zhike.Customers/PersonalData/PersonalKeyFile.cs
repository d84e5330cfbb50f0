using System.Globalization;
using System.Security.Cryptography;
using Zhike.Kernel;
using Zhike.Storage;

namespace Zhike.Customers.PersonalData;

/// <summary>The key of the personal data: a small text file outside the databases, personal.key in the folder of the keys, readable
/// by its owner alone. Whoever has a copy of the databases but not of this file has no names.</summary>
internal sealed class PersonalKeyFile(StorageOptions options)
{
    private const string Head = "zhike personal data key, version 1";

    public string Path { get; } = System.IO.Path.Combine(options.KeysFolder, "personal.key");

    public bool Exists => File.Exists(Path);

    /// <exception cref="ProblemException">The file is no key.</exception>
    public PersonalKey Read()
    {
        var lines = File.ReadAllLines(Path);
        Span<byte> key = stackalloc byte[PersonalKey.Bytes];
        if (lines.Length < 2 || lines[0] != Head || !Convert.TryFromBase64String(lines[1], key, out var written) || written != PersonalKey.Bytes)
        {
            throw new ProblemException(new Problem(
                ProblemKind.Unavailable, "personal_key_unreadable", $"{Path} is not a key of Zhike's: it must hold the line \"{Head}\" and a line with the key. Put back the file that belongs to this data."));
        }

        return new PersonalKey(key);
    }

    public PersonalKey Create()
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(Path)!);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        Span<byte> key = stackalloc byte[PersonalKey.Bytes];
        RandomNumberGenerator.Fill(key);
        var made = new PersonalKey(key);
        using var file = new FileStream(Path, options);
        file.Write(System.Text.Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{Head}\n{Convert.ToBase64String(key)}\nid {made.Id}\n")));
        file.Flush(flushToDisk: true);
        return made;
    }
}
