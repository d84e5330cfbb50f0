using System.Globalization;
using Zhike.Host.Options;
using Zhike.Host.Staff;
using Zhike.Kernel;
using Zhike.Storage.Audit;

namespace Zhike.Host.SignIn;

/// <summary>Checks a password, slowed down for who fails too often; every try is in the audit trail.</summary>
public sealed class SignInDesk(StaffRegister staff, Sessions sessions, SignInThrottle throttle, IAudit audit, ZhikeOptions options)
{
    public const string Wrong = "wrong_credentials";

    public SignInOptions Options => options.SignIn;

    /// <summary>The cookie's value.</summary>
    public async Task<Result<string>> SignInAsync(Credentials credentials, string address, CancellationToken cancel)
    {
        var (user, password) = (credentials.User ?? "", credentials.Password ?? "");
        if (user.Length is 0 or > 100 || password.Length is 0 or > 200)
        {
            return Problem.Invalid(user.Length is 0 or > 100 ? "user" : "password", "must be given");
        }

        if (throttle.WaitOf(user, address) is var wait && wait > TimeSpan.Zero)
        {
            return new Problem(ProblemKind.LimitExceeded, "too_many_attempts", $"Too many wrong passwords. Try again in {Math.Ceiling(wait.TotalMinutes)} minutes.");
        }

        var person = await staff.FindAsync(user, cancel);
        if (!StaffRegister.PasswordMatches(person, password))
        {
            throttle.Failed(user, address);
            // Whoever mistakes the user field for the password field must not leave a password in the trail.
            await audit.RecordAsync(new AuditEntry(person?.Number ?? "unknown", "sign_in_refused", $"staff/{person?.Number ?? "unknown"}", $"from {address}"), cancel);
            return new Problem(ProblemKind.Forbidden, Wrong, "User or password is wrong.");
        }

        throttle.Succeeded(user);
        await staff.SignedInAsync(person!.Number, cancel);
        var (value, _) = await sessions.BeginAsync(person.Number, address, cancel);
        await audit.RecordAsync(new AuditEntry(person.Number, "signed_in", $"staff/{person.Number}", $"from {address}"), cancel);
        return value;
    }

    public string RetryAfterSeconds(Credentials credentials, string address) =>
        Math.Ceiling(throttle.WaitOf(credentials.User ?? "", address).TotalSeconds).ToString(CultureInfo.InvariantCulture);
}
