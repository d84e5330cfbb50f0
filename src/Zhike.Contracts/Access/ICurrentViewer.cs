using Zhike.Kernel;

namespace Zhike.Contracts.Access;

/// <summary>The person behind the request, from a session or a token. Scoped to the request.</summary>
public interface ICurrentViewer
{
    /// <summary>Staff number.</summary>
    string Staff { get; }

    string NameZh { get; }

    IReadOnlySet<Permission> Permissions { get; }

    /// <summary>Personal data stays masked in it: unmasking is a request of its own, recorded, see <see cref="UnmaskingViewer"/>.</summary>
    Viewer Viewer(string purpose);

    /// <summary>For a recorded look at personal data; refused without <see cref="Permission.ViewPersonalData"/>.</summary>
    Result<Viewer> UnmaskingViewer(string purpose);
}
