using Microsoft.Extensions.DependencyInjection;
using Zhike.Kernel;
using Zhike.Storage.Audit;
using Zhike.Storage.Backups;
using Zhike.Storage.Facts;
using Zhike.Storage.Records;
using Zhike.Storage.Tests.Faults;
using Zhike.Testing;

namespace Zhike.Storage.Tests.Backups;

public sealed class BackupTests
{
    private readonly FakeClock _clock = new(TestServices.Start);

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgresql")]
    public async Task Both_stores_come_back_from_one_archive(string store)
    {
        var (archive, _) = await ArchiveAsync(store);
        var data = Path.Combine(TestFolder.New(), "data");
        var connection = store == "sqlite" ? RecordsConnection.Sqlite(Path.Combine(data, "records.db")) : await TestRecords.EmptyPostgresAsync();

        using var restoring = Child.Start("restore", data, archive, connection.IsPostgres ? connection.Text : "");
        (await restoring.LineAsync()).ShouldBe("restored");
        (await restoring.EndAsync()).ShouldBe(0);

        using var holder = Child.Start("hold", Path.Combine(data, "facts"));
        (await holder.LineAsync()).ShouldBe("found 3");
        var audit = new AuditChain(new RecordsStore(connection, [new AuditModel()]), _clock);
        (await audit.PageAsync(new AuditFilter(), 1, 10, default)).Items.Select(e => e.Action).ShouldBe(["second", "first"]);
        (await audit.FirstBrokenLinkAsync(default)).ShouldBeNull();
        Directory.GetFileSystemEntries(Path.GetDirectoryName(data)!).ShouldBe([data]);
    }

    [Fact]
    public async Task A_damaged_archive_is_refused_and_nothing_of_it_is_kept()
    {
        var (archive, _) = await ArchiveAsync("sqlite");
        var whole = await File.ReadAllBytesAsync(archive);
        foreach (var damage in new Action<byte[]>[] { b => b[b.Length / 2] ^= 1, b => Array.Clear(b, 0, 512), b => b.AsSpan(b.Length * 2 / 3).Clear() })
        {
            var damaged = whole.ToArray();
            damage(damaged);
            var file = Path.Combine(TestFolder.New(), "damaged.zhike");
            await File.WriteAllBytesAsync(file, damaged);
            var data = Path.Combine(TestFolder.New(), "data");

            using var restoring = Child.Start("restore", data, file, "");

            (await restoring.LineAsync()).ShouldNotBeNull().ShouldStartWith("archive_damaged: ");
            (await restoring.EndAsync()).ShouldBe(1);
            Directory.GetFileSystemEntries(Path.GetDirectoryName(data)!).ShouldBeEmpty();
        }
    }

    [Fact]
    public async Task A_data_folder_that_holds_something_is_not_restored_into()
    {
        var (archive, backups) = await ArchiveAsync("sqlite");
        var data = TestFolder.New();
        await File.WriteAllTextAsync(Path.Combine(data, "precious"), "x");

        using var restoring = Child.Start("restore", data, archive, "");

        (await restoring.LineAsync()).ShouldNotBeNull().ShouldStartWith("data_not_empty: ");
        File.Exists(Path.Combine(data, "precious")).ShouldBeTrue();
        (await Should.ThrowAsync<ProblemException>(() => backups.WriteAsync(archive, default))).Problem.Code.ShouldBe("file_exists");
        (await Should.ThrowAsync<ProblemException>(() => backups.RestoreAsync(archive + ".not", default))).Problem.Kind.ShouldBe(ProblemKind.NotFound);
    }

    /// <summary>Three batches of facts, two entries of the audit trail, one archive.</summary>
    private async Task<(string Archive, IBackups Backups)> ArchiveAsync(string store)
    {
        var facts = TestEngine.EmptyDatabase();
        await facts.RunAsync(ChildProgram.Table + ";\n" + "INSERT INTO kept SELECT 1 + intDiv(number, 100), number % 100, '' FROM numbers(300);");
        var records = await TestRecords.OnAsync(store);
        var audit = new AuditChain(records, _clock);
        await audit.RecordAsync(new AuditEntry("wang.lan", "first", "x", ""), default);
        await audit.RecordAsync(new AuditEntry("wang.lan", "second", "x", ""), default);
        var services = new ServiceCollection().AddSingleton<IFacts>(facts).BuildServiceProvider();
        var folder = TestFolder.New();
        var backups = new StoreBackups(new StorageOptions { DataFolder = Path.Combine(folder, "data") }, records.Connection, new CountingIds(), _clock, services);
        var archive = Path.Combine(folder, "bank.zhike");

        var manifest = await backups.WriteAsync(archive, default);

        manifest.WrittenAt.ShouldBe(TestServices.Start);
        Directory.GetFileSystemEntries(folder).ShouldBe([archive]);
        return (archive, backups);
    }
}
