using Zhike.Kernel;

namespace Zhike.Contracts.Access;

/// <summary>Sign-in by access token where a protocol carries it elsewhere than in "Authorization: Bearer". The host implements it.</summary>
public interface ITokenSignIn
{
    /// <summary>Refused with the reason (unknown, expired, revoked, inactive staff) when it does not open the door.</summary>
    Task<Result<TokenHolder>> SignInAsync(string token, string purpose, CancellationToken cancel);
}

/// <summary>Whose token it is. Personal data stays masked for the viewer.</summary>
public sealed record TokenHolder(Viewer Viewer, IReadOnlySet<Permission> Permissions);
