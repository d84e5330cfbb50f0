using System.Collections.Immutable;
using Zhike.Customers.Documents;

namespace Zhike.Customers.Identity.Rules;

internal enum IdentityRole
{
    /// <summary>Joins everything it is linked with to one person.</summary>
    Key,

    /// <summary>A thing that people use: it carries their behaviour, and merges nobody.</summary>
    Carrier,

    /// <summary>Suggests that two are one; a person decides.</summary>
    Hint,
}

/// <param name="Priority">The smaller is believed first.</param>
/// <param name="PerPerson">With more than this nothing merges by itself. Of no meaning for carriers.</param>
internal sealed record IdentityKind(string Kind, LocalText Name, IdentityRole Role, int Priority, int PerPerson);

/// <summary>Which identities count, and for what.</summary>
/// <param name="BlockedPattern">One regular expression, or empty.</param>
internal sealed record IdentityRules(
    ImmutableArray<IdentityKind> Kinds, ImmutableArray<string> BlockedValues, string BlockedPattern, ImmutableArray<string> BlockedPhones, ImmutableArray<string> TrustedSources)
{
    public bool TrustsAll => TrustedSources.Contains("*");
}
