using Zhike.Contracts.Http;
using Zhike.Host.Bank;
using Zhike.Host.Options;
using Zhike.Kernel;

namespace Zhike.Host.Http;

/// <summary>What customers' pages load: zhike.js for every bank, and on a demo bank the page that plays a customer.</summary>
internal static class PageFiles
{
    private const string DemoPage = "/demo/h5";

    public static void MapPages(this IEndpointRouteBuilder routes, ZhikeOptions options)
    {
        routes.MapMethods("/sdk/{name}", ShippedFile.Reading, (string name, HttpContext http) => SdkAsync(http, options.SdkFolder, name))
            .AllowAnonymous().ExcludeFromDescription();
        routes.MapMethods(DemoPage + "/{*path}", ShippedFile.Reading, (string? path, HttpContext http, BankState state) => DemoAsync(http, options.DemoFolder, path ?? "", state))
            .AllowAnonymous().ExcludeFromDescription();
    }

    /// <summary>Pages of any origin load it. With a version in its address it never changes; without, a new one arrives within the hour.</summary>
    private static Task SdkAsync(HttpContext http, string? folder, string name)
    {
        http.Response.Headers.AccessControlAllowOrigin = "*";
        http.Response.Headers["Cross-Origin-Resource-Policy"] = "cross-origin";
        return SendAsync(http, folder, name, http.Request.Query.ContainsKey("v") ? ShippedFile.ForAYear : ShippedFile.ForAnHour);
    }

    private static async Task DemoAsync(HttpContext http, string? folder, string path, BankState state)
    {
        if (folder is null || !await state.IsDemoAsync(http.RequestAborted))
        {
            await Problem.NotFound("address", http.Request.Path).ToHttp().ExecuteAsync(http);
            return;
        }

        if (path.Length == 0 && !http.Request.Path.Value!.EndsWith('/'))
        {
            // The page names its files beside itself.
            http.Response.Redirect($"{DemoPage}/{http.Request.QueryString}");
            return;
        }

        await SendAsync(http, Path.Combine(folder, "h5"), path.Length == 0 ? "index.html" : path, ShippedFile.AskEveryTime);
    }

    private static Task SendAsync(HttpContext http, string? folder, string path, string caching) =>
        folder is not null && ShippedFile.Inside(folder, path) is { } file
            ? ShippedFile.SendAsync(http, file, caching)
            : Problem.NotFound("file", http.Request.Path).ToHttp().ExecuteAsync(http);
}
