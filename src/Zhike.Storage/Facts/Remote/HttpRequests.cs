using System.Globalization;
using System.IO.Compression;
using System.Net.Http.Headers;
using System.Text;

namespace Zhike.Storage.Facts.Remote;

/// <summary>Statements as requests of the ClickHouse HTTP interface.</summary>
internal static class HttpRequests
{
    /// <summary>Larger than this, parameters travel in the body: a gateway may cut long addresses.</summary>
    private const int ParametersInAddressMax = 4 << 10;

    private const int CompressedFromBytes = 1 << 10;

    public static HttpRequestMessage Statement(HttpFactsConnection connection, FactsStatement statement, string queryId, string? format, bool wholeAnswer)
    {
        var settings = Settings(connection, statement.Limits, queryId);
        if (format is not null)
        {
            settings.Add(("default_format", format));
        }

        // An answer that is held until it is whole fails with a status; a streamed one is stopped when its reader goes away.
        settings.Add(wholeAnswer ? ("wait_end_of_query", "1") : ("cancel_http_readonly_queries_on_client_close", "1"));
        var parameters = statement.Parameters.Select(p => (Name: $"param_{p.Key}", p.Value)).ToList();
        if (parameters.Sum(p => p.Name.Length + p.Value.Length) <= ParametersInAddressMax)
        {
            return Request(connection, settings.Concat(parameters), Text(statement.Sql));
        }

        var form = new MultipartFormDataContent { { new StringContent(statement.Sql), "query" } };
        foreach (var (name, value) in parameters)
        {
            form.Add(new StringContent(value), name);
        }

        return Request(connection, settings, form);
    }

    public static HttpRequestMessage Insert(HttpFactsConnection connection, FactsInsert insert, string queryId, InsertRows rows)
    {
        var settings = Settings(connection, insert.Limits, queryId);
        settings.Add(("wait_end_of_query", "1"));
        settings.Add(("query", $"{FactsNames.InsertSql(insert)} FORMAT {FactsNames.Checked(insert.Format)}"));
        var request = Request(connection, settings, new InsertContent(rows));
        // So that a refusal (a wrong password, an unknown table) is heard before the rows are on their way.
        request.Headers.ExpectContinue = true;
        return request;
    }

    private static List<(string Name, string Value)> Settings(HttpFactsConnection connection, FactsLimits limits, string queryId)
    {
        List<(string, string)> settings =
        [
            ("database", connection.Database),
            ("query_id", queryId),
            ("enable_http_compression", "1"),
            ("max_memory_usage", limits.MemoryBytesMax.ToString(CultureInfo.InvariantCulture)),
            ("max_execution_time", Math.Max(0.001, limits.TimeMax.TotalSeconds).ToString(CultureInfo.InvariantCulture)),
            .. FactsNames.Settings,
        ];
        if (limits.Threads > 0)
        {
            settings.Add(("max_threads", limits.Threads.ToString(CultureInfo.InvariantCulture)));
        }

        return settings;
    }

    private static HttpRequestMessage Request(HttpFactsConnection connection, IEnumerable<(string Name, string Value)> address, HttpContent content)
    {
        var query = string.Join('&', address.Select(p => $"{p.Name}={Uri.EscapeDataString(p.Value)}"));
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri(connection.Address, $"?{query}")) { Content = content };
        request.Headers.Add("X-ClickHouse-User", connection.User);
        if (connection.Password.Length > 0)
        {
            request.Headers.Add("X-ClickHouse-Key", connection.Password);
        }

        return request;
    }

    private static ByteArrayContent Text(string sql)
    {
        var bytes = Encoding.UTF8.GetBytes(sql);
        if (bytes.Length < CompressedFromBytes)
        {
            return new ByteArrayContent(bytes) { Headers = { ContentType = new MediaTypeHeaderValue("text/plain", "utf-8") } };
        }

        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(bytes);
        }

        return new ByteArrayContent(packed.ToArray()) { Headers = { ContentType = new MediaTypeHeaderValue("text/plain", "utf-8"), ContentEncoding = { "gzip" } } };
    }
}
