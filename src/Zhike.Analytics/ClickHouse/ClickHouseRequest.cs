using System.Collections.Immutable;
using System.IO.Compression;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Zhike.Analytics.ClickHouse;

/// <summary>What a client of the ClickHouse HTTP interface asks: the statement (the "query" parameter, the body, or one after
/// the other), its parameters (param_*), its settings (every other name), and how to answer.</summary>
internal sealed record ClickHouseRequest(
    string Sql, ImmutableSortedDictionary<string, string> Parameters, IReadOnlyList<KeyValuePair<string, string>> Settings,
    string DefaultFormat, string QueryId, bool MayCompress)
{
    public const int SqlBytesMax = 1 << 20;

    public static async Task<ClickHouseRequest> ReadAsync(HttpRequest http, Func<string> newId, CancellationToken cancel)
    {
        var fields = http.Query.Select(q => KeyValuePair.Create(q.Key, q.Value.ToString())).ToList();
        var body = "";
        // TRICKY: curl calls any body a urlencoded form; only a multipart one is a form here, as at a ClickHouse server.
        if (http.ContentType?.StartsWith("multipart/form-data", StringComparison.OrdinalIgnoreCase) == true)
        {
            var form = await http.ReadFormAsync(cancel).ConfigureAwait(false);
            fields.AddRange(form.Select(f => KeyValuePair.Create(f.Key, f.Value.ToString())));
        }
        else if (!HttpMethods.IsGet(http.Method))
        {
            body = await BodyAsync(http, cancel).ConfigureAwait(false);
        }

        string? Find(string name) => fields.FindLast(f => f.Key == name) is { Key: not null } found ? found.Value : null;
        return new ClickHouseRequest(
            string.Join('\n', new[] { Find("query"), body }.Where(part => !string.IsNullOrWhiteSpace(part))),
            fields.Where(f => f.Key.StartsWith("param_", StringComparison.Ordinal))
                .GroupBy(f => f.Key["param_".Length..], StringComparer.Ordinal)
                .ToImmutableSortedDictionary(g => g.Key, g => g.Last().Value, StringComparer.Ordinal),
            [.. fields.Where(f => f.Key is not ("query" or "query_id" or "database" or "default_format") && !f.Key.StartsWith("param_", StringComparison.Ordinal))],
            Find("default_format") ?? http.Headers["X-ClickHouse-Format"].FirstOrDefault() ?? "TabSeparated",
            Find("query_id") is { Length: > 0 } id ? id : newId(),
            Find("enable_http_compression") is "1" or "true");
    }

    private static async Task<string> BodyAsync(HttpRequest http, CancellationToken cancel)
    {
        var packed = http.Body;
        Stream plain = http.Headers.ContentEncoding.ToString() switch
        {
            "" or "identity" => packed,
            "gzip" => new GZipStream(packed, CompressionMode.Decompress),
            "deflate" => new ZLibStream(packed, CompressionMode.Decompress),
            "br" => new BrotliStream(packed, CompressionMode.Decompress),
            var other => throw Refusal.BadArguments($"A body may be gzip, deflate or br, not {other}"),
        };

        // One byte more than is allowed tells a statement of just that size from a larger one.
        var bytes = new byte[SqlBytesMax + 1];
        try
        {
            var length = await plain.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancel).ConfigureAwait(false);
            return length <= SqlBytesMax
                ? Encoding.UTF8.GetString(bytes, 0, length)
                : throw Refusal.TooLarge($"A statement may have {SqlBytesMax} bytes");
        }
        catch (InvalidDataException problem)
        {
            throw Refusal.BadArguments($"The body is not what its Content-Encoding says: {problem.Message}");
        }
    }
}
