using Zhike.Kernel;
using Zhike.Storage.Facts;
using Zhike.Storage.Facts.Rows;
using Zhike.Testing;

namespace Zhike.Storage.Tests.Facts;

public sealed class RowDecodingTests : IAsyncLifetime
{
    private static readonly Viewer Bank = Viewer.Bank("test");
    private IFacts _facts = null!;

    public static TheoryData<string, object?> Values => new()
    {
        { "toUInt8(255)", (byte)255 },
        { "toInt8(-128)", (sbyte)-128 },
        { "toUInt16(65535)", (ushort)65535 },
        { "toInt16(-32768)", (short)-32768 },
        { "toUInt32(4294967295)", 4294967295u },
        { "toInt32(-2147483648)", -2147483648 },
        { "18446744073709551615::UInt64", ulong.MaxValue },
        { "toInt64('-9223372036854775808')", long.MinValue },
        { "toFloat32(0.5)", 0.5f },
        { "1e308::Float64", 1e308 },
        { "true::Bool", true },
        { "'知客 ''x'' \\t'", "知客 'x' \t" },
        { "''", "" },
        { "toFixedString('abc', 3)", "abc" },
        { "toLowCardinality('abc')", "abc" },
        { "toLowCardinality(NULL::Nullable(String))", null },
        { "CAST(NULL AS Nullable(UInt64))", null },
        { "CAST(7 AS Nullable(UInt64))", 7UL },
        { "toDate('1970-01-01')", new DateOnly(1970, 1, 1) },
        { "toDate('2149-06-06')", new DateOnly(2149, 6, 6) },
        { "toDate32('1900-01-01')", new DateOnly(1900, 1, 1) },
        { "toDate32('2299-12-31')", new DateOnly(2299, 12, 31) },
        { "toDateTime('2020-02-29 23:59:59', 'UTC')", new DateTimeOffset(2020, 2, 29, 23, 59, 59, TimeSpan.Zero) },
        { "toDateTime64('1950-01-01 00:00:00.123', 3, 'UTC')", new DateTimeOffset(1950, 1, 1, 0, 0, 0, 123, TimeSpan.Zero) },
        { "toDateTime64('2024-01-01 08:00:00.123456', 6, 'Asia/Shanghai')", new DateTimeOffset(2024, 1, 1, 0, 0, 0, TimeSpan.Zero).AddTicks(1_234_560) },
        { "toDecimal32('-12345.6789', 4)", -12345.6789m },
        { "toDecimal64('9999999999999999.99', 2)", 9999999999999999.99m },
        { "toDecimal128('-79228162514264337593.54395033', 8)", -79228162514264337593.54395033m },
        { "CAST('b' AS Enum8('a, (x)' = -1, 'b' = 2))", "b" },
        { "CAST('a, (x)' AS Enum8('a, (x)' = -1, 'b' = 2))", "a, (x)" },
        { "CAST('it\\'s' AS Enum16('it\\'s' = 1000, 'b' = 2))", "it's" },
        { "toUUID('61f0c404-5cb3-11e7-907b-a6006ad3dba0')", Guid.Parse("61f0c404-5cb3-11e7-907b-a6006ad3dba0") },
        { "[1, 2, 3]::Array(UInt64)", new object?[] { 1UL, 2UL, 3UL } },
        { "[]::Array(String)", Array.Empty<object?>() },
        { "[NULL, 'x']::Array(Nullable(String))", new object?[] { null, "x" } },
        { "[[1], []]::Array(Array(UInt8))", new object?[] { new object?[] { (byte)1 }, Array.Empty<object?>() } },
        { "(1::UInt8, 'x')", new object?[] { (byte)1, "x" } },
        { "CAST((1, 'x') AS Tuple(a UInt8, b Nullable(String)))", new object?[] { (byte)1, "x" } },
        { "map('k', 1::UInt64)", new Dictionary<string, object?> { ["k"] = 1UL } },
        { "map('k', NULL::Nullable(String))", new Dictionary<string, object?> { ["k"] = null } },
        { "'{\"a\": {\"b\": 1}}'::JSON", "{\"a\":{\"b\":1}}" },
        { "CAST(5 AS SimpleAggregateFunction(sum, UInt64))", 5UL },
    };

    public async Task InitializeAsync() => _facts = await TestEngine.DatabaseAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    [Theory]
    [MemberData(nameof(Values))]
    public async Task Every_type_is_read_as_its_nearest_value(string expression, object? expected)
    {
        var rows = await _facts.ListAsync(Bank, new FactsStatement("decode", $"SELECT {expression} AS v, 1::UInt8 AS after"), (ref RowReader row) =>
        {
            var value = row.Any();
            row.UInt8().ShouldBe((byte)1);
            return value;
        }, default);

        rows.Single().ShouldBeEquivalentTo(expected);
    }

    [Fact]
    public async Task What_the_writer_writes_the_reader_reads()
    {
        await _facts.RunAsync("""
            CREATE TABLE written (a UInt8, b Bool, c UInt16, d UInt32, e UInt64, f Int64, g Float64, h Date, i Date32, j DateTime64(3, 'UTC'),
                k Decimal(18, 2), l String, m UUID, n Nullable(String), o Nullable(UInt64), p Map(String, String), q Array(UInt64), r JSON, s LowCardinality(String))
            ENGINE = MergeTree ORDER BY e;
            """);
        var id = Guid.Parse("0196d9a0-7f00-7abc-8def-0123456789ab");
        var at = new DateTimeOffset(1994, 3, 31, 12, 0, 0, 7, TimeSpan.Zero);
        var writer = new RowWriter();
        writer.UInt8(200).Bool(true).UInt16(60000).UInt32(4_000_000_000).UInt64(ulong.MaxValue).Int64(-5).Float64(0.1).Date(new DateOnly(1994, 3, 31))
            .Date32(new DateOnly(1900, 1, 1)).Instant(at).Decimal64(-1234.565m, 2).Text("知客\0\n").Uuid(id).Null(true).Null(false).UInt64(9)
            .TextMap(new Dictionary<string, string> { ["a"] = "1", ["知"] = "" }).Size(2).UInt64(1).UInt64(2).Text("""{"x":{"y":[1,2]}}""").Text("low");

        await _facts.InsertAsync(new FactsInsert("written", "written"), One(writer.Written), default);

        var read = (await _facts.ListAsync(Bank, new FactsStatement("read", "SELECT * FROM written"), (ref RowReader r) => new
        {
            A = r.UInt8(), B = r.Bool(), C = r.UInt16(), D = r.UInt32(), E = r.UInt64(), F = r.Int64(), G = r.Float64(), H = r.Date(), I = r.Date(), J = r.Instant(),
            K = r.Decimal(), L = r.Text(), M = r.Uuid(), N = r.TextOrNull(), O = r.UInt64OrNull(), P = r.TextMap(), Q = r.UInt64s(), R = r.Text(), S = r.Text(),
        }, default)).Single();
        read.ShouldSatisfyAllConditions(
            r => (r.A, r.B, r.C, r.D, r.E, r.F, r.G).ShouldBe(((byte)200, true, (ushort)60000, 4_000_000_000u, ulong.MaxValue, -5L, 0.1)),
            r => (r.H, r.I, r.J, r.K).ShouldBe((new DateOnly(1994, 3, 31), new DateOnly(1900, 1, 1), at, -1234.56m)),
            r => (r.L, r.M, r.N, r.O, r.S).ShouldBe(("知客\0\n", id, null, 9ul, "low")),
            r => r.P.ShouldBe(new Dictionary<string, string> { ["a"] = "1", ["知"] = "" }, ignoreOrder: true),
            r => r.Q.ShouldBe([1ul, 2ul]),
            r => r.R.ShouldBe("""{"x":{"y":[1,2]}}"""));
    }

    [Theory]
    [InlineData(127)]
    [InlineData(128)]
    [InlineData(255)]
    [InlineData(256)]
    [InlineData(16384)]
    [InlineData(3_000_000)]
    public async Task Text_of_any_length_is_written_and_read(int length)
    {
        await _facts.RunAsync("CREATE TABLE long_text (t String) ENGINE = MergeTree ORDER BY tuple();");

        await _facts.InsertAsync(new FactsInsert("long", "long_text (t)"), One(new RowWriter().Text(new string('x', length)).Written), default);

        (await _facts.ListAsync(Bank, new FactsStatement("read", "SELECT t FROM long_text"), (ref RowReader r) => r.Text(), default)).Single().Length.ShouldBe(length);
    }

    [Fact]
    public async Task Many_rows_arrive_each_once_wherever_the_chunks_are_cut()
    {
        var statement = new FactsStatement("many", "SELECT number, repeat('x', number % 300) FROM numbers(500000)");
        var (count, sum, letters) = (0L, 0UL, 0L);
        await foreach (var (number, text) in _facts.StreamAsync(Bank, statement, (ref RowReader r) => (r.UInt64(), r.Text()), default))
        {
            count++;
            sum += number;
            letters += text.Length;
        }

        (count, sum, letters).ShouldBe((500_000, 124_999_750_000UL, Enumerable.Range(0, 500_000).Sum(n => n % 300L)));
    }

    [Fact]
    public async Task A_column_read_as_another_type_is_refused_by_name()
    {
        var wrong = await Should.ThrowAsync<InvalidOperationException>(() =>
            _facts.ListAsync(Bank, new FactsStatement("wrong", "SELECT 1::UInt8 AS gender"), (ref RowReader r) => r.Text(), default));
        var fewer = await Should.ThrowAsync<InvalidOperationException>(() =>
            _facts.ListAsync(Bank, new FactsStatement("fewer", "SELECT 1::UInt8 AS a, 2::UInt8 AS b"), (ref RowReader r) => r.UInt8(), default));

        wrong.Message.ShouldBe("Column gender is UInt8, but is read as Text.");
        fewer.Message.ShouldContain("a, b");
    }

    private static async IAsyncEnumerable<ReadOnlyMemory<byte>> One(ReadOnlyMemory<byte> chunk)
    {
        await Task.CompletedTask;
        yield return chunk;
    }
}
