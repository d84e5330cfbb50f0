using System.Collections.Immutable;

namespace Zhike.Customers.PersonalData;

/// <summary>The keys at hand: the newest seals and hashes, every one opens and is looked up.</summary>
internal sealed class PersonalKeyRing(ImmutableArray<PersonalKey> keys)
{
    /// <summary>The oldest first; at least one.</summary>
    public ImmutableArray<PersonalKey> Keys { get; } = keys;

    public PersonalKey Current => Keys[^1];

    public PersonalKey? Find(string id) => Keys.FirstOrDefault(k => k.Id == id);

    /// <summary>Under every key, the newest first; empty where there is nothing to hash.</summary>
    public IReadOnlyList<string> Hashes(string field, string normalised) =>
        normalised.Length == 0 ? [] : [.. Keys.Reverse().Select(k => k.Hash(field, normalised))];
}
