using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Zhike.Kernel;
using Zhike.Storage;

namespace Zhike.Customers.PersonalData;

/// <summary>The keys of the personal data: a small text file outside the databases, personal.key in the folder of the keys, readable
/// by its owner alone. Whoever has a copy of the databases but not of this file has no names. While keys rotate it holds several,
/// the newest last; it is replaced as a whole, so that a kill leaves the old file or the new one.</summary>
internal sealed class PersonalKeyFile(StorageOptions options)
{
    private const string Head = "zhike personal data key, version 1";

    public string Path { get; } = System.IO.Path.Combine(options.KeysFolder, "personal.key");

    public bool Exists => File.Exists(Path);

    /// <exception cref="ProblemException">The file is no key.</exception>
    public PersonalKeyRing Read()
    {
        var lines = File.ReadAllLines(Path);
        var keys = lines.Length > 0 && lines[0] == Head
            ? lines.Skip(1).Where(l => l.Trim().Length > 0 && !l.StartsWith("id ", StringComparison.Ordinal)).Select(Key).ToImmutableArray()
            : [];
        return keys.Length > 0 && keys.All(k => k is not null)
            ? new PersonalKeyRing([.. keys.Select(k => k!)])
            : throw new ProblemException(new Problem(
                ProblemKind.Unavailable, "personal_key_unreadable",
                $"{Path} is not a key of Zhike's: it must hold the line \"{Head}\" and a line with each key. Put back the file that belongs to this data."));
    }

    /// <summary>The first key; a file that is there is not touched.</summary>
    public PersonalKeyRing Create()
    {
        var ring = new PersonalKeyRing([NewKey()]);
        Write(ring, FileMode.CreateNew, Path);
        return ring;
    }

    /// <summary>Adds a newer key behind those that are there; on the disk when it returns.</summary>
    public PersonalKeyRing AddKey() => Replace(new PersonalKeyRing(Read().Keys.Add(NewKey())));

    /// <summary>Forgets every key but the newest: what was sealed under the others never opens again.</summary>
    public PersonalKeyRing KeepNewest() => Replace(new PersonalKeyRing([Read().Current]));

    private PersonalKeyRing Replace(PersonalKeyRing ring)
    {
        var next = Path + ".next";
        File.Delete(next);
        Write(ring, FileMode.CreateNew, next);
        File.Move(next, Path, overwrite: true);
        return ring;
    }

    private static PersonalKey NewKey() => new(RandomNumberGenerator.GetBytes(PersonalKey.Bytes));

    private static PersonalKey? Key(string line)
    {
        Span<byte> key = stackalloc byte[PersonalKey.Bytes];
        return Convert.TryFromBase64String(line.Trim(), key, out var written) && written == PersonalKey.Bytes ? new PersonalKey(key) : null;
    }

    private static void Write(PersonalKeyRing ring, FileMode mode, string path)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        var text = new StringBuilder(Head).Append('\n');
        foreach (var key in ring.Keys)
        {
            text.Append(CultureInfo.InvariantCulture, $"{key.Secret}\nid {key.Id}\n");
        }

        using var file = new FileStream(path, options);
        file.Write(Encoding.ASCII.GetBytes(text.ToString()));
        file.Flush(flushToDisk: true);
    }
}
