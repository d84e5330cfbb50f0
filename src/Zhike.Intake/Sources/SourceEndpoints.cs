using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Zhike.Contracts.Access;
using Zhike.Contracts.Http;
using Zhike.Intake.Import;
using Zhike.Kernel;

namespace Zhike.Intake.Sources;

/// <summary>Batch sources over HTTP. To run one, post the job "source".</summary>
internal static class SourceEndpoints
{
    private const int PreviewCount = 5;

    public static void MapDataSources(this IEndpointRouteBuilder routes)
    {
        var sources = routes.MapGroup("/api/v1/data-sources").WithTags("data-sources");
        sources.MapGet("", (SourceBoard board, CancellationToken cancel) => board.ListAsync(cancel)).Require(Permission.RunJobs);
        sources.MapGet("mapping", async Task<Results<ContentHttpResult, ProblemHttpResult>> (string source, SourceFolder folder, CancellationToken cancel) =>
                folder.Find(source) is { Ok: true } found
                    ? TypedResults.Text(await File.ReadAllTextAsync(found.Value, cancel), "application/yaml")
                    : (ProblemHttpResult)Problem.NotFound("source", source).ToHttp())
            .Require(Permission.RunJobs);
        sources.MapGet("runs", async Task<Results<Ok<Page<BatchRun>>, ProblemHttpResult>> (string? source, int? page, int? size, SourceBoard board, CancellationToken cancel) =>
                PageRequest.From(page, size) is { Ok: true } request ? TypedResults.Ok(await board.RunsAsync(source, request.Value, cancel)) : WrongPage(page, size))
            .Require(Permission.RunJobs);
        sources.MapGet("runs/{id}", async Task<Results<Ok<BatchRun>, ProblemHttpResult>> (string id, SourceBoard board, CancellationToken cancel) =>
                await board.RunAsync(id, cancel) is { } run ? TypedResults.Ok(run) : (ProblemHttpResult)Problem.NotFound("run", id).ToHttp())
            .Require(Permission.RunJobs);
        sources.MapGet("runs/{id}/refusals", (string id, ImportLog log, CancellationToken cancel) => log.RefusalsAsync(id, cancel)).Require(Permission.RunJobs);
        sources.MapGet("files", async Task<Results<Ok<Page<DeliveredFile>>, ProblemHttpResult>> (string? source, int? page, int? size, SourceBoard board, CancellationToken cancel) =>
                PageRequest.From(page, size) is { Ok: true } request ? TypedResults.Ok(await board.FilesAsync(source, request.Value, cancel)) : WrongPage(page, size))
            .Require(Permission.RunJobs);
        sources.MapGet("next", (string cron, SourceBoard board) => board.Preview(cron, PreviewCount).ToHttp())
            .Produces<CronPreview>().Require(Permission.RunJobs);
        sources.MapPut("schedule", async (BatchSchedule request, SourceSchedules schedules, ICurrentViewer who, CancellationToken cancel) =>
                (await schedules.SaveAsync(request.Source, request.Cron, request.Enabled, request.Revision, who.Staff, cancel)).Map(s => s.Revision).ToHttp())
            .Produces<long>().Require(Permission.RunJobs);
        sources.MapGet("lineage", (ulong customer, SourceBoard board, ICurrentViewer who, CancellationToken cancel) =>
                board.LineageAsync(who.Viewer("where a customer's rows came from"), customer, cancel))
            .Require(Permission.ViewCustomers);
    }

    private static ProblemHttpResult WrongPage(int? page, int? size) => (ProblemHttpResult)PageRequest.From(page, size).Problem!.ToHttp();
}
