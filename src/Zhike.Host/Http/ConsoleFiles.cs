using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Extensions.Primitives;
using Zhike.Contracts.Http;
using Zhike.Host.Options;
using Zhike.Kernel;

namespace Zhike.Host.Http;

/// <summary>The built console: files that were compressed when it was built, names with a hash kept by browsers for a year,
/// and the page itself for every path of its own routes.</summary>
public static class ConsoleFiles
{
    private const string ForAYear = "public, max-age=31536000, immutable";
    private const string AskEveryTime = "no-cache";
    private static readonly string[] ServerPaths = ["/api", "/v1", "/openapi", "/health", "/clickhouse"];
    private static readonly FileExtensionContentTypeProvider Types = new();

    private static readonly string[] Reading = [HttpMethods.Get, HttpMethods.Head];

    public static void MapConsole(this IEndpointRouteBuilder routes, ZhikeOptions options) =>
        routes.MapMethods("{*path}", Reading, http => AnswerAsync(http, options.ConsoleFolder))
            .WithOrder(int.MaxValue).AllowAnonymous().ExcludeFromDescription();

    private static async Task AnswerAsync(HttpContext http, string? folder)
    {
        var path = http.Request.Path;
        if (ServerPaths.Any(p => path.StartsWithSegments(p, StringComparison.OrdinalIgnoreCase)))
        {
            await Problem.NotFound("address", path).ToHttp().ExecuteAsync(http);
            return;
        }

        if (folder is null || !File.Exists(Path.Combine(folder, "index.html")))
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            await http.Response.WriteAsync("The console is not built. Run ./zhike up, or npm run build in console/. The API is at /openapi/v1.json.\n", http.RequestAborted);
            return;
        }

        var file = Path.GetFullPath(Path.Combine(folder, path.Value!.TrimStart('/')));
        var inside = file.StartsWith(folder + Path.DirectorySeparatorChar, StringComparison.Ordinal);
        if (!inside || !File.Exists(file))
        {
            if (Path.HasExtension(path.Value))
            {
                await Problem.NotFound("file", path).ToHttp().ExecuteAsync(http);
                return;
            }

            file = Path.Combine(folder, "index.html");
        }

        await SendAsync(http, file, path.StartsWithSegments("/assets", StringComparison.Ordinal) ? ForAYear : AskEveryTime);
    }

    private static async Task SendAsync(HttpContext http, string file, string caching)
    {
        var (encoded, encoding) = Encoded(file, http.Request.Headers.AcceptEncoding);
        var tag = $"\"{File.GetLastWriteTimeUtc(encoded).Ticks:x}-{new FileInfo(encoded).Length:x}\"";
        var headers = http.Response.Headers;
        headers.CacheControl = caching;
        headers.ETag = tag;
        headers.Vary = "Accept-Encoding";
        if (http.Request.Headers.IfNoneMatch == tag)
        {
            http.Response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        if (encoding is not null)
        {
            headers.ContentEncoding = encoding;
        }

        http.Response.ContentType = Types.TryGetContentType(file, out var type)
            ? type is "text/html" or "text/css" or "text/javascript" ? $"{type}; charset=utf-8" : type
            : "application/octet-stream";
        http.Response.ContentLength = new FileInfo(encoded).Length;
        if (!HttpMethods.IsHead(http.Request.Method))
        {
            await http.Response.SendFileAsync(encoded, http.RequestAborted);
        }
    }

    /// <summary>The smallest form of the file that is there and that the browser takes.</summary>
    private static (string File, string? Encoding) Encoded(string file, StringValues accepted)
    {
        foreach (var (encoding, suffix) in new[] { ("br", ".br"), ("gzip", ".gz") })
        {
            if (accepted.ToString().Contains(encoding, StringComparison.OrdinalIgnoreCase) && File.Exists(file + suffix))
            {
                return (file + suffix, encoding);
            }
        }

        return (file, null);
    }
}
