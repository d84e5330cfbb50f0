using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Zhike.Analytics.Tests.ClickHouse;

public sealed class EndpointTests(AnalyticsHost host) : IClassFixture<AnalyticsHost>, IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { AutomaticDecompression = DecompressionMethods.None }) { BaseAddress = new Uri(host.Address, "/clickhouse/") };

    [Fact]
    public async Task It_answers_a_ping_without_a_token() => (await _http.GetStringAsync(new Uri("ping", UriKind.Relative))).ShouldBe("Ok.\n");

    [Theory]
    [InlineData("bank", "4\n")]
    [InlineData("prague", "3\n")]
    [InlineData("m0101", "1\n")]
    public async Task A_viewer_counts_the_customers_of_their_scope(string token, string count)
    {
        (await AskAsync("SELECT count() FROM customers", token)).ShouldBe(count);
        (await AskAsync("SELECT uniq(customer_id) FROM transactions", token)).ShouldBe(count);
        (await AskAsync("SELECT uniq(customer_id) FROM segment_members WHERE segment_id = 'all'", token)).ShouldBe(count);
        (await AskAsync("SELECT uniq(customer_id) FROM tag_values WHERE balance = 10", token)).ShouldBe(count);
    }

    [Fact]
    public async Task A_tag_published_later_appears_in_the_view()
    {
        await AskAsync("SELECT * FROM tag_values", "bank");
        await host.Facts.ExecuteAsync(Kernel.Viewer.Bank("test"), new("publish", "ALTER TABLE tag_values ADD COLUMN IF NOT EXISTS later String DEFAULT 'x'"), default);

        (await AskAsync("SELECT DISTINCT later FROM tag_values", "bank")).ShouldBe("x\n");
    }

    [Fact]
    public async Task What_says_who_somebody_is_stays_out()
    {
        var columns = await AskAsync("DESCRIBE TABLE customers", "bank") + await AskAsync("DESC events", "bank") + await AskAsync("DESCRIBE transactions", "bank");

        columns.ShouldNotContain("birth_date");
        columns.ShouldNotContain("attributes");
        columns.ShouldNotContain("anonymous_id");
        columns.ShouldNotContain("counterparty_account");
        (await AskAsync("SELECT name, properties FROM events ORDER BY name", "bank")).ShouldBe("app_login\t{\"page\":\"home\"}\nidentify\t{}\n");
    }

    [Fact]
    public async Task The_token_may_stand_wherever_clients_put_a_password()
    {
        var basic = new HttpRequestMessage(HttpMethod.Get, "?query=SELECT+1") { Headers = { Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String("anybody:bank"u8)) } };
        var bearer = new HttpRequestMessage(HttpMethod.Get, "?query=SELECT+1") { Headers = { Authorization = new AuthenticationHeaderValue("Bearer", "bank") } };

        (await (await _http.SendAsync(basic)).Content.ReadAsStringAsync()).ShouldBe("1\n");
        (await (await _http.SendAsync(bearer)).Content.ReadAsStringAsync()).ShouldBe("1\n");
        (await AskAsync("SELECT 1", "bank")).ShouldBe("1\n");
    }

    [Theory]
    [InlineData("", HttpStatusCode.Unauthorized, "516")]
    [InlineData("wrong", HttpStatusCode.Unauthorized, "516")]
    [InlineData("old", HttpStatusCode.Unauthorized, "516")]
    [InlineData("nobody", HttpStatusCode.Forbidden, "497")]
    public async Task Without_a_good_token_nothing_is_answered(string token, HttpStatusCode status, string code)
    {
        var response = await SendAsync("SELECT 1", token);

        response.StatusCode.ShouldBe(status);
        response.Headers.GetValues("X-ClickHouse-Exception-Code").Single().ShouldBe(code);
        (await response.Content.ReadAsStringAsync()).ShouldStartWith($"Code: {code}. DB::Exception: ");
    }

    [Theory]
    [InlineData("SELEC 1", HttpStatusCode.Forbidden, "164")]
    [InlineData("SELECT nothing_like_it FROM customers", HttpStatusCode.NotFound, "47")]
    [InlineData("SELECT no_function(1)", HttpStatusCode.NotFound, "46")]
    [InlineData("SELECT 1 FROM nowhere", HttpStatusCode.NotFound, "60")]
    [InlineData("SELECT 1 FORMAT Pony", HttpStatusCode.NotFound, "73")]
    [InlineData("SELECT {a:UInt8}", HttpStatusCode.BadRequest, "456")]
    [InlineData("SELECT length(groupArray(number)) FROM numbers(1000000000)", HttpStatusCode.InternalServerError, "241")]
    [InlineData("", HttpStatusCode.BadRequest, "62")]
    public async Task Errors_are_told_as_a_clickhouse_server_tells_them(string sql, HttpStatusCode status, string code)
    {
        var response = await SendAsync(sql, "bank", "&max_memory_usage=100000000");

        (await response.Content.ReadAsStringAsync()).ShouldContain($"Code: {code}. DB::Exception: ");
        response.StatusCode.ShouldBe(status);
        response.Headers.GetValues("X-ClickHouse-Exception-Code").Single().ShouldBe(code);
    }

    [Fact]
    public async Task A_statement_may_be_split_over_address_and_body_and_take_parameters()
    {
        var request = Request("POST", "bank", "?query=SELECT+{a:String}%2C&param_a=x%5Cty&param_b=7");
        request.Content = new StringContent("{b:UInt8} + 1, count() FROM customers FORMAT JSONCompact");

        var answer = await (await _http.SendAsync(request)).Content.ReadAsStringAsync();
        answer.ShouldStartWith("{");
        using var json = JsonDocument.Parse(answer);

        json.RootElement.GetProperty("data")[0].ToString().ShouldBe("""["x\ty", 8, 4]""", StringCompareShould.IgnoreCase);
    }

    [Fact]
    public async Task A_body_is_a_statement_also_when_its_sender_calls_it_a_form()
    {
        var request = Request("POST", "bank", "");
        request.Content = new StringContent("SELECT 1 + 1, 'a=b&c'", Encoding.UTF8, "application/x-www-form-urlencoded");

        (await (await _http.SendAsync(request)).Content.ReadAsStringAsync()).ShouldBe("2\ta=b&c\n");
    }

    [Fact]
    public async Task A_form_of_fields_is_taken_too()
    {
        var request = Request("POST", "bank", "");
        request.Content = new MultipartFormDataContent { { new StringContent("SELECT {a:String}"), "query" }, { new StringContent("long"), "param_a" } };

        (await (await _http.SendAsync(request)).Content.ReadAsStringAsync()).ShouldBe("long\n");
    }

    [Fact]
    public async Task Bodies_are_compressed_both_ways()
    {
        var request = Request("POST", "bank", "?enable_http_compression=1");
        request.Headers.AcceptEncoding.ParseAdd("gzip");
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write("SELECT count() FROM customers"u8);
        }

        request.Content = new ByteArrayContent(packed.ToArray()) { Headers = { ContentEncoding = { "gzip" } } };

        var response = await _http.SendAsync(request);

        response.Content.Headers.ContentEncoding.ShouldBe(["gzip"]);
        using var plain = new StreamReader(new GZipStream(await response.Content.ReadAsStreamAsync(), CompressionMode.Decompress), Encoding.UTF8);
        (await plain.ReadToEndAsync()).ShouldBe("4\n");
    }

    [Fact]
    public async Task Headers_name_the_statement_the_format_and_the_work()
    {
        var response = await SendAsync("SELECT * FROM customers FORMAT JSON", "bank", "&query_id=q-1");

        response.Headers.GetValues("X-ClickHouse-Query-Id").Single().ShouldBe("q-1");
        response.Headers.GetValues("X-ClickHouse-Format").Single().ShouldBe("JSON");
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/json");
        JsonDocument.Parse(response.Headers.GetValues("X-ClickHouse-Summary").Single()).RootElement.GetProperty("read_rows").GetString().ShouldNotBeNull();
    }

    [Fact]
    public async Task An_error_in_the_middle_of_an_answer_is_marked()
    {
        var response = await SendAsync("SELECT number, throwIf(number = 300000) FROM numbers(1000000) FORMAT TSV", "bank", "&max_block_size=1000");
        var text = await response.Content.ReadAsStringAsync();

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        var tag = response.Headers.GetValues("X-ClickHouse-Exception-Tag").Single();
        text.ShouldContain($"\r\n__exception__\r\n{tag}\r\nCode: 395. DB::Exception");
        text.ShouldEndWith($"{tag}\r\n__exception__\r\n");
    }

    [Theory]
    [InlineData("SHOW TABLES", "accounts\ncontacts\ncustomers\nevents\nholdings\njourney_steps\nsegment_members\ntag_values\ntransactions\n")]
    [InlineData("show tables from x format CSV", "\"accounts\"\n\"contacts\"\n\"customers\"\n\"events\"\n\"holdings\"\n\"journey_steps\"\n\"segment_members\"\n\"tag_values\"\n\"transactions\"\n")]
    [InlineData("WITH a AS (SELECT customer_id FROM customers) SELECT count() FROM a JOIN transactions t USING (customer_id)", "40\n")]
    [InlineData("SELECT gender, count() FROM customers GROUP BY gender ORDER BY gender;", "F\t2\nM\t2\n")]
    [InlineData("SELECT sum(number) FROM numbers(10)", "45\n")]
    [InlineData("SELECT count() FROM customers WHERE customer_id IN (SELECT customer_id FROM segment_members)", "4\n")]
    [InlineData("SELECT customer_no AS \"Sum(x), no.\" FROM customers ORDER BY 1 LIMIT 1", "C00000001\n")]
    [InlineData("SELECT format('{}-{}', 'a', 'b')", "a-b\n")]
    [InlineData("SELECT arraySum(x -> x + 1, [1, 2]), quantile(0.5)(number) OVER () FROM numbers(1)", "5\t0\n")]
    [InlineData("SELECT 1 UNION ALL SELECT 2 ORDER BY 1", "1\n2\n")]
    [InlineData("SELECT sum(amount) FROM transactions", "4010\n")]
    public async Task What_analysts_ask_is_answered(string sql, string answer) => (await AskAsync(sql, "bank")).ShouldBe(answer);

    [Fact]
    public async Task A_statement_larger_than_allowed_is_refused() =>
        (await SendBodyAsync(new string(' ', 1 << 20) + "SELECT 1", "bank")).StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);

    public void Dispose() => _http.Dispose();

    private async Task<string> AskAsync(string sql, string token)
    {
        var response = await SendAsync(sql, token);
        var text = await response.Content.ReadAsStringAsync();
        response.StatusCode.ShouldBe(HttpStatusCode.OK, text);
        return text;
    }

    private Task<HttpResponseMessage> SendAsync(string sql, string token, string more = "") =>
        _http.SendAsync(Request("GET", token, $"?query={Uri.EscapeDataString(sql)}{more}"));

    private Task<HttpResponseMessage> SendBodyAsync(string sql, string token)
    {
        var request = Request("POST", token, "");
        request.Content = new StringContent(sql);
        return _http.SendAsync(request);
    }

    private static HttpRequestMessage Request(string method, string token, string query)
    {
        var request = new HttpRequestMessage(new HttpMethod(method), new Uri(query, UriKind.Relative));
        request.Headers.Add("X-ClickHouse-User", "anybody");
        request.Headers.Add("X-ClickHouse-Key", token);
        return request;
    }
}
