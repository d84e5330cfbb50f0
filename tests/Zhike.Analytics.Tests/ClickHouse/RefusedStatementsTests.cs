using System.Net;
using Zhike.Kernel;
using Zhike.Storage.Facts;
using Zhike.Storage.Facts.Rows;

namespace Zhike.Analytics.Tests.ClickHouse;

/// <summary>What an ill-meaning holder of a good token might send. Each line is refused before any of it runs.</summary>
public sealed class RefusedStatementsTests(AnalyticsHost host) : IClassFixture<AnalyticsHost>
{
    public static TheoryData<string> Statements =>
    [
        // writing and commands
        "INSERT INTO customers SELECT 1", "DROP TABLE customers", "DROP DATABASE $facts", "CREATE TABLE x (a UInt8) ENGINE = Memory", "ALTER TABLE $facts.events DELETE WHERE 1",
        "TRUNCATE TABLE $facts.events", "OPTIMIZE TABLE $facts.events", "SYSTEM SHUTDOWN", "SYSTEM FLUSH LOGS", "KILL QUERY WHERE 1", "SET readonly = 0", "USE $facts",
        "ATTACH DATABASE x", "DETACH DATABASE $facts", "RENAME TABLE a TO b", "GRANT ALL ON *.* TO default", "CREATE USER x", "EXECUTE AS default SELECT 1",
        "BACKUP DATABASE $facts TO File('/tmp/x')", "SELECT 1; SELECT 2", "SELECT 1; DROP TABLE customers", "SELECT 1 INTO OUTFILE '/tmp/zhike-out'", "SELECT 1 INTO OUTFILE '/tmp/zhike-out' FORMAT CSV",
        "EXPLAIN SELECT 1", "EXPLAIN AST SELECT 1", "graph = 1 SELECT 1", "SHOW CREATE TABLE customers", "SHOW PROCESSLIST", "SHOW GRANTS", "SHOW SETTINGS LIKE 'x'", "SHOW USERS",
        "DESCRIBE TABLE $facts.customer_secret_versions", "DESCRIBE TABLE file('/etc/passwd')", "EXISTS TABLE $facts.events", "CHECK TABLE $facts.events", "CREATE VIEW v AS SELECT 1",
        "CREATE FUNCTION f AS x -> x", "CREATE TEMPORARY TABLE t (a UInt8)", "PARALLEL WITH SELECT 1", "BEGIN TRANSACTION", "UNDROP TABLE x", "MOVE USER x TO y", "DELETE FROM customers WHERE 1", "UPDATE customers SET a = 1 WHERE 1",

        // other tables, however they are named
        "SELECT * FROM $facts.customer_secret_versions", "SELECT * FROM `$facts`.`events`", "SELECT * FROM \"$facts\".\"events\"", "SELECT * FROM $facts . events", "SELECT * FROM /* x */ $facts /* y */ . /* z */ events",
        "SELECT 1 WHERE 1 IN $facts.events", "SELECT 1 WHERE 1 IN ($facts.events)", "SELECT in(1, $facts.events)", "SELECT globalIn(1, `$facts`.`events`)", "SELECT 1 NOT IN $facts.customers", "SELECT tuple(1) IN ($facts.events AS e)",
        "SELECT (SELECT count() FROM $facts.events)", "SELECT * FROM customers WHERE customer_id IN (SELECT customer_id FROM $facts.customers)", "SELECT EXISTS(SELECT 1 FROM $facts.events)",
        "WITH t AS (SELECT * FROM $facts.events) SELECT * FROM t", "WITH RECURSIVE t AS (SELECT 1 AS a UNION ALL SELECT customer_id FROM $facts.events) SELECT * FROM t", "SELECT * FROM customers UNION ALL SELECT * FROM $facts.customers",
        "SELECT * FROM customers c JOIN $facts.events e ON e.customer_id = c.customer_id", "SELECT * FROM customers, $facts.events", "SELECT * FROM customers PASTE JOIN $facts.events", "SELECT * FROM (SELECT * FROM (SELECT * FROM $facts.events))",
        "SELECT x = ANY (SELECT customer_id FROM $facts.events) FROM (SELECT 1 AS x)", "SELECT 1 INTERSECT SELECT customer_id FROM $facts.events", "FROM $facts.events SELECT 1",
        "SELECT * FROM bi_0000000000000000.customers", "SELECT * FROM $other.customers", "SELECT * FROM system.tables", "SELECT * FROM SYSTEM.tables", "SELECT * FROM system.one, system.settings", "SELECT * FROM system.processes", "SELECT * FROM system.query_log",
        "SELECT * FROM information_schema.tables", "SELECT * FROM INFORMATION_SCHEMA.COLUMNS", "SELECT * FROM default.x", "SELECT * FROM {t:Identifier}", "SELECT * FROM {d:Identifier}.events",
        "SELECT 1 AS \"x\n TableIdentifier customers\" FROM $facts.events", "SELECT * FROM $facts.events AS \"a, table_name: b.customers\"", "SELECT 1 IN ($facts.events AS `q)\n  Identifier z (alias w`)", "SELECT * FROM `$facts.events`",

        // table functions
        "SELECT * FROM file('/etc/passwd', 'LineAsString')", "SELECT * FROM url('http://127.0.0.1/', 'LineAsString')", "SELECT * FROM s3('http://127.0.0.1/x')", "SELECT * FROM remote('127.0.0.1', $facts.events)", "SELECT * FROM remoteSecure('h', 'd', 't')",
        "SELECT * FROM mysql('h:1', 'd', 't', 'u', 'p')", "SELECT * FROM postgresql('h:1', 'd', 't', 'u', 'p')", "SELECT * FROM sqlite('/x', 't')", "SELECT * FROM mongodb('h:1', 'd', 't', 'u', 'p', 'a Int8')", "SELECT * FROM odbc('a', 'b', 'c')", "SELECT * FROM jdbc('a', 'b')",
        "SELECT * FROM executable('id', 'TSV', 'a String')", "SELECT * FROM merge('$facts', '.*')", "SELECT * FROM merge('.*')", "SELECT * FROM cluster('default', $facts.events)", "SELECT * FROM clusterAllReplicas('default', system.one)", "SELECT * FROM dictionary('d')",
        "SELECT * FROM view(SELECT * FROM $facts.events)", "SELECT * FROM viewIfPermitted(SELECT 1 ELSE null('a Int8'))", "SELECT * FROM viewExplain('EXPLAIN', '', (SELECT 1))", "SELECT * FROM (EXPLAIN SELECT 1)", "SELECT * FROM input('a Int8')", "SELECT * FROM loop($facts.events)",
        "SELECT * FROM mergeTreeIndex($facts, events)", "SELECT * FROM mergeTreeProjection($facts, events, p)", "SELECT * FROM filesystem('/')", "SELECT * FROM format('TSV', 'x')", "SELECT * FROM generateRandom('a Int8')", "SELECT * FROM fuzzJSON(c)", "SELECT * FROM eval('SELECT 1')",
        "SELECT * FROM iceberg('x')", "SELECT * FROM deltaLakeLocal('/x')", "SELECT * FROM hdfs('hdfs://x')", "SELECT * FROM redis('h:1', 'k', 'k String')", "SELECT * FROM azureBlobStorage('x')", "SELECT * FROM timeSeriesData($facts.events)", "SELECT 1 IN (remote('127.0.0.1', system.one))", "SELECT 1 IN file('/etc/passwd')",

        // functions that look outside, wait or tell about the machine
        "SELECT file('/etc/passwd')", "SELECT FILE('/etc/passwd')", "SELECT `file`('/etc/passwd')", "SELECT * REPLACE (file('/etc/passwd') AS gender) FROM customers", "SELECT * APPLY(file) FROM customers", "SELECT * APPLY(x -> file(x)) FROM customers", "SELECT COLUMNS('gender') APPLY toString FROM customers",
        "SELECT arrayMap(x -> file(x), ['/etc/passwd'])", "SELECT quantile(length(file('/etc/passwd')) / 1000)(customer_id) FROM customers", "SELECT sum(customer_id) OVER (PARTITION BY file('/x')) FROM customers", "SELECT sum(customer_id) OVER w FROM customers WINDOW w AS (ORDER BY file('/x'))",
        "SELECT customer_id FROM customers ORDER BY customer_id WITH FILL FROM length(file('/x'))", "SELECT customer_id FROM customers ORDER BY customer_id WITH FILL INTERPOLATE (customer_id AS length(file('/x')))", "SELECT 1 FROM customers LIMIT length(file('/x')) BY gender", "SELECT 1 LIMIT length(file('/x'))",
        "SELECT 1 FROM customers WHERE file('/x') = ''", "SELECT 1 FROM customers PREWHERE file('/x') = ''", "SELECT 1 FROM customers GROUP BY file('/x')", "SELECT 1 FROM customers GROUP BY gender HAVING file('/x') = ''", "SELECT 1 FROM customers QUALIFY file('/x') = ''", "SELECT CASE WHEN file('/x') = '' THEN 1 END",
        "WITH file('/etc/passwd') AS f SELECT f", "WITH (SELECT file('/etc/passwd')) AS f SELECT f", "SELECT CAST(file('/x') AS String)", "SELECT file('/x')::String", "SELECT count() FILTER (WHERE file('/x') = '') FROM customers", "SELECT 1 FROM customers ARRAY JOIN [file('/x')] AS a", "SELECT {f:String} || file({f:String})",
        "SELECT dictGet('d', 'a', 1)", "SELECT dictGetOrDefault('d', 'a', 1, 2)", "SELECT dictHas('d', 1)", "SELECT joinGet('$facts.j', 'a', 1)", "SELECT joinGetOrNull('j', 'a', 1)", "SELECT hasColumnInTable('$facts', 'events', 'name')", "SELECT getSetting('max_threads')", "SELECT getMacro('x')",
        "SELECT getServerSetting('x')", "SELECT sleep(3)", "SELECT sleepEachRow(1)", "SELECT hostName()", "SELECT FQDN()", "SELECT serverUUID()", "SELECT filesystemAvailable()", "SELECT getOSKernelVersion()", "SELECT addressToLine(1)", "SELECT demangle('x')", "SELECT catboostEvaluate('/x', 1)",
        "SELECT evalMLMethod(1)", "SELECT getClientHTTPHeader('x')", "SELECT queryID()", "SELECT logTrace('x')", "SELECT showCertificate()", "SELECT __getScalar('x')", "SELECT regionToName(1)", "SELECT aiGenerate('x')", "SELECT naiveBayesClassifier('m', 'x')", "SELECT tcpPort()", "SELECT uptime()", "SELECT flameGraph([1])",

        // settings
        "SELECT 1 SETTINGS readonly = 0", "SELECT 1 SETTINGS max_memory_usage = 0", "SELECT 1 SETTINGS max_threads = 1", "SELECT * FROM (SELECT 1 SETTINGS max_execution_time = 0)", "SELECT 1 FORMAT JSON SETTINGS max_execution_time = 0", "SELECT 1 SETTINGS output_format_csv_null_representation = 'x\ny', max_memory_usage = 0",
    ];

    [Theory]
    [MemberData(nameof(Statements))]
    public async Task It_is_refused(string statement)
    {
        var other = $"bi_{StableHash.Word(host.Facts.Database, "/hq/brno/", "")}";
        await host.Facts.ExecuteAsync(Viewer.Bank("test"), new("other scope", $"CREATE DATABASE IF NOT EXISTS {other}"), default);
        await host.Facts.ExecuteAsync(Viewer.Bank("test"), new("other scope", $"CREATE OR REPLACE VIEW {other}.customers AS SELECT customer_id FROM {host.Facts.Database}.customer_versions"), default);
        var sql = statement.Replace("$facts", host.Facts.Database, StringComparison.Ordinal).Replace("$other", other, StringComparison.Ordinal);
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(host.Address, $"/clickhouse/?param_t={host.Facts.Database}.events&param_d={host.Facts.Database}&param_f=x"));
        request.Headers.Add("X-ClickHouse-Key", "prague");
        request.Content = new StringContent(sql);

        var response = await http.SendAsync(request);

        var text = await response.Content.ReadAsStringAsync();
        response.StatusCode.ShouldBeOneOf(HttpStatusCode.Forbidden, HttpStatusCode.BadRequest, HttpStatusCode.NotFound);
        response.Headers.GetValues("X-ClickHouse-Exception-Code").Single().ShouldBeOneOf("164", "497", "62", "60", "47", "81", "36", "115", "456", "457");
        text.ShouldNotContain("root:");
        File.Exists("/tmp/zhike-out").ShouldBeFalse();
    }

    /// <summary>Another engine brings other functions: look at each new one, decide in AllowedFunctions, then change the number here.</summary>
    [Fact]
    public async Task The_engines_functions_are_those_that_were_reviewed()
    {
        var functions = new FactsStatement("functions", "SELECT count(), cityHash64(groupArray(name)) FROM (SELECT name FROM system.functions UNION ALL SELECT name FROM system.table_functions ORDER BY name)");

        (await host.Facts.ListAsync(Viewer.Bank("test"), functions, (ref RowReader row) => (row.UInt64(), row.UInt64()), default)).Single().ShouldBe((1915UL, 12668972308372548801UL));
    }

    [Theory]
    [InlineData("readonly=0&allow_ddl=1", "DROP TABLE customers")]
    [InlineData("max_memory_usage=0&max_memory_usage_for_user=0", "SELECT length(groupArray(number)) FROM numbers(10000000000)")]
    [InlineData("output_format_schema=/tmp/zhike-schema", "SELECT throwIf(1)")]
    [InlineData("session_timezone=UTC'%2C%20readonly%3D'0", "SELECT 1")]
    public async Task Settings_in_the_address_open_nothing(string settings, string sql)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(host.Address, $"/clickhouse/?{settings}"));
        request.Headers.Add("X-ClickHouse-Key", "prague");
        request.Content = new StringContent(sql);

        (await http.SendAsync(request)).IsSuccessStatusCode.ShouldBeFalse();
        File.Exists("/tmp/zhike-schema").ShouldBeFalse();
    }
}
