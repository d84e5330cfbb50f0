using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Zhike.Kernel;
using Zhike.Storage.Backups;
using Zhike.Storage.Facts;
using Zhike.Storage.Facts.Embedded;
using Zhike.Storage.Facts.Rows;
using Zhike.Storage.Records;
using Zhike.Testing;

namespace Zhike.Storage.Tests.Faults;

/// <summary>What this test assembly does when it is started as a program: the second process of tests about processes.
/// "hold FOLDER" says "found N" and keeps the store open until its input ends; "restore FOLDER ARCHIVE RECORDS" says "restored"; "write FOLDER" says "found N", then "kept N" after each batch that
/// the store acknowledged; "fill FOLDER" does the same until the store refuses, says why, and goes on after each line of input;
/// "leave FOLDER" works in two databases and ends in the middle of statements, with nothing disposed of.</summary>
public static class ChildProgram
{
    public const int RowsPerBatch = 100;

    /// <summary>A code of its own: that of Main, and not one of the runtime's.</summary>
    public const int LeftWith = 7;

    /// <summary>What merging needs beside what is written.</summary>
    private const long Reserve = 24L << 20;

    public const string Table = """
        CREATE TABLE IF NOT EXISTS kept (batch UInt64, n UInt64, filler String CODEC(NONE)) ENGINE = MergeTree ORDER BY (batch, n)
        SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, non_replicated_deduplication_window = 1000
        """;

    private static readonly Viewer Bank = Viewer.Bank("test");

    public static async Task<int> Main(string[] arguments)
    {
        var (verb, folder) = (arguments[0], arguments[1]);
        try
        {
            if (verb == "restore")
            {
                return await RestoreAsync(folder, arguments[2], arguments[3]);
            }

            if (verb == "leave")
            {
                return await LeaveAsync(folder);
            }

            using var engine = EmbeddedEngine.Start(folder);
            using var facts = new EmbeddedFacts(engine, "child", NullLogger<EmbeddedFacts>.Instance) { Reserve = new DiskReserve(folder, Reserve) };
            await facts.RunAsync(Table);
            var found = await WholeBatchesAsync(facts);
            Say($"found {found}");
            return verb switch
            {
                "hold" => await HoldAsync(),
                "write" => await WriteAsync(facts, (ulong)found + 1),
                "fill" => await FillAsync(facts, (ulong)found + 1),
                _ => 2,
            };
        }
        catch (ProblemException refused)
        {
            Say($"{refused.Problem.Code}: {refused.Message}");
            return 1;
        }
    }

    private static async Task<int> RestoreAsync(string data, string archive, string records)
    {
        var options = new StorageOptions { DataFolder = data, RecordsConnection = records, FactsDatabase = "child" };
        var backups = new StoreBackups(options, RecordsConnection.From(options), new TimeOrderedIds(TimeProvider.System), TimeProvider.System, new ServiceCollection().BuildServiceProvider());
        await backups.RestoreAsync(archive, default);
        Say("restored");
        return 0;
    }

    private static async Task<int> LeaveAsync(string folder)
    {
        var engine = EmbeddedEngine.Start(folder);
        foreach (var database in new[] { "one", "two" })
        {
            var facts = new EmbeddedFacts(engine, database, NullLogger<EmbeddedFacts>.Instance);
            await facts.RunAsync(Table);
            for (ulong batch = 1; batch <= 5; batch++)
            {
                await InsertAsync(facts, batch, "");
            }

            _ = facts.ListAsync(Bank, new FactsStatement("long", "SELECT sum(sipHash64(number)) FROM numbers(1000000000000)"), (ref RowReader row) => row.UInt64(), default);
            await WholeBatchesAsync(facts);
        }

        Say("left");
        return LeftWith;
    }

    private static async Task<int> HoldAsync()
    {
        await Console.In.ReadLineAsync();
        return 0;
    }

    private static async Task<int> WriteAsync(EmbeddedFacts facts, ulong from)
    {
        for (var batch = from; ; batch++)
        {
            await InsertAsync(facts, batch, "");
            Say($"kept {batch}");
        }
    }

    private static async Task<int> FillAsync(EmbeddedFacts facts, ulong from)
    {
        var filler = new string('x', 10_000);
        var batch = from;
        while (true)
        {
            try
            {
                await InsertAsync(facts, batch, filler);
                Say($"kept {batch}");
                batch++;
            }
            catch (ProblemException refused)
            {
                Say($"refused {refused.Problem.Code}");
                Say($"found {await WholeBatchesAsync(facts)}");
                if (await Console.In.ReadLineAsync() is null or "end")
                {
                    return 0;
                }
            }
        }
    }

    /// <summary>How many batches there are; throws when one is there in part, or twice, or one is missing between others.</summary>
    private static async Task<long> WholeBatchesAsync(EmbeddedFacts facts)
    {
        var batches = await facts.ListAsync(
            Bank,
            new FactsStatement("batches", "SELECT batch, count(), uniqExact(n) FROM kept GROUP BY batch ORDER BY batch"),
            (ref RowReader row) => (Batch: row.UInt64(), Rows: row.UInt64(), Different: row.UInt64()),
            default);
        for (var i = 0; i < batches.Count; i++)
        {
            if (batches[i] != ((ulong)i + 1, RowsPerBatch, RowsPerBatch))
            {
                throw new InvalidDataException($"Batch {i + 1} is {batches[i]}.");
            }
        }

        return batches.Count;
    }

    private static async Task InsertAsync(EmbeddedFacts facts, ulong batch, string filler)
    {
        var writer = new RowWriter();
        for (var n = 0; n < RowsPerBatch; n++)
        {
            writer.UInt64(batch).UInt64((ulong)n).Text(filler);
        }

        await facts.InsertAsync(new FactsInsert("kept", "kept (batch, n, filler)"), One(writer.Written), default);
    }

    private static async IAsyncEnumerable<ReadOnlyMemory<byte>> One(ReadOnlyMemory<byte> chunk)
    {
        await Task.CompletedTask;
        yield return chunk;
    }

    private static void Say(string line)
    {
        Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{line}"));
        Console.Out.Flush();
    }
}
