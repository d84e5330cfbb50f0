using System.Text.Json;
using Zhike.Contracts.Bank;
using Zhike.Contracts.Jobs;
using Zhike.Host.Bank;
using Zhike.Host.Options;
using Zhike.Kernel;
using Zhike.Storage.Definitions;

namespace Zhike.Host.Setup;

/// <summary>Brings the shipped definitions in: every document under catalog/, each room's folder in its order. What the bank
/// made of an earlier one stays (see IDefinitions.InstallAsync).</summary>
public sealed class CatalogueInstaller(
    IDefinitions definitions, IEnumerable<ICatalogueFolder> folders, BankState state, ZhikeOptions options)
{
    private const string InstalledKey = "catalogue_installed";
    private const string Author = "catalogue";

    /// <summary>Answers a sentence.</summary>
    public async Task<string> InstallAsync(IProgressSink progress, CancellationToken cancel)
    {
        if (options.CatalogueFolder is not { } root)
        {
            return "there is no catalogue folder";
        }

        var shipped = folders.OrderBy(f => f.Order).SelectMany(f => Read(root, f)).ToList();
        var stamp = StableHash.Word([.. shipped.Select(d => $"{d.Folder.Kind}/{d.Key}\n{d.Text}")]);
        if (await state.FindAsync(InstalledKey, cancel) == stamp)
        {
            return $"{shipped.Count} definitions, unchanged";
        }

        var done = 0;
        foreach (var folder in shipped.GroupBy(d => d.Folder.Order).OrderBy(g => g.Key))
        {
            await InstallTogetherAsync([.. folder], () => progress.Report("definitions", ++done, shipped.Count), cancel);
        }

        await state.SetAsync(InstalledKey, stamp, cancel);
        return $"{shipped.Count} definitions";
    }

    /// <summary>The documents of a room's folder, each with its key.</summary>
    public static IReadOnlyList<CatalogueDocument> Read(string root, ICatalogueFolder folder)
    {
        var path = Path.Combine(root, folder.Folder);
        return !Directory.Exists(path)
            ? []
            : [.. Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories)
                .Where(f => Path.GetExtension(f) is ".yaml" or ".yml" or ".json")
                .Order(StringComparer.Ordinal)
                .SelectMany(file => Documents(file, folder))];
    }

    private static IEnumerable<CatalogueDocument> Documents(string file, ICatalogueFolder folder)
    {
        var name = Path.GetFileName(file);
        foreach (var document in DocumentText.ParseMany(File.ReadAllText(file), name).OrThrow())
        {
            yield return document.ValueKind == JsonValueKind.Object && document.TryGetProperty("key", out var key) && key.GetString() is { Length: > 0 } text
                ? new CatalogueDocument(folder, text, DocumentText.Canonical(document))
                : throw new ProblemException(Problem.Invalid(name, "holds a document without a key"));
        }
    }

    /// <summary>Documents of one kind may refer to each other in any order: those that are refused are tried again as long
    /// as others get in.</summary>
    private async Task InstallTogetherAsync(List<CatalogueDocument> waiting, Action installed, CancellationToken cancel)
    {
        while (waiting.Count > 0)
        {
            var refused = new List<(CatalogueDocument Document, Problem Problem)>();
            foreach (var document in waiting)
            {
                var result = await InstallOneAsync(document, cancel);
                if (result.Ok)
                {
                    installed();
                }
                else
                {
                    refused.Add((document, result.Problem));
                }
            }

            if (refused.Count == waiting.Count)
            {
                throw new ProblemException(Problem.Invalid(refused.SelectMany(r =>
                    r.Problem.Errors.DefaultIfEmpty(new FieldError("document", r.Problem.Message))
                        .Select(e => new FieldError($"{r.Document.Folder.Kind}/{r.Document.Key}: {e.Field}", e.Message)))));
            }

            waiting = [.. refused.Select(r => r.Document)];
        }
    }

    private async Task<Result<Definition>> InstallOneAsync(CatalogueDocument document, CancellationToken cancel)
    {
        var (kind, key) = (document.Folder.Kind, document.Key);
        if (document.Folder.InstallLive)
        {
            return await definitions.InstallAsync(kind, key, document.Text, cancel);
        }

        var history = await definitions.HistoryAsync(kind, key, cancel);
        if (history.Any(d => d.Document == document.Text))
        {
            return history[^1];
        }

        // A draft that somebody works on is not overwritten by a release.
        var open = history.FirstOrDefault(d => d.Status is DefinitionStatus.Draft or DefinitionStatus.Submitted);
        return open is null || (open.Status == DefinitionStatus.Draft && open.Author == Author)
            ? await definitions.SaveDraftAsync(kind, key, document.Text, Author, open?.Revision, cancel)
            : open;
    }
}

public sealed record CatalogueDocument(ICatalogueFolder Folder, string Key, string Text);
