using System.Security.Cryptography;
using Zhike.Contracts.Customers;
using Zhike.Kernel;
using Zhike.Storage;
using Zhike.Storage.Facts;
using Zhike.Storage.Facts.Rows;
using PersonalRecord = Zhike.Contracts.Customers.PersonalData;

namespace Zhike.Customers.PersonalData;

/// <summary>Opens the store of sealed personal data with the keys of the key file; makes the file when there is neither key nor data.
/// Without the right key masked data shows stars, and whatever needs the data itself is refused; nothing else stops.</summary>
internal sealed class PersonalVault(IFacts facts, PersonalKeyFile file, LivePersonalRules? rules = null) : IPersonalData, ISealing, IPersonalHashes, IDisposable
{
    private static readonly Viewer Keys = Viewer.Bank("personal data key");
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(5);
    private readonly SemaphoreSlim _opening = new(1);
    private volatile PersonalKeyRing? _ring;
    private (Problem Problem, long At)? _wrong;

    public async Task<IReadOnlyDictionary<ulong, PersonalRecord>> ReadAsync(Viewer viewer, IReadOnlyCollection<ulong> customerIds, CancellationToken cancel)
    {
        if (customerIds.Count == 0)
        {
            return new Dictionary<ulong, PersonalRecord>();
        }

        var opened = await TryOpenAsync(cancel).ConfigureAwait(false);
        var ring = viewer.MaySeePersonalData ? opened.OrThrow() : opened.Ok ? opened.Value : null;
        var masks = (rules is null ? PersonalRules.Shipped : await rules.FindAsync(cancel).ConfigureAwait(false)).MasksOf(viewer.Role);
        var statement = new FactsStatement("personal data", SqlFile.Beside<PersonalVault>("PersonalData.sql")).With("customers", customerIds);
        var rows = await facts.ListAsync(viewer, statement, SealedRow.Read, cancel).ConfigureAwait(false);
        return rows.ToDictionary(r => r.Id, r => viewer.MaySeePersonalData ? Unsealed(ring!, r) : Masked(ring, r, masks));
    }

    public Task<IReadOnlyDictionary<ulong, PersonalRecord>> ReadForDeliveryAsync(IReadOnlyCollection<ulong> customerIds, CancellationToken cancel) =>
        ReadAsync(Viewer.Bank("deliver a message") with { MaySeePersonalData = true }, customerIds, cancel);

    public async Task<Func<ulong, PersonalRecord, SealedPersonalData>> OpenAsync(CancellationToken cancel)
    {
        await RingAsync(cancel).ConfigureAwait(false);
        // TRICKY: the key is asked for at each call: what is sealed after a rotation began is sealed under the new one.
        return (id, data) => Sealed(_ring!.Current, id, data);
    }

    async Task<Func<PersonalField, string, string>> IPersonalHashes.OpenAsync(CancellationToken cancel)
    {
        await RingAsync(cancel).ConfigureAwait(false);
        return (field, typed) => field switch
        {
            PersonalField.Phone => _ring!.Current.Hash(PersonalFields.Phone, PersonalFields.NormalPhone(typed)),
            PersonalField.Email => _ring!.Current.Hash(PersonalFields.Email, PersonalFields.NormalEmail(typed)),
            PersonalField.IdNumber => _ring!.Current.Hash(PersonalFields.IdNumber, PersonalFields.NormalIdNumber(typed)),
            _ => _ring!.Current.Hash(PersonalFields.Card, PersonalFields.NormalCard(typed)),
        };
    }

    /// <summary>The hashes under which somebody who typed this text may be found, under every key at hand; none without the right key.</summary>
    public async Task<SearchHashes> HashesAsync(string typed, CancellationToken cancel)
    {
        var opened = await TryOpenAsync(cancel).ConfigureAwait(false);
        return !opened.Ok ? SearchHashes.None : new SearchHashes(
            opened.Value.Hashes(PersonalFields.Name, PersonalFields.NormalName(typed)), opened.Value.Hashes(PersonalFields.Phone, PersonalFields.NormalPhone(typed)),
            opened.Value.Hashes(PersonalFields.Email, PersonalFields.NormalEmail(typed)), opened.Value.Hashes(PersonalFields.IdNumber, PersonalFields.NormalIdNumber(typed)));
    }

    /// <summary>The keys, or what is wrong with them and what can be done.</summary>
    public async Task<Result<PersonalKeyRing>> TryOpenAsync(CancellationToken cancel)
    {
        try
        {
            return await RingAsync(cancel).ConfigureAwait(false);
        }
        catch (ProblemException wrong)
        {
            return wrong.Problem;
        }
    }

    /// <summary>The key file was replaced.</summary>
    public void Use(PersonalKeyRing ring) => _ring = ring;

    /// <summary>Key ids of what is stored, of every version of a row.</summary>
    public async Task<IReadOnlyList<string>> StoredKeysAsync(CancellationToken cancel) => await facts.ListAsync(
        Keys, new FactsStatement("keys of personal data", "SELECT DISTINCT toString(key_id) FROM customer_secret_versions"), (ref RowReader row) => row.Text(), cancel).ConfigureAwait(false);

    public static SealedPersonalData Sealed(PersonalKey key, ulong id, PersonalRecord data) => new(
        key.Seal(id, PersonalFields.Name, data.Name), key.Seal(id, PersonalFields.Phone, data.Phone), key.Seal(id, PersonalFields.Email, data.Email),
        key.Seal(id, PersonalFields.IdNumber, data.IdNumber), key.Seal(id, PersonalFields.Address, data.Address),
        key.Hash(PersonalFields.Name, PersonalFields.NormalName(data.Name)), key.Hash(PersonalFields.Phone, PersonalFields.NormalPhone(data.Phone)),
        key.Hash(PersonalFields.Email, PersonalFields.NormalEmail(data.Email)), key.Hash(PersonalFields.IdNumber, PersonalFields.NormalIdNumber(data.IdNumber)),
        key.Id);

    public PersonalRecord Unsealed(PersonalKeyRing ring, SealedRow row)
    {
        if (ring.Find(row.KeyId) is not { } key)
        {
            throw Wrong($"Customer {row.Id} is sealed under the key {row.KeyId}, but {file.Path} holds the key {ring.Current.Id}.");
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

    public void Dispose() => _opening.Dispose();

    private PersonalRecord Masked(PersonalKeyRing? ring, SealedRow row, PersonalMasks masks) =>
        ring?.Find(row.KeyId) is null ? Masking.Lost(row) : Masking.Masked(Unsealed(ring, row), masks);

    private async Task<PersonalKeyRing> RingAsync(CancellationToken cancel)
    {
        if (_ring is { } ring)
        {
            return ring;
        }

        await _opening.WaitAsync(cancel).ConfigureAwait(false);
        try
        {
            // A wrong key costs a look at the store; not one for each page of customers.
            if (_wrong is { } wrong && Environment.TickCount64 - wrong.At < LookAgain.TotalMilliseconds)
            {
                throw new ProblemException(wrong.Problem);
            }

            return _ring ??= await LoadAsync(cancel).ConfigureAwait(false);
        }
        catch (ProblemException wrong)
        {
            _wrong = (wrong.Problem, Environment.TickCount64);
            throw;
        }
        finally
        {
            _opening.Release();
        }
    }

    /// <summary>A key that does not fit what is stored is refused before anything is read or written.</summary>
    private async Task<PersonalKeyRing> LoadAsync(CancellationToken cancel)
    {
        var stored = (await StoredKeysAsync(cancel).ConfigureAwait(false)).Where(id => id.Length > 0).ToList();
        if (!file.Exists)
        {
            return stored.Count == 0
                ? file.Create()
                : throw Wrong($"The personal data is sealed under the key {string.Join(", ", stored)}, but {file.Path} is missing. Put that key file back; nothing was changed.");
        }

        var ring = file.Read();
        var missing = stored.Where(id => ring.Find(id) is null).ToList();
        return missing.Count == 0
            ? ring
            : throw Wrong($"The personal data is sealed under the key {string.Join(", ", missing)}, but {file.Path} holds the key {string.Join(", ", ring.Keys.Select(k => k.Id))}. Put the right key file back; nothing was changed.");
    }

    private static ProblemException Wrong(string message) => new(new Problem(ProblemKind.Unavailable, "wrong_personal_key", message));
}

/// <summary>One customer's sealed data as it is stored.</summary>
internal sealed record SealedRow(ulong Id, string Name, string Phone, string Email, string IdNumber, string Address, string KeyId)
{
    public static SealedRow Read(ref RowReader row) => new(row.UInt64(), row.Text(), row.Text(), row.Text(), row.Text(), row.Text(), row.Text());
}

/// <summary>Empty where the typed text cannot be one; several while keys rotate.</summary>
internal sealed record SearchHashes(IReadOnlyList<string> Name, IReadOnlyList<string> Phone, IReadOnlyList<string> Email, IReadOnlyList<string> IdNumber)
{
    public static SearchHashes None { get; } = new([], [], [], []);
}
