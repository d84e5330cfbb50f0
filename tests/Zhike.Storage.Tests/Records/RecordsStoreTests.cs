using Microsoft.EntityFrameworkCore;
using Npgsql;
using Zhike.Kernel;
using Zhike.Storage.Migrations;
using Zhike.Storage.Records;
using Zhike.Testing;

namespace Zhike.Storage.Tests.Records;

public sealed class RecordsStoreTests
{
    private static readonly Migration Notes = new("test", 1, "notes", """
        -- every kind of value that rooms keep
        CREATE TABLE IF NOT EXISTS notes
        (
            id TEXT NOT NULL PRIMARY KEY, -- a GUID
            number BIGINT NOT NULL,
            at BIGINT NOT NULL,
            on_day TEXT NOT NULL,
            amount TEXT NOT NULL,
            mood TEXT NOT NULL,
            done BOOLEAN NOT NULL,
            remark TEXT,
            revision BIGINT NOT NULL
        );

        CREATE INDEX IF NOT EXISTS notes_by_day ON notes (on_day);
        """);

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgresql")]
    public async Task Every_kind_of_value_survives(string store)
    {
        var records = await WithNotesAsync(store);
        var note = new Note
        {
            Id = Guid.Parse("0196d9a0-7f00-7abc-8def-0123456789ab"),
            Number = long.MaxValue,
            At = new DateTimeOffset(1994, 3, 31, 23, 59, 59, 999, TimeSpan.Zero),
            OnDay = new DateOnly(1994, 2, 28),
            Amount = 103_261_740.0001m,
            Mood = Mood.VeryGlad,
            Done = true,
            Remark = "知客 'quoted' \\ \"double\"\n",
        };
        await using (var context = records.Open())
        {
            context.Add(note);
            await context.SaveChangesAsync();
        }

        await using var again = records.Open();
        var read = await again.Set<Note>().SingleAsync(n => n.OnDay == note.OnDay && n.At == note.At && n.Mood == Mood.VeryGlad && n.Done);
        (read.Id, read.Number, read.At, read.OnDay, read.Amount, read.Mood, read.Done, read.Remark, read.Revision)
            .ShouldBe((note.Id, note.Number, note.At, note.OnDay, note.Amount, note.Mood, note.Done, note.Remark, 1));
    }

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgresql")]
    public async Task A_change_on_an_outdated_revision_is_refused(string store)
    {
        var records = await WithNotesAsync(store);
        var id = Guid.Parse("0196d9a0-7f00-7abc-8def-0123456789ab");
        await using (var context = records.Open())
        {
            context.Add(new Note { Id = id, Remark = "first" });
            await context.SaveChangesAsync();
        }

        await using var mine = records.Open();
        await using var theirs = records.Open();
        var my = await mine.Set<Note>().SingleAsync(n => n.Id == id);
        var their = await theirs.Set<Note>().SingleAsync(n => n.Id == id);
        their.Remark = "theirs";
        await theirs.SaveChangesAsync();
        my.Remark = "mine";

        var refused = await Should.ThrowAsync<ProblemException>(() => mine.SaveChangesAsync());

        refused.Problem.Code.ShouldBe("changed_meanwhile");
        await using var after = records.Open();
        (await after.Set<Note>().SingleAsync(n => n.Id == id)).Remark.ShouldBe("theirs");
    }

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgresql")]
    public async Task Migrations_are_applied_once_and_two_starts_at_once_take_turns(string store)
    {
        var records = await WithNotesAsync(store);
        var more = new Migration("test", 2, "more", "CREATE TABLE more (id TEXT NOT NULL PRIMARY KEY);\nINSERT INTO more (id) VALUES ('one');\n");

        var applied = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
            RecordsMigrator.MigrateAsync(records, [Notes, more], TimeProvider.System, default))));

        applied.Sum().ShouldBe(1);
    }

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgresql")]
    public async Task A_migration_that_fails_half_way_leaves_nothing(string store)
    {
        var records = await WithNotesAsync(store);
        var broken = new Migration("test", 2, "broken", "CREATE TABLE half (id TEXT NOT NULL PRIMARY KEY);\nCREATE TABLE broken (;\n");

        await Should.ThrowAsync<System.Data.Common.DbException>(() => RecordsMigrator.MigrateAsync(records, [broken], TimeProvider.System, default));

        var mended = broken with { Sql = "CREATE TABLE half (id TEXT NOT NULL PRIMARY KEY);\n" };
        (await RecordsMigrator.MigrateAsync(records, [mended], TimeProvider.System, default)).ShouldBe(1);
    }

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgresql")]
    public async Task Many_writers_wait_for_their_turn_instead_of_failing(string store)
    {
        var records = await WithNotesAsync(store);

        await Parallel.ForAsync(0, 60, new ParallelOptions { MaxDegreeOfParallelism = 12 }, async (i, cancel) =>
        {
            await using var context = records.Open();
            await using var transaction = await context.Database.BeginTransactionAsync(cancel);
            var known = await context.Set<Note>().CountAsync(cancel);
            context.Add(new Note { Id = new Guid(i, 0, 0, new byte[8]), Number = known });
            await context.SaveChangesAsync(cancel);
            await transaction.CommitAsync(cancel);
        });

        await using var after = records.Open();
        (await after.Set<Note>().CountAsync()).ShouldBe(60);
    }

    [Theory]
    [InlineData("somewhere")]
    [InlineData("Host=;Database=x")]
    [InlineData("Host=h")]
    [InlineData("postgresql://user@host")]
    [InlineData("Prot=5432")]
    public void A_malformed_connection_is_refused_with_the_name_of_its_option(string connection) =>
        Should.Throw<InvalidOperationException>(() => RecordsConnection.Postgres(connection)).Message.ShouldContain("Records:Connection");

    [Fact]
    public void A_connection_may_be_an_address()
    {
        var connection = RecordsConnection.Postgres("postgresql://zhike:p%40ss@db.bank:6432/marketing");

        connection.IsPostgres.ShouldBeTrue();
        var parts = new NpgsqlConnectionStringBuilder(connection.Text);
        (parts.Host, parts.Port, parts.Database, parts.Username, parts.Password).ShouldBe(("db.bank", 6432, "marketing", "zhike", "p@ss"));
    }

    private static async Task<RecordsStore> WithNotesAsync(string store)
    {
        var connection = store == "sqlite"
            ? RecordsConnection.Sqlite(Path.Combine(TestFolder.New(), "records.db"))
            : await TestRecords.EmptyPostgresAsync();
        var records = new RecordsStore(connection, [new NotesModel()]);
        await RecordsMigrator.MigrateAsync(records, [Notes], TimeProvider.System, default);
        return records;
    }

    private enum Mood
    {
        Sad,
        VeryGlad,
    }

    private sealed class Note : IRevised
    {
        public required Guid Id { get; init; }

        public long Number { get; set; }

        public DateTimeOffset At { get; set; }

        public DateOnly OnDay { get; set; }

        public decimal Amount { get; set; }

        public Mood Mood { get; set; }

        public bool Done { get; set; }

        public string? Remark { get; set; }

        public long Revision { get; set; }
    }

    private sealed class NotesModel : IRecordsModel
    {
        public void Configure(ModelBuilder model) => model.Entity<Note>().ToTable("notes").HasKey(n => n.Id);
    }
}
