using System.Security.Cryptography;
using Zhike.Contracts.Customers;
using Zhike.Kernel;
using Zhike.Storage;
using Zhike.Storage.Facts;
using Zhike.Storage.Facts.Rows;
using PersonalRecord = Zhike.Contracts.Customers.PersonalData;

namespace Zhike.Customers.PersonalData;

/// <summary>Opens the store of sealed personal data with the key file; makes the file when there is neither key nor data.</summary>
internal sealed class PersonalVault(IFacts facts, PersonalKeyFile file) : IPersonalData, ISealing, IPersonalHashes, IDisposable
{
    private static readonly Viewer Keys = Viewer.Bank("personal data key");
    private readonly SemaphoreSlim _opening = new(1);
    private PersonalKey? _key;

    public async Task<IReadOnlyDictionary<ulong, PersonalRecord>> ReadAsync(Viewer viewer, IReadOnlyCollection<ulong> customerIds, CancellationToken cancel)
    {
        if (customerIds.Count == 0)
        {
            return new Dictionary<ulong, PersonalRecord>();
        }

        var key = await KeyAsync(cancel).ConfigureAwait(false);
        var statement = new FactsStatement("personal data", SqlFile.Beside<PersonalVault>("PersonalData.sql")).With("customers", customerIds);
        var rows = await facts.ListAsync(viewer, statement, Read, cancel).ConfigureAwait(false);
        return rows.ToDictionary(r => r.Id, r => viewer.MaySeePersonalData ? Unsealed(key, r) : Masking.Masked(Unsealed(key, r)));
    }

    public Task<IReadOnlyDictionary<ulong, PersonalRecord>> ReadForDeliveryAsync(IReadOnlyCollection<ulong> customerIds, CancellationToken cancel) =>
        ReadAsync(Viewer.Bank("deliver a message") with { MaySeePersonalData = true }, customerIds, cancel);

    public async Task<Func<ulong, PersonalRecord, SealedPersonalData>> OpenAsync(CancellationToken cancel)
    {
        var key = await KeyAsync(cancel).ConfigureAwait(false);
        return (id, data) => new SealedPersonalData(
            key.Seal(id, PersonalFields.Name, data.Name), key.Seal(id, PersonalFields.Phone, data.Phone), key.Seal(id, PersonalFields.Email, data.Email),
            key.Seal(id, PersonalFields.IdNumber, data.IdNumber), key.Seal(id, PersonalFields.Address, data.Address),
            key.Hash(PersonalFields.Name, PersonalFields.NormalName(data.Name)), key.Hash(PersonalFields.Phone, PersonalFields.NormalPhone(data.Phone)),
            key.Hash(PersonalFields.Email, PersonalFields.NormalEmail(data.Email)), key.Hash(PersonalFields.IdNumber, PersonalFields.NormalIdNumber(data.IdNumber)),
            key.Id);
    }

    async Task<Func<PersonalField, string, string>> IPersonalHashes.OpenAsync(CancellationToken cancel)
    {
        var key = await KeyAsync(cancel).ConfigureAwait(false);
        return (field, typed) => field switch
        {
            PersonalField.Phone => key.Hash(PersonalFields.Phone, PersonalFields.NormalPhone(typed)),
            PersonalField.Email => key.Hash(PersonalFields.Email, PersonalFields.NormalEmail(typed)),
            PersonalField.IdNumber => key.Hash(PersonalFields.IdNumber, PersonalFields.NormalIdNumber(typed)),
            _ => key.Hash(PersonalFields.Card, PersonalFields.NormalCard(typed)),
        };
    }

    /// <summary>The hashes under which somebody who typed this text may be found: name, phone, e-mail, identity number.</summary>
    public async Task<SearchHashes> HashesAsync(string typed, CancellationToken cancel)
    {
        var key = await KeyAsync(cancel).ConfigureAwait(false);
        return new SearchHashes(
            key.Hash(PersonalFields.Name, PersonalFields.NormalName(typed)), key.Hash(PersonalFields.Phone, PersonalFields.NormalPhone(typed)),
            key.Hash(PersonalFields.Email, PersonalFields.NormalEmail(typed)), key.Hash(PersonalFields.IdNumber, PersonalFields.NormalIdNumber(typed)));
    }

    public void Dispose() => _opening.Dispose();

    private async Task<PersonalKey> KeyAsync(CancellationToken cancel)
    {
        if (_key is not null)
        {
            return _key;
        }

        await _opening.WaitAsync(cancel).ConfigureAwait(false);
        try
        {
            return _key ??= await LoadAsync(cancel).ConfigureAwait(false);
        }
        finally
        {
            _opening.Release();
        }
    }

    /// <summary>A key that does not fit what is stored is refused before anything is read or written.</summary>
    private async Task<PersonalKey> LoadAsync(CancellationToken cancel)
    {
        var stored = await facts.ListAsync(
            Keys, new FactsStatement("keys of personal data", "SELECT DISTINCT toString(key_id) FROM customer_secret_versions"), (ref RowReader row) => row.Text(), cancel).ConfigureAwait(false);
        if (!file.Exists)
        {
            return stored.Count == 0
                ? file.Create()
                : throw Wrong($"The personal data is sealed under the key {string.Join(", ", stored)}, but {file.Path} is missing. Put that key file back; nothing was changed.");
        }

        var key = file.Read();
        return stored.All(id => id == key.Id)
            ? key
            : throw Wrong($"The personal data is sealed under the key {string.Join(", ", stored.Where(id => id != key.Id))}, but {file.Path} holds the key {key.Id}. Put the right key file back; nothing was changed.");
    }

    private static ProblemException Wrong(string message) => new(new Problem(ProblemKind.Unavailable, "wrong_personal_key", message));

    private PersonalRecord Unsealed(PersonalKey key, SealedRow row)
    {
        if (row.KeyId != key.Id)
        {
            throw Wrong($"Customer {row.Id} is sealed under the key {row.KeyId}, but {file.Path} holds the key {key.Id}.");
        }

        try
        {
            return new PersonalRecord(
                key.Unseal(row.Id, PersonalFields.Name, row.Name), key.Unseal(row.Id, PersonalFields.Phone, row.Phone), key.Unseal(row.Id, PersonalFields.Email, row.Email),
                key.Unseal(row.Id, PersonalFields.IdNumber, row.IdNumber), key.Unseal(row.Id, PersonalFields.Address, row.Address));
        }
        catch (CryptographicException)
        {
            throw new ProblemException(new Problem(ProblemKind.Unavailable, "personal_data_damaged", $"The personal data of customer {row.Id} does not open under the key {key.Id}: it was changed after it was sealed."));
        }
    }

    private static SealedRow Read(ref RowReader row) =>
        new(row.UInt64(), row.Text(), row.Text(), row.Text(), row.Text(), row.Text(), row.Text());

    private sealed record SealedRow(ulong Id, string Name, string Phone, string Email, string IdNumber, string Address, string KeyId);
}

/// <summary>Empty where the typed text cannot be one.</summary>
internal sealed record SearchHashes(string Name, string Phone, string Email, string IdNumber);
