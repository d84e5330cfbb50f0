using Zhike.Intake.Import;
using Zhike.Kernel;

namespace Zhike.Intake.Tests.Sources;

public sealed class ScheduleTests
{
    private const string Products = "mapping: products\nsource: {path: rows.csv}\ntarget: products\ncolumns: {product_id: id, name_zh: name, kind: kind}\n";

    [Fact]
    public async Task A_source_runs_at_its_hour_in_the_banks_zone_and_its_history_says_so()
    {
        var stage = await NewAsync();
        await stage.ScheduleAsync("products.yaml", "30 10 * * *");

        // It is 10:00 in Shanghai.
        (await stage.TurnAsync()).ShouldBeEmpty();
        stage.Clock.Advance(TimeSpan.FromMinutes(30));
        (await stage.TurnAsync()).ShouldBe(["products.yaml Schedule done"]);
        (await stage.TurnAsync()).ShouldBeEmpty();

        var run = (await stage.RunsAsync("products.yaml")).ShouldHaveSingleItem();
        (run.Source, run.Cause, run.State, run.Rows, run.Accepted, run.Refused, run.Missed).ShouldBe(("products.yaml", ImportCause.Schedule, ImportState.Done, 3, 2, 1, 0));
        var refusal = (await stage.Import.Log.RefusalsAsync(run.Id, CancellationToken.None)).ShouldHaveSingleItem();
        (refusal.Row, refusal.ColumnName, refusal.Why, refusal.Code).ShouldBe((2, "kind", "has no value, and must have one", "no_value"));
        var source = await stage.SourceAsync("products.yaml");
        (source.LastOutcome, source.NextAt).ShouldBe(("done", new DateTimeOffset(1994, 4, 1, 2, 30, 0, TimeSpan.Zero)));
    }

    [Fact]
    public async Task Turns_that_were_missed_while_nobody_ran_are_made_up_by_one_run_that_says_so()
    {
        var stage = await NewAsync();
        await stage.ScheduleAsync("products.yaml", "30 10 * * *");

        stage.Clock.Advance(TimeSpan.FromDays(3));
        (await stage.TurnAsync()).ShouldBe(["products.yaml Schedule done"]);
        (await stage.TurnAsync()).ShouldBeEmpty();

        var run = (await stage.RunsAsync()).ShouldHaveSingleItem();
        (run.Missed, run.MissedSince).ShouldBe((3, new DateTimeOffset(1994, 3, 31, 2, 30, 0, TimeSpan.Zero)));
    }

    [Fact]
    public async Task A_turn_stays_due_until_somebody_says_how_it_ended()
    {
        var stage = await NewAsync();
        await stage.ScheduleAsync("products.yaml", "30 10 * * *");
        stage.Clock.Advance(TimeSpan.FromHours(1));
        var turns = stage.Import.Service<Contracts.Intake.ISourceTurns>();

        // The process is killed in the middle of it.
        (await turns.DueAsync(CancellationToken.None)).ShouldHaveSingleItem();

        (await stage.TurnAsync()).ShouldBe(["products.yaml Schedule done"]);
    }

    [Fact]
    public async Task A_source_that_fails_is_recorded_and_comes_again_at_its_next_hour()
    {
        var stage = await NewAsync();
        await stage.ScheduleAsync("products.yaml", "30 10 * * *");
        File.Delete(Path.Combine(stage.Import.Folder, "rows.csv"));
        stage.Clock.Advance(TimeSpan.FromMinutes(30));

        (await stage.TurnAsync()).ShouldHaveSingleItem().ShouldContain("cannot be opened");

        (await stage.TurnAsync()).ShouldBeEmpty();
        (await stage.RunsAsync()).Single().State.ShouldBe(ImportState.Failed);
        (await stage.SourceAsync("products.yaml")).LastOutcome.ShouldContain("cannot be opened");
    }

    [Fact]
    public async Task A_source_that_was_switched_off_or_whose_mapping_is_gone_does_not_run()
    {
        var stage = await NewAsync();
        stage.Import.Write("other.yaml", Products);
        await stage.ScheduleAsync("products.yaml", "30 10 * * *");
        await stage.ScheduleAsync("other.yaml", "30 10 * * *");
        await stage.ScheduleAsync("products.yaml", "30 10 * * *", revision: 1, enabled: false);
        File.Delete(Path.Combine(stage.Import.Folder, "other.yaml"));
        stage.Clock.Advance(TimeSpan.FromHours(1));

        (await stage.TurnAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_schedule_is_refused_without_a_time_on_a_file_elsewhere_or_when_somebody_else_changed_it()
    {
        var stage = await NewAsync();

        (await SaveAsync("products.yaml", "")).Problem!.Errors.Single().Field.ShouldBe("cron");
        (await SaveAsync("products.yaml", "61 * * * *")).Problem!.Errors.Single().Field.ShouldBe("cron");
        (await SaveAsync("../products.yaml", "0 1 * * *")).Problem!.Kind.ShouldBe(ProblemKind.NotFound);
        (await SaveAsync("/etc/passwd", "0 1 * * *")).Problem!.Kind.ShouldBe(ProblemKind.NotFound);
        (await SaveAsync("products.yaml", "0 1 * * *")).Ok.ShouldBeTrue();
        (await SaveAsync("products.yaml", "0 2 * * *")).Problem!.Code.ShouldBe("changed_meanwhile");
        await Should.ThrowAsync<ProblemException>(() => stage.RunAsync("../../elsewhere.yaml"));

        Task<Result<Intake.Sources.SourceScheduleRecord>> SaveAsync(string source, string cron) =>
            stage.Schedules.SaveAsync(source, cron, true, 0, "admin", CancellationToken.None);
    }

    [Fact]
    public async Task A_mapping_that_is_wrong_is_listed_with_what_is_wrong()
    {
        var stage = await NewAsync();
        stage.Import.Write("wrong.yaml", "mapping: wrong\nsource: {path: x.csv}\ntarget: nothing\ncolumns: {}\n");

        (await stage.SourceAsync("wrong.yaml")).Problems.ShouldHaveSingleItem().Field.ShouldBe("target");
        var good = await stage.SourceAsync("products.yaml");
        (good.Name, good.Kind, good.From, good.Targets.Single()).ShouldBe(("products", "csv", "rows.csv", "products"));
    }

    [Fact]
    public async Task A_customers_rows_say_which_runs_brought_them_within_ones_scope()
    {
        var stage = await NewAsync();
        stage.Import.Write("people.yaml", "mapping: people\nsource: {path: people.csv}\ntarget: customers\ncolumns: {customer_no: no, opened_on: since, manager_id: manager}\n");
        stage.Import.Write("people.csv", "no,since,manager\nC1,1993-01-01,m1\nC2,1993-01-01,m2\n");
        stage.Import.Write("accounts.yaml", "mapping: accounts\nsource: {path: accounts.csv}\ntarget: accounts\ncolumns: {account_no: no, customer_no: owner, opened_on: since}\n");
        stage.Import.Write("accounts.csv", "no,owner,since\nA1,C1,1993-01-01\nA2,C1,1993-01-01\nA3,C2,1993-01-01\n");
        await stage.RunAsync("people.yaml");
        await stage.RunAsync("accounts.yaml");
        var runs = (await stage.RunsAsync()).ToDictionary(r => r.Mapping, r => r.Id);

        var origins = await stage.Board.LineageAsync(Viewer.Bank("test"), 1, CancellationToken.None);
        var ofOther = await stage.Board.LineageAsync(new Viewer("m2", OrgPath.Root, "m2", false, "test"), 1, CancellationToken.None);

        origins.Select(o => (o.Part, o.RunId, o.Rows, o.Mapping)).ShouldBe([("accounts", runs["accounts"], 2, "accounts"), ("customers", runs["people"], 1, "people")]);
        ofOther.ShouldBeEmpty();
    }

    private static async Task<SourceStage> NewAsync()
    {
        var stage = await SourceStage.NewAsync();
        stage.Import.Write("products.yaml", Products);
        stage.Import.Write("rows.csv", "id,name,kind\n1,one,card\n2,two,\n3,three,card\n");
        return stage;
    }
}
