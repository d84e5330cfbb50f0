using Zhike.Host.Options;

namespace Zhike.Host.SignIn;

/// <summary>The only cookie there is: unreadable for scripts, never sent along from other sites.</summary>
internal static class SessionCookie
{
    public const string Name = "zhike_session";

    public static void Set(HttpContext http, string value, SignInOptions options) => http.Response.Cookies.Append(Name, value, Shape(http, options));

    public static void Clear(HttpContext http, SignInOptions options) => http.Response.Cookies.Delete(Name, Shape(http, options));

    private static CookieOptions Shape(HttpContext http, SignInOptions options) => new()
    {
        HttpOnly = true,
        SameSite = SameSiteMode.Strict,
        Secure = options.SecureCookie || http.Request.IsHttps,
        Path = "/",
        IsEssential = true,
    };
}
