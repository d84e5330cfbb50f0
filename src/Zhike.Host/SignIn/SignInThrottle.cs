using System.Collections.Concurrent;
using Zhike.Host.Options;

namespace Zhike.Host.SignIn;

/// <summary>Slows down who guesses passwords: a user, or an address, with too many failures waits. In memory: a restart
/// costs the guesser more than it gives.</summary>
public sealed class SignInThrottle(WallClock wall, ZhikeOptions options)
{
    /// <summary>Past this many keys the oldest failures are forgotten first, so that a flood of names cannot fill the memory.</summary>
    private const int KeysMax = 20_000;

    private readonly ConcurrentDictionary<string, Failures> _failures = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>How long the caller must wait; zero when it may try.</summary>
    public TimeSpan WaitOf(string user, string address)
    {
        var byUser = Wait($"user:{user}", options.SignIn.AttemptsMax);
        var byAddress = Wait($"address:{address}", options.SignIn.AttemptsMax * SignInOptions.AddressFactor);
        return byUser > byAddress ? byUser : byAddress;
    }

    public void Failed(string user, string address)
    {
        if (_failures.Count > KeysMax)
        {
            foreach (var key in _failures.OrderBy(f => f.Value.Since).Take(KeysMax / 10).Select(f => f.Key).ToList())
            {
                _failures.TryRemove(key, out _);
            }
        }

        Count($"user:{user}");
        Count($"address:{address}");
    }

    public void Succeeded(string user) => _failures.TryRemove($"user:{user}", out _);

    private TimeSpan Wait(string key, int attemptsMax)
    {
        if (!_failures.TryGetValue(key, out var failures) || failures.Count < attemptsMax)
        {
            return TimeSpan.Zero;
        }

        var rest = failures.Since + options.SignIn.Wait - wall.Now;
        return rest > TimeSpan.Zero ? rest : TimeSpan.Zero;
    }

    private void Count(string key) => _failures.AddOrUpdate(
        key,
        _ => new Failures(1, wall.Now),
        (_, old) => old.Since + options.SignIn.Wait <= wall.Now ? new Failures(1, wall.Now) : new Failures(old.Count + 1, wall.Now));

    /// <param name="Since">The latest failure: each one starts the wait anew.</param>
    private sealed record Failures(int Count, DateTimeOffset Since);
}
