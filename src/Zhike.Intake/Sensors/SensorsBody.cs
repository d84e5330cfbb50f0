using System.Buffers;
using System.IO.Compression;
using Microsoft.AspNetCore.Http;
using Zhike.Kernel;

namespace Zhike.Intake.Sensors;

/// <summary>Takes the messages out of a request of the Sensors (神策) format: "data" (one) or "data_list" (many), base64 of JSON, packed
/// with gzip where "gzip" is 1; in the query, or in a form.</summary>
internal static class SensorsBody
{
    /// <summary>Of the form, packed and in base64.</summary>
    public const int FormBytesMax = 1 << 20;

    /// <summary>Of the JSON, unpacked.</summary>
    public const int JsonBytesMax = 2 << 20;

    public static async Task<Result<byte[]>> ReadAsync(HttpRequest request)
    {
        if (HttpMethods.IsGet(request.Method))
        {
            return Unpack(request.Query["data_list"].ToString() is { Length: > 0 } many ? many : request.Query["data"].ToString(), request.Query["gzip"].ToString());
        }

        if (request.ContentLength > FormBytesMax)
        {
            return TooLarge();
        }

        var text = await ReadTextAsync(request).ConfigureAwait(false);
        if (text is null)
        {
            return TooLarge();
        }

        // Beacons send a form under text/plain, so the body is read as a form whatever it calls itself.
        var form = Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(text);
        return Unpack(form.TryGetValue("data_list", out var list) ? list.ToString() : form.TryGetValue("data", out var one) ? one.ToString() : "", form.TryGetValue("gzip", out var gzip) ? gzip.ToString() : "");
    }

    private static Result<byte[]> Unpack(string base64, string gzip)
    {
        if (base64.Length == 0)
        {
            return Problem.Invalid("data", "or data_list must hold the messages: base64 of JSON");
        }

        var bytes = new byte[base64.Length];
        if (!Convert.TryFromBase64String(base64, bytes, out var length))
        {
            return Problem.Invalid("data", "is not base64");
        }

        var packed = length > 2 && bytes[0] == 0x1f && bytes[1] == 0x8b;
        if (!packed)
        {
            return gzip is "1" ? Problem.Invalid("gzip", "is 1, but data_list is not packed with gzip") : bytes[..length];
        }

        try
        {
            using var stream = new GZipStream(new MemoryStream(bytes, 0, length), CompressionMode.Decompress);
            var json = new byte[JsonBytesMax + 1];
            var read = stream.ReadAtLeast(json, json.Length, throwOnEndOfStream: false);
            return read > JsonBytesMax ? TooLarge() : json[..read];
        }
        catch (InvalidDataException)
        {
            return Problem.Invalid("data_list", "begins like gzip, but is none");
        }
    }

    private static async Task<string?> ReadTextAsync(HttpRequest request)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(FormBytesMax + 1);
        try
        {
            var read = await request.Body.ReadAtLeastAsync(buffer.AsMemory(0, FormBytesMax + 1), FormBytesMax + 1, throwOnEndOfStream: false, request.HttpContext.RequestAborted).ConfigureAwait(false);
            return read > FormBytesMax ? null : System.Text.Encoding.UTF8.GetString(buffer, 0, read);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static Problem TooLarge() => new(
        ProblemKind.LimitExceeded, "body_too_long", $"A request may hold {FormBytesMax} bytes, and {JsonBytesMax} bytes of JSON once unpacked.");
}
