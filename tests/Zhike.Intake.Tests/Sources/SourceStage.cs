using System.Text.Json;
using Zhike.Contracts.Intake;
using Zhike.Contracts.Jobs;
using Zhike.Intake.Import;
using Zhike.Intake.Sources;
using Zhike.Intake.Tests.Import;
using Zhike.Kernel;
using Zhike.Testing;

namespace Zhike.Intake.Tests.Sources;

/// <summary>A folder of sources on a fresh database, and the turns a server would give them.</summary>
internal sealed class SourceStage
{
    private readonly ImportStage _import;

    private SourceStage(ImportStage import) => _import = import;

    public ImportStage Import => _import;

    public SourceBoard Board => _import.Service<SourceBoard>();

    public SourceSchedules Schedules => _import.Service<SourceSchedules>();

    public FakeClock Clock => _import.Service<FakeClock>();

    public static async Task<SourceStage> NewAsync()
    {
        var import = await ImportStage.NewAsync();
        import.Configuration["Sources:Folder"] = import.Folder;
        return new SourceStage(import);
    }

    public Task ScheduleAsync(string source, string cron, long revision = 0, bool enabled = true) =>
        OrThrowAsync(Schedules.SaveAsync(source, cron, enabled, revision, "admin", CancellationToken.None));

    /// <summary>What the server's loop does. Answers the outcomes, by source.</summary>
    public async Task<List<string>> TurnAsync()
    {
        var (turns, ended) = (_import.Service<ISourceTurns>(), new List<string>());
        foreach (var turn in await turns.DueAsync(CancellationToken.None))
        {
            var outcome = SourceTurn.Done;
            try
            {
                await RunAsync(turn.Source, turn.Cause, turn.Note);
            }
            catch (ProblemException refused)
            {
                outcome = refused.Message;
            }

            await turns.EndedAsync(turn, outcome, CancellationToken.None);
            ended.Add($"{turn.Source} {turn.Cause} {outcome}");
        }

        return ended;
    }

    public Task<JobOutcome> RunAsync(string source, string cause = "Person", string note = "", string file = "") => _import.Service<SourceJob>()
        .RunAsync(JsonSerializer.SerializeToElement(new { source, cause, note, file }), _import, CancellationToken.None);

    public async Task<IReadOnlyList<BatchRun>> RunsAsync(string? source = null) =>
        (await Board.RunsAsync(source, new Contracts.Http.PageRequest(1, 50), CancellationToken.None)).Items;

    public async Task<BatchSource> SourceAsync(string source) => (await Board.ListAsync(CancellationToken.None)).Sources.Single(s => s.Source == source);

    private static async Task OrThrowAsync<T>(Task<Result<T>> work) => (await work).OrThrow();
}
