using Zhike.Contracts.Bank;
using Zhike.Contracts.Customers;
using Zhike.Kernel;
using Zhike.Storage;
using Zhike.Storage.Facts;
using Zhike.Storage.Facts.Rows;

namespace Zhike.Channels.Templates;

/// <summary>Loads many customers at once as texts see them: four questions however many customers.</summary>
internal sealed class Recipients(IFacts facts, IPersonalData people, ITags tags, IBusinessDate businessDate, BankOptions bank)
{
    private static readonly Viewer Delivering = Viewer.Bank("hand over messages");

    public async Task<IReadOnlyDictionary<ulong, Recipient>> FactsOfAsync(IReadOnlyCollection<ulong> ids, CancellationToken cancel)
    {
        var statement = new FactsStatement("recipients", SqlFile.Beside<Recipients>("Recipients.sql")).With("ids", ids);
        var rows = await facts.ListAsync(
            Delivering,
            statement,
            (ref RowReader row) => new Recipient(row.UInt64(), row.Text(), row.Text(), row.Date(), row.Text(), row.Text(), [.. row.Texts()]),
            cancel).ConfigureAwait(false);
        return rows.ToDictionary(r => r.CustomerId);
    }

    /// <summary>With the true names, for the customer's own eyes.</summary>
    public async Task<IReadOnlyDictionary<ulong, (Recipient Recipient, PersonalData? Person, RenderModel Model)>> ForDeliveryAsync(
        IReadOnlyCollection<ulong> ids, CancellationToken cancel) =>
        await ModelsAsync(ids, await people.ReadForDeliveryAsync(ids, cancel).ConfigureAwait(false), cancel).ConfigureAwait(false);

    /// <summary>As this viewer may see them: masked unless they may see personal data.</summary>
    public async Task<IReadOnlyDictionary<ulong, (Recipient Recipient, PersonalData? Person, RenderModel Model)>> AsSeenByAsync(
        Viewer viewer, IReadOnlyCollection<ulong> ids, CancellationToken cancel) =>
        await ModelsAsync(ids, await people.ReadAsync(viewer, ids, cancel).ConfigureAwait(false), cancel).ConfigureAwait(false);

    /// <summary>One customer of this viewer's scope, read in the language that is asked for; null outside it.</summary>
    public async Task<(Recipient Recipient, PersonalData? Person, RenderModel Model)?> OneAsync(Viewer viewer, ulong id, string? language, CancellationToken cancel)
    {
        var seen = await facts.ListAsync(
            viewer,
            new FactsStatement("recipient in scope", SqlFile.Beside<Recipients>("RecipientInScope.sql")).With("customer", id),
            (ref RowReader row) => row.UInt64(),
            cancel).ConfigureAwait(false);
        if (seen.Count == 0)
        {
            return null;
        }

        var found = await ModelsAsync([id], await people.ReadAsync(viewer, [id], cancel).ConfigureAwait(false), cancel, language).ConfigureAwait(false);
        return found.TryGetValue(id, out var one) ? one : null;
    }

    private async Task<IReadOnlyDictionary<ulong, (Recipient Recipient, PersonalData? Person, RenderModel Model)>> ModelsAsync(
        IReadOnlyCollection<ulong> ids, IReadOnlyDictionary<ulong, PersonalData> persons, CancellationToken cancel, string? language = null)
    {
        var today = await businessDate.CurrentAsync(cancel).ConfigureAwait(false);
        var recipients = await FactsOfAsync(ids, cancel).ConfigureAwait(false);
        var infos = (await tags.AllAsync(cancel).ConfigureAwait(false)).ToDictionary(t => t.Key);
        var values = await tags.ValuesAsync(Delivering, ids, today, cancel).ConfigureAwait(false);
        return recipients.Values.Select(r => language is null ? r : r with { Language = language }).ToDictionary(
            r => r.CustomerId,
            r =>
            {
                var person = persons.GetValueOrDefault(r.CustomerId);
                var own = values.GetValueOrDefault(r.CustomerId) ?? new Dictionary<string, object?>();
                return (r, person, RenderModel.Of(r, person, Said(own, infos, r.Language), bank, today));
            });
    }

    /// <summary>A customer reads "silver" as the bank says it, not as its tables do.</summary>
    private static Dictionary<string, object?> Said(IReadOnlyDictionary<string, object?> values, Dictionary<string, TagInfo> infos, string language) =>
        values.ToDictionary(v => v.Key, v => v.Value is string code && infos.GetValueOrDefault(v.Key)?.Named(code) is { } word ? language == "en" ? word.En : word.Zh : v.Value);
}
