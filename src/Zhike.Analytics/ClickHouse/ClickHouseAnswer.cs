using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Zhike.Storage.Facts;

namespace Zhike.Analytics.ClickHouse;

/// <summary>Answers as a ClickHouse server does: its headers, its compression, its errors, also in the middle of an answer.</summary>
internal static class ClickHouseAnswer
{
    /// <summary>What clients take for the server's version: the engine's.</summary>
    public const string Version = "26.7.2.1";

    public static void Head(HttpResponse response, string queryId, string format)
    {
        response.ContentType = Formats.ContentTypeOf(format);
        response.Headers["X-ClickHouse-Server-Display-Name"] = "zhike";
        response.Headers["X-ClickHouse-Query-Id"] = new string([.. queryId.Where(c => c is > ' ' and < '\x7f').Take(128)]);
        response.Headers["X-ClickHouse-Format"] = format;
        response.Headers["X-ClickHouse-Timezone"] = "UTC";
    }

    public static void Summary(HttpResponse response, FactsSummary summary, int resultBytes) =>
        response.Headers["X-ClickHouse-Summary"] = string.Create(
            CultureInfo.InvariantCulture,
            $"{{\"read_rows\":\"{summary.RowsRead}\",\"read_bytes\":\"0\",\"written_rows\":\"0\",\"written_bytes\":\"0\",\"total_rows_to_read\":\"{summary.RowsRead}\",\"result_rows\":\"0\",\"result_bytes\":\"{resultBytes}\",\"elapsed_ns\":\"{(long)(summary.Elapsed.TotalMicroseconds * 1000)}\"}}");

    /// <summary>The stream to write the answer to, compressed when the client asked for it and can read it.</summary>
    public static Stream Body(HttpContext http, bool mayCompress)
    {
        var accepted = http.Request.Headers.AcceptEncoding.ToString();
        if (mayCompress && accepted.Contains("gzip", StringComparison.OrdinalIgnoreCase))
        {
            http.Response.Headers.ContentEncoding = "gzip";
            return new GZipStream(http.Response.Body, CompressionLevel.Fastest, leaveOpen: true);
        }

        if (mayCompress && accepted.Contains("br", StringComparison.OrdinalIgnoreCase))
        {
            http.Response.Headers.ContentEncoding = "br";
            return new BrotliStream(http.Response.Body, CompressionLevel.Fastest, leaveOpen: true);
        }

        return http.Response.Body;
    }

    /// <summary>Chunks as they come. After the first byte an error can only be appended, between marks that clients look for.</summary>
    public static async Task StreamAsync(HttpContext http, bool mayCompress, IAsyncEnumerable<ReadOnlyMemory<byte>> chunks)
    {
        var tag = RandomNumberGenerator.GetString("abcdefghijklmnopqrstuvwxyz", 16);
        http.Response.Headers["X-ClickHouse-Exception-Tag"] = tag;
        Stream? body = null;
        try
        {
            await foreach (var chunk in chunks.ConfigureAwait(false))
            {
                // Opened at the first chunk: an error before it still gets a status of its own.
                body ??= Body(http, mayCompress);
                await body.WriteAsync(chunk, http.RequestAborted).ConfigureAwait(false);
            }
        }
        catch (FactsException error) when (body is not null)
        {
            var message = error.Reason + "\n";
            var marked = string.Create(CultureInfo.InvariantCulture, $"\r\n__exception__\r\n{tag}\r\n{message}{Encoding.UTF8.GetByteCount(message)} {tag}\r\n__exception__\r\n");
            await body.WriteAsync(Encoding.UTF8.GetBytes(marked), http.RequestAborted).ConfigureAwait(false);
        }
        finally
        {
            if (body is not null && body != http.Response.Body)
            {
                await body.DisposeAsync().ConfigureAwait(false);
            }
        }
    }

    public static async Task WholeAsync(HttpContext http, bool mayCompress, ReadOnlyMemory<byte> answer)
    {
        var body = Body(http, mayCompress);
        await body.WriteAsync(answer, http.RequestAborted).ConfigureAwait(false);
        if (body != http.Response.Body)
        {
            await body.DisposeAsync().ConfigureAwait(false);
        }
    }

    public static Task ErrorAsync(HttpContext http, int code, string text)
    {
        var response = http.Response;
        response.Clear();
        response.StatusCode = Refusal.StatusOf(code);
        response.ContentType = "text/plain; charset=UTF-8";
        response.Headers["X-ClickHouse-Exception-Code"] = code.ToString(CultureInfo.InvariantCulture);
        if (response.StatusCode == StatusCodes.Status401Unauthorized)
        {
            response.Headers.WWWAuthenticate = "Basic realm=\"ClickHouse server HTTP API\"";
        }

        return response.WriteAsync(text + "\n", http.RequestAborted);
    }
}
