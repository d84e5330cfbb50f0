using System.Diagnostics;
using System.Globalization;
using System.Text;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Zhike.Contracts.Bank;
using Zhike.Contracts.Customers;
using Zhike.Contracts.Jobs;
using Zhike.Intake.Import;
using Zhike.Intake.Import.Reading;
using Zhike.Intake.Mapping;
using Zhike.Intake.Sources;
using Zhike.Kernel;
using Zhike.Storage;
using Zhike.Storage.Audit;
using Zhike.Storage.Facts;
using Zhike.Storage.Facts.Rows;
using Zhike.Testing;

namespace Zhike.Intake.Tests.Import;

/// <summary>An import in a process of its own, so that it can be killed: this assembly's Main.</summary>
public static class ImportProcess
{
    /// <summary>Variable of the environment: where another database is.</summary>
    public const string Connection = "ZHIKE_TEST_CONNECTION";

    /// <summary>Variable of the environment: at which chunk it stands still and waits to be killed, so that it is not over before.</summary>
    public const string StandsAt = "ZHIKE_TEST_STANDS_AT";

    private const int ChunkRows = 1_000;

    /// <summary>Arguments: data folder, mapping file, and the mapping of a watched folder to look into afterwards. Says "chunk" after each chunk, then "done" and a fingerprint of what is stored.</summary>
    public static async Task Main(string[] args)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddStorage(new StorageOptions { DataFolder = args[0], DiskReserveBytes = 8 << 20 }, typeof(BankOptions).Assembly, typeof(IntakeModule).Assembly);
        services.AddSingleton(new BankClock(TimeProvider.System, TimeZoneInfo.Utc));
        services.AddSingleton<IIds>(new TimeOrderedIds(TimeProvider.System));
        services.AddIntake();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection([new("Sources:Connections:core", Environment.GetEnvironmentVariable(Connection))]).Build());
        services.AddSingleton<ISealing, NoSealing>();
        await using var provider = services.BuildServiceProvider();
        await provider.GetRequiredService<StorageSchema>().ApplyAsync(CancellationToken.None);
        var facts = provider.GetRequiredService<IFacts>();
        using var importer = new Importer(
            provider.GetRequiredService<ImportStores>(), provider.GetRequiredService<ImportLog>(), provider.GetRequiredService<SourceMarks>(),
            provider.GetRequiredService<RowSources>(), provider.GetRequiredService<BankClock>(), provider.GetRequiredService<IIds>()) { ChunkRows = ChunkRows };
        try
        {
            await importer.RunAsync(args[1], dryRun: false, new Speaking(), CancellationToken.None);
            if (args is [_, _, var drop])
            {
                var files = ActivatorUtilities.CreateInstance<TakeFiles>(provider, importer);
                await files.RunAsync("drop.yaml", MappingReader.ReadFile(drop).OrThrow(), new ImportRequest(drop), new Speaking(), CancellationToken.None);
            }
        }
        catch (ProblemException refused)
        {
            await Console.Out.WriteLineAsync($"done refused {refused.Problem.Code}");
            return;
        }

        var fingerprint = await facts.ListAsync(Viewer.Bank("test"), new FactsStatement("fingerprint", """
            SELECT concat(
                (SELECT concat(toString(count()), '/', toString(groupBitXor(cityHash64(customer_id, customer_no, opened_on)))) FROM customers), ' ',
                (SELECT concat(toString(count()), '/', toString(groupBitXor(cityHash64(account_id, account_no, customer_id)))) FROM accounts), ' ',
                (SELECT concat(toString(count()), '/', toString(groupBitXor(cityHash64(transaction_id, customer_id, account_id, booked_on, toString(amount))))) FROM transactions))
            """), (ref RowReader row) => row.TextOrNull(), CancellationToken.None);
        await Console.Out.WriteLineAsync($"done {fingerprint.Single()}");
    }

    private sealed class Speaking : IProgressSink
    {
        private readonly int _standsAt = int.Parse(Environment.GetEnvironmentVariable(StandsAt) ?? "0", CultureInfo.InvariantCulture);
        private int _chunks;

        public void Report(string step, long done, long total)
        {
            var isChunk = step.StartsWith("import", StringComparison.Ordinal);
            Console.Out.WriteLine(isChunk ? "chunk" : step);
            if (isChunk && ++_chunks == _standsAt)
            {
                Thread.CurrentThread.Join(TimeSpan.FromMinutes(1));
            }
        }
    }

    private sealed class NoSealing : ISealing
    {
        public Task<Func<ulong, PersonalData, SealedPersonalData>> OpenAsync(CancellationToken cancel) => throw new NotSupportedException();
    }
}

public sealed class KilledImport
{
    private const int Customers = 4_000;
    private const int Transactions = 12_000;

    [Fact]
    public async Task An_import_killed_anywhere_and_started_again_ends_with_exactly_the_same_data()
    {
        var folder = TestFolder.New();
        WriteBank(folder);
        var mapping = Path.Combine(folder, "bank.yaml");
        var undisturbed = await RunAsync(Path.Combine(folder, "calm"), mapping, killAfter: int.MaxValue);

        var data = Path.Combine(folder, "killed");
        foreach (var chunks in new[] { 2, 7, 13 })
        {
            (await RunAsync(data, mapping, chunks)).ShouldBeNull();
        }

        var finished = await RunAsync(data, mapping, int.MaxValue);

        undisturbed.ShouldNotBeNull().ShouldStartWith($"{Customers}/");
        finished.ShouldBe(undisturbed);
    }

    [Fact]
    public async Task A_delivered_file_whose_import_is_killed_anywhere_is_taken_again_ends_with_the_same_data_and_moves_once()
    {
        var folder = TestFolder.New();
        WriteBank(folder);
        File.WriteAllText(Path.Combine(folder, "bank.yaml"), "mapping: bank\nimports: [customers.yaml, accounts.yaml]\n");
        var drop = Path.Combine(folder, "drop.yaml");
        File.WriteAllText(drop, File.ReadAllText(Path.Combine(folder, "transactions.yaml")).Replace("{path: transactions.csv}", "{drop: {folder: in, pattern: '*.jsonl'}}", StringComparison.Ordinal));
        Deliver(folder);
        var undisturbed = await RunAsync(Path.Combine(folder, "calm"), Path.Combine(folder, "bank.yaml"), int.MaxValue, drop: drop);
        Directory.Delete(Path.Combine(folder, "in"), recursive: true);
        Deliver(folder);

        var data = Path.Combine(folder, "killed");
        foreach (var chunks in new[] { 9, 13, 18 })
        {
            (await RunAsync(data, Path.Combine(folder, "bank.yaml"), chunks, drop: drop)).ShouldBeNull();
            File.Exists(Path.Combine(folder, "in", "day.jsonl")).ShouldBeTrue();
        }

        (await RunAsync(data, Path.Combine(folder, "bank.yaml"), int.MaxValue, drop: drop)).ShouldBe(undisturbed);

        undisturbed!.ShouldContain($" {Transactions}/");
        Directory.GetFiles(Path.Combine(folder, "in")).ShouldBeEmpty();
        Directory.GetFiles(Path.Combine(folder, "in", "done")).Length.ShouldBe(3);
    }

    [Theory]
    [InlineData("postgresql")]
    [InlineData("mysql")]
    public async Task An_import_of_a_query_killed_anywhere_and_started_again_ends_with_exactly_the_same_data(string kind)
    {
        var server = await OtherDatabase.NewAsync(kind);
        await server.FillAsync(Customers);
        var folder = TestFolder.New();
        var mapping = Path.Combine(folder, "query.yaml");
        File.WriteAllText(mapping, server.Mapping);
        var undisturbed = await RunAsync(Path.Combine(folder, "calm"), mapping, int.MaxValue, connection: server.Connection);

        var data = Path.Combine(folder, "killed");
        foreach (var chunks in new[] { 1, 3 })
        {
            (await RunAsync(data, mapping, chunks, connection: server.Connection)).ShouldBeNull();
        }

        (await RunAsync(data, mapping, int.MaxValue, connection: server.Connection)).ShouldBe(undisturbed);
        undisturbed!.ShouldStartWith($"{Customers}/");
    }

    private static void Deliver(string folder)
    {
        Directory.CreateDirectory(Path.Combine(folder, "in"));
        var lines = File.ReadLines(Path.Combine(folder, "transactions.csv")).Skip(1).Select(l => l.Split(','))
            .Select(f => $$"""{"id":{{f[0]}},"account":"{{f[1]}}","day":"{{f[2]}}","direction":"{{f[3]}}","amount":{{f[4]}}}""");
        File.WriteAllLines(Path.Combine(folder, "in", "day.jsonl"), lines);
        File.WriteAllText(Path.Combine(folder, "in", "day.jsonl.ok"), string.Create(CultureInfo.InvariantCulture, $"rows={Transactions}"));
    }

    /// <summary>A file system of its own: on Linux as root a tmpfs, else the test says what it needs.</summary>
    [Fact]
    public async Task An_import_on_a_disk_that_fills_is_refused_and_ends_with_the_same_data_once_there_is_room()
    {
        var folder = TestFolder.New();
        WriteBank(folder);
        var mapping = Path.Combine(folder, "bank.yaml");
        var undisturbed = await RunAsync(Path.Combine(folder, "calm"), mapping, killAfter: int.MaxValue);
        var disk = TestFolder.New();
        await MountAsync("mount", "-t", "tmpfs", "-o", "size=96m", "tmpfs", disk);
        try
        {
            var (data, ballast) = (Path.Combine(disk, "data"), Path.Combine(disk, "ballast"));
            var full = await RunAsync(data, mapping, int.MaxValue, atChunk: 5, then: () => Fill(ballast));
            full.ShouldBe("refused disk_full");

            File.Delete(ballast);
            (await RunAsync(data, mapping, int.MaxValue)).ShouldBe(undisturbed);
        }
        finally
        {
            await MountAsync("umount", "-l", disk);
        }
    }

    private static void Fill(string ballast)
    {
        using var file = new FileStream(ballast, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0);
        var page = new byte[4096];
        try
        {
            while (true)
            {
                file.Write(page);
            }
        }
        catch (IOException)
        {
            // No room is left: what was asked for.
        }
    }

    private static async Task MountAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(program, arguments);
        await process.WaitForExitAsync();
        process.ExitCode.ShouldBe(0, "this test mounts a small disk and so needs root");
    }

    /// <summary>Null when it was killed.</summary>
    private static async Task<string?> RunAsync(string data, string mapping, int killAfter, int atChunk = 0, Action? then = null, string? drop = null, string? connection = null)
    {
        using var process = Process.Start(new ProcessStartInfo(
            Environment.ProcessPath is { } host && Path.GetFileNameWithoutExtension(host) == "dotnet" ? host : "dotnet",
            ["exec", typeof(ImportProcess).Assembly.Location, data, mapping, .. drop is null ? Array.Empty<string>() : [drop]]) { RedirectStandardOutput = true, RedirectStandardError = true, Environment = { [ImportProcess.Connection] = connection, [ImportProcess.StandsAt] = killAfter.ToString(CultureInfo.InvariantCulture) } })!;
        var errors = process.StandardError.ReadToEndAsync();
        var chunks = 0;
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.StartsWith("done ", StringComparison.Ordinal))
            {
                await process.WaitForExitAsync();
                return line["done ".Length..];
            }

            chunks += line == "chunk" ? 1 : 0;
            if (line == "chunk" && chunks == atChunk)
            {
                then?.Invoke();
            }

            if (line == "chunk" && chunks == killAfter)
            {
                process.Kill();
                await process.WaitForExitAsync();
                return null;
            }
        }

        throw new InvalidOperationException($"The import ended early: {await errors}");
    }

    private static void WriteBank(string folder)
    {
        Write("customers.csv", "no,since", Customers, i => $"C{i:00000000},1993-01-{1 + (i % 28):00}");
        Write("accounts.csv", "no,owner,since", Customers, i => $"A{i:00000000},C{i:00000000},1993-02-01");
        Write("transactions.csv", "id,account,day,direction,amount", Transactions, i => $"{i},A{1 + (i * 7 % Customers):00000000},1994-{1 + (i % 12):00}-01,credit,{i}.25");
        File.WriteAllText(Path.Combine(folder, "customers.yaml"), "mapping: c\nsource: {path: customers.csv}\ntarget: customers\ncolumns: {customer_no: no, opened_on: since}\n");
        File.WriteAllText(Path.Combine(folder, "accounts.yaml"), "mapping: a\nsource: {path: accounts.csv}\ntarget: accounts\ncolumns: {account_no: no, customer_no: owner, opened_on: since}\n");
        File.WriteAllText(
            Path.Combine(folder, "transactions.yaml"),
            "mapping: t\nsource: {path: transactions.csv}\ntarget: transactions\ncolumns: {transaction_id: id, account_no: account, booked_on: day, direction: direction, amount: amount}\n");
        File.WriteAllText(Path.Combine(folder, "bank.yaml"), "mapping: bank\nimports: [customers.yaml, accounts.yaml, transactions.yaml]\n");

        void Write(string name, string header, int rows, Func<int, string> row)
        {
            var text = new StringBuilder(header).Append('\n');
            for (var i = 1; i <= rows; i++)
            {
                text.Append(CultureInfo.InvariantCulture, $"{row(i)}\n");
            }

            File.WriteAllText(Path.Combine(folder, name), text.ToString());
        }
    }
}
