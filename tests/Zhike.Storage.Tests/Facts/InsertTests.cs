using Zhike.Kernel;
using Zhike.Storage.Facts;
using Zhike.Storage.Facts.Rows;
using Zhike.Testing;

namespace Zhike.Storage.Tests.Facts;

public sealed class InsertTests : IAsyncLifetime
{
    private static readonly Viewer Bank = Viewer.Bank("test");
    private IFacts _facts = null!;

    public async Task InitializeAsync()
    {
        _facts = TestEngine.EmptyDatabase();
        await _facts.RunAsync("""
            CREATE TABLE numbers_kept (n UInt64, word String) ENGINE = MergeTree ORDER BY n SETTINGS non_replicated_deduplication_window = 100;
            """);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task The_same_block_twice_counts_once()
    {
        await InsertAsync(null, Rows(1, 1000));
        await InsertAsync(null, Rows(1, 1000));
        (await CountAsync()).ShouldBe(1000ul);
        await InsertAsync(null, Rows(1, 1001));
        (await CountAsync()).ShouldBe(2001ul);
    }

    [Fact]
    public async Task The_same_token_twice_counts_once_whatever_the_rows()
    {
        await InsertAsync("batch-1", Rows(1, 1000));
        await InsertAsync("batch-1", Rows(5001, 7));
        (await CountAsync()).ShouldBe(1000ul);
        await InsertAsync("batch-2", Rows(1, 1000));
        (await CountAsync()).ShouldBe(2000ul);
    }

    [Theory]
    [InlineData("a'b")]
    [InlineData("a b")]
    [InlineData("知")]
    public async Task A_token_that_could_end_its_quotes_is_refused(string token) =>
        await Should.ThrowAsync<ArgumentException>(() => InsertAsync(token, Rows(1, 1)));

    [Fact]
    public async Task Many_chunks_make_one_insert()
    {
        await InsertAsync(null, [.. Enumerable.Range(0, 50).SelectMany(i => Rows((i * 1000) + 1, 1000))]);

        (await CountAsync()).ShouldBe(50_000ul);
        (await _facts.CountAsync(Bank, new FactsStatement("sum", "SELECT sum(n) FROM numbers_kept"), default)).ShouldBe(1_250_025_000ul);
    }

    [Fact]
    public async Task Rows_that_end_in_the_middle_are_refused_and_none_is_kept()
    {
        var whole = Rows(1, 100)[0];

        await Should.ThrowAsync<FactsException>(() => InsertAsync(null, [whole[..^3]]));

        (await CountAsync()).ShouldBe(0ul);
        await InsertAsync(null, Rows(1, 100));
        (await CountAsync()).ShouldBe(100ul);
    }

    [Fact]
    public async Task An_insert_whose_source_fails_keeps_nothing()
    {
        static async IAsyncEnumerable<ReadOnlyMemory<byte>> Failing()
        {
            yield return Rows(1, 100)[0];
            await Task.CompletedTask;
            throw new IOException("the line is cut");
        }

        await Should.ThrowAsync<IOException>(() => _facts.InsertAsync(new FactsInsert("failing", "numbers_kept (n, word)"), Failing(), default));

        (await CountAsync()).ShouldBe(0ul);
    }

    [Fact]
    public async Task An_insert_into_a_table_that_is_not_there_is_a_bug_with_its_number()
    {
        var wrong = await Should.ThrowAsync<FactsException>(() => _facts.InsertAsync(new FactsInsert("lost", "nowhere (n)"), Stream(Rows(1, 1)), default));

        wrong.Code.ShouldBe(60);
    }

    private static ReadOnlyMemory<byte>[] Rows(int from, int count)
    {
        var writer = new RowWriter();
        for (var n = from; n < from + count; n++)
        {
            writer.UInt64((ulong)n).Text($"word {n}");
        }

        return [writer.Written];
    }

    private static async IAsyncEnumerable<ReadOnlyMemory<byte>> Stream(ReadOnlyMemory<byte>[] chunks)
    {
        foreach (var chunk in chunks)
        {
            await Task.CompletedTask;
            yield return chunk;
        }
    }

    private Task<FactsSummary> InsertAsync(string? token, ReadOnlyMemory<byte>[] chunks) =>
        _facts.InsertAsync(new FactsInsert("numbers", "numbers_kept (n, word)", DeduplicationToken: token), Stream(chunks), default);

    private Task<ulong> CountAsync() => _facts.CountAsync(Bank, new FactsStatement("count", "SELECT count() FROM numbers_kept"), default);
}
