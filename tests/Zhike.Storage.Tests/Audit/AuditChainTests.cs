using Microsoft.EntityFrameworkCore;
using Zhike.Storage.Audit;
using Zhike.Storage.Records;
using Zhike.Testing;

namespace Zhike.Storage.Tests.Audit;

public sealed class AuditChainTests
{
    private readonly FakeClock _clock = new(TestServices.Start);

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgresql")]
    public async Task Entries_come_back_newest_first_and_the_chain_holds(string store)
    {
        var audit = new AuditChain(await TestRecords.OnAsync(store), _clock);
        await audit.RecordAsync(new AuditEntry("wang.lan", "signed_in", "staff/wang.lan", "从网银中心 \"内网\""), default);
        _clock.Advance(TimeSpan.FromMinutes(1));
        await audit.RecordAsync(new AuditEntry("li.wei", "customer_unmasked", "customer/C00000001", "reason: call back"), default);

        var page = await audit.PageAsync(new AuditFilter(), 1, 10, default);

        page.Total.ShouldBe(2);
        page.Items.Select(e => (e.Sequence, e.Actor, e.At)).ShouldBe([(2, "li.wei", TestServices.Start.AddMinutes(1)), (1, "wang.lan", TestServices.Start)]);
        (await audit.PageAsync(new AuditFilter(Actor: "wang.lan"), 1, 10, default)).Items.Single().Detail.ShouldBe("从网银中心 \"内网\"");
        (await audit.FirstBrokenLinkAsync(default)).ShouldBeNull();
    }

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgresql")]
    public async Task Many_writers_at_once_make_one_chain_without_a_gap(string store)
    {
        var audit = new AuditChain(await TestRecords.OnAsync(store), _clock);

        await Parallel.ForAsync(0, 80, new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (i, cancel) =>
            await audit.RecordAsync(new AuditEntry($"staff{i}", "looked", $"customer/{i}", ""), cancel));

        (await audit.PageAsync(new AuditFilter(), 1, 1, default)).Items.Single().Sequence.ShouldBe(80);
        (await audit.FirstBrokenLinkAsync(default)).ShouldBeNull();
    }

    [Theory]
    [InlineData("UPDATE audit_entries SET detail = 'nothing' WHERE sequence = 3", 3)]
    [InlineData("UPDATE audit_entries SET actor = 'somebody.else' WHERE sequence = 5", 5)]
    [InlineData("UPDATE audit_entries SET at = at + 1 WHERE sequence = 1", 1)]
    [InlineData("DELETE FROM audit_entries WHERE sequence = 2", 2)]
    [InlineData("DELETE FROM audit_entries WHERE sequence = 5", 5)]
    [InlineData("UPDATE audit_entries SET hash = 'ab' WHERE sequence = 4", 4)]
    public async Task Tampering_is_found_where_it_was_done(string tampering, long brokenAt)
    {
        foreach (var store in new[] { "sqlite", "postgresql" })
        {
            var records = await TestRecords.OnAsync(store);
            var audit = new AuditChain(records, _clock);
            for (var i = 0; i < 5; i++)
            {
                await audit.RecordAsync(new AuditEntry("wang.lan", "looked", $"customer/{i}", "the 360 page"), default);
            }

            await using (var context = records.Open())
            {
                await context.Database.ExecuteSqlRawAsync(tampering);
            }

            (await audit.FirstBrokenLinkAsync(default)).ShouldBe(brokenAt, store);
        }
    }

    [Fact]
    public async Task An_entry_goes_with_the_transaction_it_belongs_to()
    {
        var records = await TestRecords.SqliteAsync();
        var audit = new AuditChain(records, _clock);
        await using (var context = records.Open())
        {
            await using var transaction = await context.Database.BeginTransactionAsync();
            await audit.AppendAsync(context, new AuditEntry("wang.lan", "changed", "journey/x", ""), default);
        }

        (await audit.PageAsync(new AuditFilter(), 1, 10, default)).Total.ShouldBe(0);
        await audit.RecordAsync(new AuditEntry("wang.lan", "changed", "journey/x", ""), default);
        (await audit.FirstBrokenLinkAsync(default)).ShouldBeNull();
    }
}
