namespace Zhike.Storage.Facts.Remote;

/// <summary>Where a ClickHouse server answers, and as whom: "https://user:password@host:8443/database".</summary>
/// <param name="Address">Scheme, host, port and, behind a gateway, the path before the database; no user.</param>
public sealed record HttpFactsConnection(Uri Address, string User, string Password, string Database)
{
    /// <exception cref="InvalidOperationException">Not such an address; the message names the option.</exception>
    public static HttpFactsConnection Parse(string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https"))
        {
            throw Malformed("it is no http or https address");
        }

        var segments = uri.AbsolutePath.Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (segments.Length == 0)
        {
            throw Malformed("it names no database");
        }

        var user = uri.UserInfo.Split(':', 2);
        var gateway = string.Concat(segments[..^1].Select(s => $"{s}/"));
        try
        {
            return new HttpFactsConnection(
                new Uri($"{uri.Scheme}://{uri.Authority}/{gateway}"),
                user[0].Length == 0 ? "default" : Uri.UnescapeDataString(user[0]),
                user.Length > 1 ? Uri.UnescapeDataString(user[1]) : "",
                FactsNames.Checked(segments[^1]));
        }
        catch (ArgumentException problem)
        {
            throw Malformed(problem.Message);
        }
    }

    /// <summary>Without the password: for logs.</summary>
    public override string ToString() => $"{Address}{Database} as {User}";

    private static InvalidOperationException Malformed(string why) => new(
        $"Facts:Connection must be empty (the engine in this process) or a ClickHouse server such as \"https://user:password@host:8443/database\": {why}.");
}
