using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Extensions.Primitives;

namespace Zhike.Host.Http;

/// <summary>A file that was built with the program and is sent as it is, in the smallest form that was made of it.</summary>
internal static class ShippedFile
{
    public const string ForAYear = "public, max-age=31536000, immutable";
    public const string ForAnHour = "public, max-age=3600";
    public const string AskEveryTime = "no-cache";
    public static readonly string[] Reading = [HttpMethods.Get, HttpMethods.Head];
    private static readonly FileExtensionContentTypeProvider Types = new();

    /// <summary>The file of that path in the folder; null when there is none, or when the path leads out of it.</summary>
    public static string? Inside(string folder, string path)
    {
        var file = Path.GetFullPath(Path.Combine(folder, path.TrimStart('/')));
        return file.StartsWith(folder + Path.DirectorySeparatorChar, StringComparison.Ordinal) && File.Exists(file) ? file : null;
    }

    public static async Task SendAsync(HttpContext http, string file, string caching)
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
