using System.Formats.Tar;
using System.Security.Cryptography;
using System.Text.Json;
using Zhike.Kernel;

namespace Zhike.Storage.Backups;

/// <summary>The one file: a tar of the manifest and then the parts, each checked by its hash on the way back.</summary>
internal static class Archive
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>Under another name until it is whole and on the disk.</summary>
    public static async Task PackAsync(string file, BackupManifest manifest, string folder, CancellationToken cancel)
    {
        await File.WriteAllBytesAsync(Path.Combine(folder, BackupManifest.ManifestPart), JsonSerializer.SerializeToUtf8Bytes(manifest, Json), cancel).ConfigureAwait(false);
        var unfinished = Path.Combine(folder, "archive");
        var stream = new FileStream(unfinished, FileMode.CreateNew, FileAccess.Write);
        await using (stream.ConfigureAwait(false))
        {
            var tar = new TarWriter(stream, TarEntryFormat.Pax, leaveOpen: true);
            await using (tar.ConfigureAwait(false))
            {
                foreach (var part in manifest.Parts.Keys.Prepend(BackupManifest.ManifestPart))
                {
                    await tar.WriteEntryAsync(Path.Combine(folder, part), part, cancel).ConfigureAwait(false);
                }
            }

            stream.Flush(flushToDisk: true);
        }

        File.Move(unfinished, file, overwrite: false);
    }

    public static async Task<string> HashAsync(string file, CancellationToken cancel)
    {
        var stream = File.OpenRead(file);
        await using (stream.ConfigureAwait(false))
        {
            return Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancel).ConfigureAwait(false));
        }
    }

    /// <summary>Lays the parts out in a folder; damaged or foreign archives are refused.</summary>
    public static async Task<BackupManifest> UnpackAsync(string file, string folder, CancellationToken cancel)
    {
        BackupManifest? manifest = null;
        try
        {
            var stream = File.OpenRead(file);
            await using (stream.ConfigureAwait(false))
            {
                var tar = new TarReader(stream);
                await using (tar.ConfigureAwait(false))
                {
                    while (await tar.GetNextEntryAsync(copyData: false, cancel).ConfigureAwait(false) is { } entry)
                    {
                        if (manifest is null)
                        {
                            manifest = await ManifestAsync(file, entry, cancel).ConfigureAwait(false);
                        }
                        else if (manifest.Parts.ContainsKey(entry.Name) && entry.Name == Path.GetFileName(entry.Name))
                        {
                            await entry.ExtractToFileAsync(Path.Combine(folder, entry.Name), overwrite: false, cancel).ConfigureAwait(false);
                        }
                    }
                }
            }
        }
        catch (Exception damage) when (damage is InvalidDataException or EndOfStreamException or JsonException or FormatException)
        {
            throw Damaged(file, damage.Message);
        }

        foreach (var (part, hash) in manifest?.Parts ?? throw Damaged(file, "it is empty"))
        {
            var path = Path.Combine(folder, part);
            if (!File.Exists(path) || await HashAsync(path, cancel).ConfigureAwait(false) != hash)
            {
                throw Damaged(file, $"its part {part} is missing or not what was written");
            }
        }

        return manifest;
    }

    private static async Task<BackupManifest> ManifestAsync(string file, TarEntry entry, CancellationToken cancel)
    {
        if (entry.Name != BackupManifest.ManifestPart || entry.DataStream is null)
        {
            throw Damaged(file, "it does not begin with a manifest");
        }

        var manifest = await JsonSerializer.DeserializeAsync<BackupManifest>(entry.DataStream, Json, cancel).ConfigureAwait(false) ?? throw Damaged(file, "its manifest is empty");
        return manifest.Format == BackupManifest.FormatRead
            ? manifest
            : throw new ProblemException(Problem.Conflict("archive_newer", $"{file} was written in format {manifest.Format}; this program reads format {BackupManifest.FormatRead}. Restore it with the program that wrote it ({manifest.Program})."));
    }

    private static ProblemException Damaged(string file, string why) =>
        new(new Problem(ProblemKind.Invalid, "archive_damaged", $"{file} is no whole archive of Zhike's: {why}. Nothing was restored."));
}
