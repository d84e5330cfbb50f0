using System.Security.Cryptography;
using System.Text;
using Zhike.Contracts.Access;
using Zhike.Contracts.Customers;
using Zhike.Contracts.Http;
using Zhike.Customers.PersonalData;
using Zhike.Customers.Segments.Exports;
using Zhike.Kernel;

namespace Zhike.Customers.Tests.Segments.Exports;

/// <summary>Who may have which customers as a file, and what is left when something goes wrong.</summary>
public sealed class ExportTests
{
    [Fact]
    public async Task A_second_person_approves_and_who_asked_takes_the_file()
    {
        var stage = await ExportStage.NewAsync();

        var asked = await stage.AskAsync(ExportStage.Wang, ExportStage.Wish());
        (await stage.TurnAsync()).ShouldBe(0);
        (asked.State, asked.Members, asked.MayDecide, asked.MayDownload).ShouldBe(("requested", 3, false, false));
        (await stage.SeenAsync(ExportStage.Zhao, asked.Id)).MayDecide.ShouldBeTrue();
        (await stage.Desk.DecideAsync(ExportStage.Zhao, asked.Id, true, new ExportDecision("可以", asked.Revision), CancellationToken.None)).Value.State.ShouldBe("approved");
        (await stage.TurnAsync()).ShouldBe(1);
        var ready = await stage.SeenAsync(ExportStage.Wang, asked.Id);
        var file = await stage.BytesAsync(ExportStage.Wang, asked.Id);

        (ready.State, ready.Rows, ready.MayDownload, ready.Bytes).ShouldBe(("ready", 3, true, file.Length));
        ready.Sha256.ShouldBe(Convert.ToHexStringLower(SHA256.HashData(file)));
        ExportStage.Rows(Encoding.UTF8.GetString(file)).ShouldBe(["C00000001,张*,138****5678", "C00000002,李*,139****0002", "C00000003,张*,137****0003"]);
        (await stage.TrailAsync(asked.Id)).ShouldBe(
            ["wang export_requested", "zhao export_approved", "system export_begun", "system export_written", "wang export_downloaded"]);
        (await stage.SeenAsync(ExportStage.Wang, asked.Id)).Downloads.ShouldBe(1);
    }

    [Fact]
    public async Task Nobody_decides_about_their_own_wish_and_nobody_decides_twice()
    {
        var stage = await ExportStage.NewAsync();
        var asked = await stage.AskAsync(ExportStage.PragueHead, ExportStage.Wish());

        (await DecideAsync(stage, ExportStage.PragueHead, asked)).Problem!.Kind.ShouldBe(ProblemKind.Forbidden);
        (await stage.Desk.DecideAsync(ExportStage.Zhao, asked.Id, false, new ExportDecision(" ", asked.Revision), CancellationToken.None)).Problem!.Errors.Single().Field.ShouldBe("note");
        var refused = (await stage.Desk.DecideAsync(ExportStage.Zhao, asked.Id, false, new ExportDecision("用途不清", asked.Revision), CancellationToken.None)).Value;
        (refused.State, refused.DecidedBy, refused.Note).ShouldBe(("refused", "zhao", "用途不清"));
        (await DecideAsync(stage, ExportStage.Zhao, asked)).Problem!.Code.ShouldBe("changed_meanwhile");
        (await DecideAsync(stage, ExportStage.Zhao, refused)).Problem!.Code.ShouldBe("wrong_state");
        (await stage.TurnAsync()).ShouldBe(0);
        (await stage.Files.OpenAsync(ExportStage.PragueHead, asked.Id, CancellationToken.None)).Problem!.Code.ShouldBe("not_ready");
    }

    [Fact]
    public async Task Everything_that_is_wrong_with_a_wish_is_said_at_once()
    {
        var stage = await ExportStage.NewAsync();

        var refused = await stage.Desk.RequestAsync(
            ExportStage.Wang, new NewExport("nowhere", null, ["customer_no", "account_no", "tag.none", "customer_no"], "x", "pdf", false, "fr"), CancellationToken.None);

        refused.Problem!.Errors.Select(e => e.Field).ShouldBe(["segment", "purpose", "format", "language", "columns[1]", "columns[2]", "columns"]);
        (await stage.Desk.RequestAsync(ExportStage.Wang, ExportStage.Wish() with { Columns = [] }, CancellationToken.None)).Problem!.Errors.Single().Field.ShouldBe("columns");
    }

    [Fact]
    public async Task An_empty_segment_an_unknown_version_and_too_many_members_are_refused()
    {
        var stage = await ExportStage.NewAsync(rowsMax: 2);

        (await CodeAsync(stage, ExportStage.Wang, ExportStage.Wish() with { Segment = "none" })).ShouldBe("empty_segment");
        (await CodeAsync(stage, ExportStage.Wang, ExportStage.Wish() with { Version = 9 })).ShouldBe("not_found");
        (await CodeAsync(stage, ExportStage.Wang, ExportStage.Wish())).ShouldBe("too_many_rows");
        (await CodeAsync(stage, ExportStage.PragueHead, ExportStage.Wish())).ShouldBe("");
    }

    [Fact]
    public async Task A_file_holds_the_requesters_own_customers_whoever_approves()
    {
        var stage = await ExportStage.NewAsync();
        var prague = await stage.WrittenAsync(ExportStage.PragueHead, ExportStage.Wish(columns: "customer_no"));
        var manager = new Colleague("m2", "/hq/prague/d01/") { Manager = "m2" };
        var own = await stage.WrittenAsync(manager, ExportStage.Wish(columns: "customer_no"));

        ExportStage.Rows(await stage.TextAsync(ExportStage.PragueHead, prague.Id)).ShouldBe(["C00000001", "C00000002"]);
        ExportStage.Rows(await stage.TextAsync(manager, own.Id)).ShouldBe(["C00000002"]);
    }

    [Fact]
    public async Task Only_who_asked_takes_the_file_and_only_from_where_they_asked()
    {
        var stage = await ExportStage.NewAsync();
        var ready = await stage.WrittenAsync(ExportStage.Wang, ExportStage.Wish());
        var book = stage.Bank.Get<ExportBook>();

        (await stage.Files.OpenAsync(ExportStage.Zhao, ready.Id, CancellationToken.None)).Problem!.Kind.ShouldBe(ProblemKind.NotFound);
        (await stage.Files.OpenAsync(new Colleague("wang", "/hq/prague/"), ready.Id, CancellationToken.None)).Problem!.Kind.ShouldBe(ProblemKind.Forbidden);
        (await book.FindSeenAsync(ExportStage.SouthHead, ready.Id, CancellationToken.None)).ShouldBeNull();
        (await book.PageAsync(ExportStage.Zhao, "", "all", new PageRequest(1, 10), CancellationToken.None)).Total.ShouldBe(1);
        (await book.PageAsync(ExportStage.SouthHead, "", "", new PageRequest(1, 10), CancellationToken.None)).Total.ShouldBe(0);
        (await book.PageAsync(ExportStage.Wang, "mine", "", new PageRequest(1, 10), CancellationToken.None)).Items.ShouldHaveSingleItem().MayDownload.ShouldBeTrue();
        (await book.PageAsync(ExportStage.Zhao, "undecided", "", new PageRequest(1, 10), CancellationToken.None)).Total.ShouldBe(0);
    }

    [Fact]
    public async Task Unmasked_needs_the_permission_and_counts_every_customer_as_a_look()
    {
        var stage = await ExportStage.NewAsync();
        var wish = ExportStage.Wish(unmasked: true);
        var everybody = new Colleague("q1", "/hq/") { May = [Permission.ExportCustomers, Permission.ViewPersonalData] };

        (await CodeAsync(stage, ExportStage.Wang, wish)).ShouldBe("forbidden");
        // Three customers, and a role may open two a day (see the stage).
        (await CodeAsync(stage, everybody, wish)).ShouldBe("unmask_quota");
        var ready = await stage.WrittenAsync(ExportStage.PragueHead, wish);
        ExportStage.Rows(await stage.TextAsync(ExportStage.PragueHead, ready.Id)).ShouldBe(["C00000001,张伟,13812345678", "C00000002,李娜,13900000002"]);
        (await stage.TrailAsync(ready.Id)).ShouldContain("p1 customers_unmasked");
        var looks = await stage.Bank.Get<PersonalLooks>().PageAsync("p1", null, new PageRequest(1, 10), CancellationToken.None);
        looks.Items.Select(l => (l.CustomerId, string.Join(',', l.Fields))).Order().ShouldBe([("1", "name,phone"), ("2", "name,phone")]);
        // The same people on the same day cost nothing more.
        (await stage.WrittenAsync(ExportStage.PragueHead, wish)).State.ShouldBe("ready");
    }

    [Fact]
    public async Task What_the_days_quota_does_not_cover_any_more_fails_without_a_file()
    {
        var stage = await ExportStage.NewAsync();
        var approved = await stage.ApprovedAsync(ExportStage.PragueHead, ExportStage.Wish(unmasked: true));
        (await stage.Bank.Get<PersonalLooks>().RecordAsync(ExportStage.PragueHead.Viewer("x"), 9, "another", ["name"], CancellationToken.None)).ShouldBeNull();

        await stage.TurnAsync();

        var failed = await stage.SeenAsync(ExportStage.PragueHead, approved.Id);
        failed.State.ShouldBe("failed");
        failed.Message.ShouldContain("may look at 2 a day");
        stage.OnDisk().ShouldBeEmpty();
        (await stage.Bank.Get<PersonalLooks>().PageAsync("p1", null, new PageRequest(1, 10), CancellationToken.None)).Total.ShouldBe(1);
    }

    [Fact]
    public async Task Who_was_erased_is_in_no_file_and_files_that_hold_them_go()
    {
        var stage = await ExportStage.NewAsync();
        var before = await stage.WrittenAsync(ExportStage.Wang, ExportStage.Wish());
        var elsewhere = await stage.WrittenAsync(ExportStage.Wang, ExportStage.Wish());

        await stage.Bank.RunAsync("INSERT INTO suppression_versions (entry_id, customer_id, list, starts_at, recorded_at, version) VALUES (1, 2, 'erased', '1994-03-31 00:00:00', '1994-03-31 00:00:00', 1)");
        var step = new ErasedFromExports(stage.Bank.Get<ExportBook>(), stage.Turns, stage.Bank.Get<Zhike.Storage.Facts.IFacts>());
        (await step.EraseAsync(new ErasedPerson(4, []), CancellationToken.None)).Single().Rows.ShouldBe(0);
        (await step.EraseAsync(new ErasedPerson(2, []), CancellationToken.None)).Single().Rows.ShouldBe(2);
        var after = await stage.WrittenAsync(ExportStage.Wang, ExportStage.Wish(columns: "customer_no"));

        foreach (var gone in new[] { before, elsewhere })
        {
            (await stage.SeenAsync(ExportStage.Wang, gone.Id)).State.ShouldBe("expired");
        }

        (after.Members, after.Rows).ShouldBe((2, 2));
        ExportStage.Rows(await stage.TextAsync(ExportStage.Wang, after.Id)).ShouldBe(["C00000001", "C00000003"]);
        stage.OnDisk().ShouldBe([$"{after.Id}.key", $"{after.Id}.sealed"]);
    }

    [Fact]
    public async Task A_file_is_deleted_when_its_days_are_over_and_a_wish_lapses()
    {
        var stage = await ExportStage.NewAsync();
        var ready = await stage.WrittenAsync(ExportStage.Wang, ExportStage.Wish());
        var undecided = await stage.AskAsync(ExportStage.Wang, ExportStage.Wish());
        ready.ExpiresAt.ShouldBe(stage.Clock.GetUtcNow().AddDays(7));

        stage.Clock.Advance(TimeSpan.FromDays(7) - TimeSpan.FromSeconds(1));
        await stage.TurnAsync();
        (await stage.TextAsync(ExportStage.Wang, ready.Id)).ShouldContain("C00000001");
        stage.Clock.Advance(TimeSpan.FromSeconds(1));

        // Over its time nobody gets it, though the loop has not come by yet.
        (await stage.Files.OpenAsync(ExportStage.Wang, ready.Id, CancellationToken.None)).Problem!.Message.ShouldContain("expired");
        (await DecideAsync(stage, ExportStage.Zhao, undecided)).Problem!.Code.ShouldBe("wrong_state");
        await stage.TurnAsync();
        stage.OnDisk().ShouldBeEmpty();
        (await stage.SeenAsync(ExportStage.Wang, ready.Id)).State.ShouldBe("expired");
        (await stage.TrailAsync(ready.Id))[^1].ShouldBe("system export_expired");
        (await stage.TrailAsync(undecided.Id))[^1].ShouldBe("system export_expired");
    }

    [Fact]
    public async Task A_killed_run_leaves_nothing_that_can_be_taken_and_is_begun_anew()
    {
        var stage = await ExportStage.NewAsync();
        var approved = await stage.ApprovedAsync(ExportStage.Wang, ExportStage.Wish());
        await stage.Turns.BeginAsync(approved.Id, CancellationToken.None);
        Directory.CreateDirectory(Path.Combine(stage.Folder, "exports"));
        await File.WriteAllTextAsync(Path.Combine(stage.Folder, "exports", $"{approved.Id}.sealed.part"), "half");

        (await stage.Files.OpenAsync(ExportStage.Wang, approved.Id, CancellationToken.None)).Problem!.Code.ShouldBe("not_ready");
        (await stage.RunAsync(approved.Id)).ShouldContain("running");
        // While it runs in this process it is left alone; in the next process nobody runs it.
        (await stage.Turns.DueAsync(CancellationToken.None)).ShouldBeEmpty();
        stage.Turns.Leave(approved.Id);
        (await stage.TurnAsync()).ShouldBe(1);

        (await stage.SeenAsync(ExportStage.Wang, approved.Id)).State.ShouldBe("ready");
        stage.OnDisk().ShouldBe([$"{approved.Id}.key", $"{approved.Id}.sealed"]);
        (await stage.TrailAsync(approved.Id)).ShouldContain("system export_begun_anew");
    }

    [Fact]
    public async Task A_run_that_is_killed_again_and_again_fails_in_the_end()
    {
        var stage = await ExportStage.NewAsync();
        var approved = await stage.ApprovedAsync(ExportStage.Wang, ExportStage.Wish());

        for (var killed = 0; killed < ExportTurns.AttemptsMax; killed++)
        {
            (await stage.Turns.DueAsync(CancellationToken.None)).ShouldBe([approved.Id]);
            await stage.Turns.BeginAsync(approved.Id, CancellationToken.None);
            stage.Turns.Leave(approved.Id);
        }

        (await stage.TurnAsync()).ShouldBe(0);
        (await stage.SeenAsync(ExportStage.Wang, approved.Id)).State.ShouldBe("failed");
    }

    [Fact]
    public async Task A_run_that_fails_or_is_cancelled_leaves_no_file_and_says_why()
    {
        var stage = await ExportStage.NewAsync();
        var moved = await stage.ApprovedAsync(ExportStage.PragueHead, ExportStage.Wish());
        var cancelled = await stage.ApprovedAsync(ExportStage.Wang, ExportStage.Wish());

        await stage.Bank.RunAsync("INSERT INTO customer_versions SELECT * REPLACE('/hq/south/d20/' AS org_path, 2 AS version) FROM customers WHERE customer_id IN (1, 2)");
        await stage.Turns.EndedAsync(moved.Id, await stage.RunAsync(moved.Id), CancellationToken.None);
        await stage.Turns.EndedAsync(cancelled.Id, await stage.RunAsync(cancelled.Id, new CancellationToken(canceled: true)), CancellationToken.None);

        (await stage.SeenAsync(ExportStage.PragueHead, moved.Id)).Message.ShouldContain("None of the members is left");
        (await stage.SeenAsync(ExportStage.Wang, cancelled.Id)).ShouldSatisfyAllConditions(e => e.State.ShouldBe("failed"), e => e.Message.ShouldBe("Cancelled."));
        stage.OnDisk().ShouldBeEmpty();
        (await stage.TrailAsync(moved.Id))[^1].ShouldBe("system export_failed");
    }

    private static Task<Result<ExportView>> DecideAsync(ExportStage stage, Colleague who, ExportView export) =>
        stage.Desk.DecideAsync(who, export.Id, approved: true, new ExportDecision(null, export.Revision), CancellationToken.None);

    private static async Task<string> CodeAsync(ExportStage stage, Colleague who, NewExport wish) =>
        (await stage.Desk.RequestAsync(who, wish, CancellationToken.None)).Problem?.Code ?? "";
}
