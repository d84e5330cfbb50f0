using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Zhike.Kernel;
using Zhike.Storage.Audit;
using Zhike.Storage.Definitions;
using Zhike.Storage.Records;
using Zhike.Testing;

namespace Zhike.Storage.Tests.Definitions;

public sealed class DefinitionStoreTests
{
    private readonly FakeClock _clock = new(TestServices.Start);
    private readonly Colours _colours = new();

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgresql")]
    public async Task A_draft_goes_live_when_a_second_person_approves(string store)
    {
        var (definitions, audit) = await OnAsync(store);
        var draft = (await definitions.SaveDraftAsync("colour", "red", "hex: FF0000", "wang.lan", null, default)).OrThrow();
        var submitted = (await definitions.SubmitAsync("colour", "red", 1, "wang.lan", default)).OrThrow();
        var byAuthor = await definitions.ApproveAsync("colour", "red", 1, "wang.lan", default);
        var live = (await definitions.ApproveAsync("colour", "red", 1, "li.wei", default)).OrThrow();

        draft.ShouldSatisfyAllConditions(d => d.Version.ShouldBe(1), d => d.Status.ShouldBe(DefinitionStatus.Draft), d => d.Document.ShouldBe("""{"hex":"FF0000"}"""));
        submitted.Status.ShouldBe(DefinitionStatus.Submitted);
        byAuthor.Problem!.Code.ShouldBe("approver_is_author");
        live.ShouldSatisfyAllConditions(d => d.Status.ShouldBe(DefinitionStatus.Live), d => d.Approver.ShouldBe("li.wei"), d => d.ChangedAt.ShouldBe(TestServices.Start));
        (await definitions.FindLiveAsync("colour", "red", default)).ShouldBe(live);
        _colours.WentLive.ShouldBe(["red@1"]);
        (await audit.PageAsync(new AuditFilter(), 1, 10, default)).Items.Select(e => $"{e.Actor} {e.Action} {e.Subject}").ShouldBe(
        [
            "li.wei definition_approved colour/red@1", "wang.lan definition_submitted colour/red@1", "wang.lan definition_saved colour/red@1",
        ]);
        (await audit.FirstBrokenLinkAsync(default)).ShouldBeNull();
    }

    [Theory]
    [InlineData("sqlite")]
    public async Task What_others_use_is_not_stopped_and_they_are_named(string store)
    {
        var (definitions, _) = await OnAsync(store);
        await PublishAsync(definitions, "red", "hex: FF0000");
        _colours.Users.AddRange(["segment/warm", "journey/welcome"]);

        var refused = await definitions.StopAsync("colour", "red", "wang.lan", default);
        refused.Problem!.Code.ShouldBe("in_use");
        refused.Problem.Message.ShouldContain("segment/warm, journey/welcome");

        _colours.Users.Clear();
        (await definitions.StopAsync("colour", "red", "wang.lan", default)).OrThrow().Status.ShouldBe(DefinitionStatus.Stopped);
    }

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgresql")]
    public async Task A_newer_version_supersedes_the_live_one_and_a_stop_ends_it(string store)
    {
        var (definitions, _) = await OnAsync(store);
        await PublishAsync(definitions, "red", "hex: FF0000");
        (await definitions.SaveDraftAsync("colour", "red", "hex: EE0000", "wang.lan", null, default)).OrThrow().Version.ShouldBe(2);
        (await definitions.LiveAsync("colour", default)).Single().Version.ShouldBe(1);
        await definitions.SubmitAsync("colour", "red", 2, "wang.lan", default);
        (await definitions.ApproveAsync("colour", "red", 2, "li.wei", default)).OrThrow();
        await PublishAsync(definitions, "blue", "hex: 0000FF");

        (await definitions.HistoryAsync("colour", "red", default)).Select(d => d.Status).ShouldBe([DefinitionStatus.Superseded, DefinitionStatus.Live]);
        (await definitions.ListAsync("colour", default)).Select(d => (d.Key, d.Version)).ShouldBe([("blue", 1), ("red", 2)]);
        (await definitions.StopAsync("colour", "red", "wang.lan", default)).OrThrow().Status.ShouldBe(DefinitionStatus.Stopped);
        (await definitions.FindLiveAsync("colour", "red", default)).ShouldBeNull();
        (await definitions.StopAsync("colour", "red", "wang.lan", default)).Problem!.Kind.ShouldBe(ProblemKind.NotFound);
    }

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgresql")]
    public async Task Two_people_who_write_one_draft_do_not_overwrite_each_other(string store)
    {
        var (definitions, _) = await OnAsync(store);
        var first = (await definitions.SaveDraftAsync("colour", "red", "hex: FF0000", "wang.lan", null, default)).OrThrow();
        var second = (await definitions.SaveDraftAsync("colour", "red", "hex: EE0000", "li.wei", first.Revision, default)).OrThrow();

        (await definitions.SaveDraftAsync("colour", "red", "hex: DD0000", "wang.lan", first.Revision, default)).Problem!.Code.ShouldBe("changed_meanwhile");
        (await definitions.SaveDraftAsync("colour", "red", "hex: DD0000", "wang.lan", null, default)).Problem!.Code.ShouldBe("changed_meanwhile");
        (await definitions.FindAsync("colour", "red", 1, default)).ShouldBe(second);
    }

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgresql")]
    public async Task Of_two_first_drafts_at_once_one_is_refused(string store)
    {
        var (definitions, _) = await OnAsync(store);

        var results = await Task.WhenAll(Enumerable.Range(0, 6).Select(i => Task.Run(() =>
            definitions.SaveDraftAsync("colour", "red", $"hex: FF000{i}", $"staff{i}", null, default))));

        results.Count(r => r.Ok).ShouldBe(1);
        results.Where(r => !r.Ok).ShouldAllBe(r => r.Problem!.Code == "changed_meanwhile");
    }

    [Fact]
    public async Task A_rejected_version_stays_in_the_history_and_the_next_draft_gets_the_next_number()
    {
        var (definitions, _) = await OnAsync("sqlite");
        await definitions.SaveDraftAsync("colour", "red", "hex: FF0000", "wang.lan", null, default);
        await definitions.SubmitAsync("colour", "red", 1, "wang.lan", default);
        (await definitions.SaveDraftAsync("colour", "red", "hex: EE0000", "wang.lan", 2, default)).Problem!.Code.ShouldBe("waits_for_approval");
        (await definitions.RejectAsync("colour", "red", 1, "li.wei", " ", default)).Problem!.Errors.Single().Field.ShouldBe("note");
        (await definitions.RejectAsync("colour", "red", 1, "li.wei", "too loud", default)).OrThrow().Note.ShouldBe("too loud");
        (await definitions.ApproveAsync("colour", "red", 1, "li.wei", default)).Problem!.Code.ShouldBe("wrong_state");

        (await definitions.SaveDraftAsync("colour", "red", "hex: AA0000", "wang.lan", null, default)).OrThrow().Version.ShouldBe(2);
    }

    [Theory]
    [InlineData("red", "hex: GG", "hex")]
    [InlineData("red", "hex", "document")]
    [InlineData("red", "hex: [", "document")]
    [InlineData("Red", "hex: FF0000", "key")]
    [InlineData("red", "{key: blue, hex: FF0000}", "key")]
    public async Task A_document_that_breaks_a_rule_is_refused_with_its_field(string key, string text, string field)
    {
        var (definitions, _) = await OnAsync("sqlite");

        (await definitions.SaveDraftAsync("colour", key, text, "wang.lan", null, default)).Problem!.Errors.Select(e => e.Field).ShouldBe([field]);
        (await definitions.HistoryAsync("colour", key, default)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_room_that_refuses_to_go_live_leaves_the_version_submitted()
    {
        var (definitions, _) = await OnAsync("sqlite");
        await definitions.SaveDraftAsync("colour", "red", "hex: FF0000", "wang.lan", null, default);
        await definitions.SubmitAsync("colour", "red", 1, "wang.lan", default);
        _colours.Refuses = true;

        (await definitions.ApproveAsync("colour", "red", 1, "li.wei", default)).Problem!.Code.ShouldBe("no_paint");
        (await definitions.FindAsync("colour", "red", 1, default))!.Status.ShouldBe(DefinitionStatus.Submitted);
    }

    [Fact]
    public async Task An_unknown_kind_is_refused()
    {
        var (definitions, _) = await OnAsync("sqlite");

        (await definitions.SaveDraftAsync("smell", "rose", "a: 1", "wang.lan", null, default)).Problem!.Kind.ShouldBe(ProblemKind.NotFound);
    }

    [Fact]
    public async Task Installing_a_document_twice_installs_it_once_and_never_over_the_banks_own()
    {
        var (definitions, _) = await OnAsync("sqlite");
        (await definitions.InstallAsync("colour", "red", "hex: FF0000", default)).OrThrow().Version.ShouldBe(1);
        (await definitions.InstallAsync("colour", "red", "{\"hex\": \"FF0000\"}", default)).OrThrow().Version.ShouldBe(1);
        await definitions.SaveDraftAsync("colour", "red", "hex: AB0000", "wang.lan", null, default);
        await definitions.SubmitAsync("colour", "red", 2, "wang.lan", default);
        await definitions.ApproveAsync("colour", "red", 2, "li.wei", default);

        (await definitions.InstallAsync("colour", "red", "hex: FF0000", default)).OrThrow().Version.ShouldBe(2);
        (await definitions.InstallAsync("colour", "red", "hex: 110000", default)).OrThrow().ShouldSatisfyAllConditions(
            d => d.Version.ShouldBe(3), d => d.Author.ShouldBe("catalogue"), d => d.Approver.ShouldBe("release"));
        _colours.WentLive.ShouldBe(["red@1", "red@2", "red@3"]);
    }

    private static async Task PublishAsync(IDefinitions definitions, string key, string text)
    {
        var draft = (await definitions.SaveDraftAsync("colour", key, text, "wang.lan", null, default)).OrThrow();
        await definitions.SubmitAsync("colour", key, draft.Version, "wang.lan", default);
        (await definitions.ApproveAsync("colour", key, draft.Version, "li.wei", default)).OrThrow();
    }

    private async Task<(IDefinitions Definitions, IAudit Audit)> OnAsync(string store)
    {
        var services = new ServiceCollection();
        services.AddSingleton<IRecords>(await TestRecords.OnAsync(store));
        services.AddSingleton<TimeProvider>(_clock);
        services.AddSingleton<AuditChain>();
        services.AddSingleton<IDefinitions, DefinitionStore>();
        services.AddSingleton<IDefinitionKind>(_colours);
        var provider = services.BuildServiceProvider();
        return (provider.GetRequiredService<IDefinitions>(), provider.GetRequiredService<AuditChain>());
    }

    private sealed class Colours : IDefinitionKind
    {
        public List<string> WentLive { get; } = [];

        public bool Refuses { get; set; }

        public string Kind => "colour";

        public Task<IReadOnlyList<FieldError>> CheckAsync(string key, JsonElement document, CancellationToken cancel)
        {
            var hex = document.TryGetProperty("hex", out var value) ? value.ToString() : "";
            IReadOnlyList<FieldError> errors = hex.Length == 6 ? [] : [new FieldError("hex", "must have six digits")];
            return Task.FromResult(errors);
        }

        public List<string> Users { get; } = [];

        public Task<IReadOnlyList<string>> UsersAsync(string key, CancellationToken cancel) => Task.FromResult<IReadOnlyList<string>>(Users);

        public Task GoLiveAsync(Definition definition, CancellationToken cancel)
        {
            if (Refuses)
            {
                throw new ProblemException(Problem.Conflict("no_paint", "There is no paint left."));
            }

            WentLive.Add($"{definition.Key}@{definition.Version}");
            return Task.CompletedTask;
        }
    }
}
