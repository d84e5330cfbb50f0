using System.IO.Compression;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Zhike.Intake.Events;
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

    public static async Task<Result<byte[]>> ReadAsync(HttpRequest request, CallMemory memory)
    {
        if (HttpMethods.IsGet(request.Method))
        {
            return Unpack(request.Query["data_list"].ToString() is { Length: > 0 } many ? many : request.Query["data"].ToString(), request.Query["gzip"].ToString());
        }

        using var body = new CallBody(memory);
        if (CallBody.Refusal(await body.ReadAsync(request, FormBytesMax).ConfigureAwait(false), FormBytesMax) is { } unread)
        {
            return unread;
        }

        // Beacons send a form under text/plain, so the body is read as a form whatever it calls itself.
        var form = QueryHelpers.ParseQuery(Encoding.UTF8.GetString(body.Bytes.Span));
        return Unpack(
            form.TryGetValue("data_list", out var list) ? list.ToString() : form.TryGetValue("data", out var one) ? one.ToString() : "",
            form.TryGetValue("gzip", out var gzip) ? gzip.ToString() : "");
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
            return read > JsonBytesMax ? CallBody.Refusal(BodyState.TooLarge, JsonBytesMax)! : json[..read];
        }
        catch (InvalidDataException)
        {
            return Problem.Invalid("data_list", "begins like gzip, but is none");
        }
    }
}
