using System.Globalization;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Zhike.Contracts.Customers;
using Zhike.Contracts.Http;
using Zhike.Customers.Spreadsheets;
using Zhike.Customers.Suppression;
using Zhike.Customers.Tests.Catalogue;
using Zhike.Customers.Tests.Profiles;
using Zhike.Kernel;
using Zhike.Storage.Audit;
using Zhike.Storage.Definitions;
using Zhike.Testing;

namespace Zhike.Customers.Tests.Suppression;

public sealed class SuppressionTests
{
    private static readonly FakeViewer Officer = new(true);

    [Fact]
    public async Task An_entry_takes_the_scope_of_its_list_and_stands_until_it_is_ended()
    {
        var stage = await NewAsync();
        var book = stage.Services.GetRequiredService<SuppressionBook>();
        var clock = stage.Services.GetRequiredService<FakeClock>();

        var entry = (await book.AddAsync(Officer, Asked("C00000001", "opt_out"), CancellationToken.None)).Value;
        clock.Advance(TimeSpan.FromDays(2));
        (await Refused(stage, "marketing")).ShouldBe("opt_out");
        (await Refused(stage, "service")).ShouldBe("");
        var ended = await book.EndAsync(Officer, ulong.Parse(entry.EntryId, CultureInfo.InvariantCulture), new EndRequest("asked to come back"), CancellationToken.None);
        clock.Advance(TimeSpan.FromHours(1));

        entry.Purposes.ShouldBe(["marketing", "credit_offers"]);
        ended.Value.State.ShouldBe("ended");
        (await Refused(stage, "marketing")).ShouldBe("never_asked");
        // For the day before it still stood.
        (await Refused(stage, "marketing", clock.GetUtcNow().AddDays(-1))).ShouldBe("opt_out");
        (await book.EndAsync(Officer, ulong.Parse(entry.EntryId, CultureInfo.InvariantCulture), new EndRequest("again"), CancellationToken.None)).Problem!.Code.ShouldBe("already_ended");
        (await book.PageAsync(ProfileStage.Prague, "", "ended", "", new PageRequest(1, 10), CancellationToken.None)).Items.ShouldHaveSingleItem().EndedReason.ShouldBe("asked to come back");
        (await book.PageAsync(ProfileStage.South, "", "", "", new PageRequest(1, 10), CancellationToken.None)).Total.ShouldBe(0);
        (await stage.Services.GetRequiredService<AuditChain>().PageAsync(new AuditFilter(), 1, 2, CancellationToken.None)).Items.Select(i => i.Action)
            .ShouldBe(["suppression_ended", "suppression_added"]);
    }

    [Fact]
    public async Task A_file_reports_what_matched_what_did_not_and_what_is_wrong_with_the_rest()
    {
        var stage = await NewAsync();
        var upload = stage.Services.GetRequiredService<UploadEntries>();
        var csv = "\uFEFF客户号,截止日期,原因\nC00000001,,\"故, 家属告知\"\nC00000002,1994-05-01,\nC00000003,,\nC00000001,,\n,1994-05-01,\nC9,1994-02-30,\n\nC8,1994-01-01,\n";

        var report = (await upload.RunAsync(Officer, new MemoryStream(Encoding.UTF8.GetBytes(csv)), Asked(null, "deceased"), CancellationToken.None)).Value;
        var again = (await upload.RunAsync(Officer, new MemoryStream(Encoding.UTF8.GetBytes(csv)), Asked(null, "deceased"), CancellationToken.None)).Value;

        // Customer 3 lies outside the officer's scope: as unknown as a number that nobody has.
        (report.Rows, report.Matched, report.AlreadyListed, report.Unmatched, report.Bad).ShouldBe((7, 2, 0, 1, 4));
        report.Numbers.ShouldBe(["C00000003"]);
        report.BadRows.Select(r => r.Row).ShouldBe([5L, 6, 7, 9]);
        report.BadRows[0].Message.ShouldContain("repeats");
        (again.Matched, again.AlreadyListed).ShouldBe((0, 2));
        (await Refused(stage, "service")).ShouldBe("deceased");
        var entries = await stage.Services.GetRequiredService<SuppressionBook>().PageAsync(ProfileStage.Prague, "deceased", "current", "", new PageRequest(1, 10), CancellationToken.None);
        entries.Items.Single(e => e.CustomerNo == "C00000001").Reason.ShouldBe("故, 家属告知");
        entries.Items.Single(e => e.CustomerNo == "C00000002").EndsAt.ShouldBe(new DateTimeOffset(1994, 5, 1, 16, 0, 0, TimeSpan.Zero));
    }

    [Theory]
    [InlineData("", "file is empty")]
    [InlineData("name\n张三\n", "customer_no")]
    public async Task A_file_that_is_no_list_is_refused(string content, string said)
    {
        var stage = await NewAsync();

        (await stage.Services.GetRequiredService<UploadEntries>().RunAsync(Officer, new MemoryStream(Encoding.UTF8.GetBytes(content)), Asked(null, "deceased"), CancellationToken.None))
            .Problem!.Message.ShouldContain(said);
    }

    [Fact]
    public async Task Every_mistake_in_an_entry_is_named_at_once()
    {
        var stage = await NewAsync();
        var request = new SuppressionRequest("", "no-list", ["pigeon"], ["gossip"], [""], new DateOnly(1994, 4, 2), new DateOnly(1994, 4, 1), " ", new string('x', 121));

        (await stage.Services.GetRequiredService<SuppressionBook>().AddAsync(Officer, request, CancellationToken.None)).Problem!.Errors.Select(e => e.Field)
            .ShouldBe(["customerNo", "list", "channels[0]", "purposes[0]", "lines[0]", "endsOn", "reason", "reference"]);
    }

    internal static async Task<ProfileStage> NewAsync(Action<IServiceCollection>? also = null)
    {
        var stage = await ProfileStage.NewAsync(also);
        foreach (var list in ShippedDefinitionsTests.Documents("suppression"))
        {
            (await stage.Services.GetRequiredService<IDefinitions>().InstallAsync("suppression", list.GetProperty("key").GetString()!, list.GetRawText(), CancellationToken.None)).OrThrow();
        }

        return stage;
    }

    private static SuppressionRequest Asked(string? number, string list) => new(number, list, null, null, null, null, null, "told us so", "");

    private static async Task<string> Refused(ProfileStage stage, string purpose, DateTimeOffset? at = null) =>
        (await stage.Services.GetRequiredService<IContactGate>().RefusedAsync(
            new ContactQuestion("sms", new ContactClass(purpose, ""), at ?? stage.Services.GetRequiredService<BankClock>().GetUtcNow()), [1], CancellationToken.None))
        .GetValueOrDefault(1ul)?.Detail ?? "";
}
