using System.Text.Json;
using Zhike.Contracts.Access;
using Zhike.Contracts.Http;
using Zhike.Kernel;

namespace Zhike.Host.Jobs;

/// <summary>Starting long work, and seeing how far it is.</summary>
public static class JobEndpoints
{
    /// <summary>These read files of this machine or write customers that nobody has: for administrators.</summary>
    private static readonly string[] AdministratorsOnly = ["import", "synth", "backup", "rotate-personal-key"];

    public static void MapJobs(this IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api/v1/jobs").WithTags("Jobs");
        api.MapPost("/", StartAsync).Require(Permission.RunJobs).Produces<JobStarted>();
        api.MapGet("/", ListAsync).Require(Permission.ViewReports).Produces<Page<JobView>>();
        api.MapGet("/{id}", FindAsync).Require(Permission.ViewReports).Produces<JobView>();
        api.MapPost("/{id}/cancel", CancelAsync).Require(Permission.RunJobs).Produces(StatusCodes.Status204NoContent);
    }

    private static async Task<IResult> StartAsync(JobRequest request, ICurrentViewer current, JobRunner runner, CancellationToken cancel)
    {
        if (AdministratorsOnly.Contains(request.Verb) && !current.Permissions.Contains(Permission.Administer))
        {
            return Problem.Forbidden($"Only an administrator may start \"{request.Verb}\".").ToHttp();
        }

        var arguments = request.Arguments.ValueKind == JsonValueKind.Undefined ? JsonSerializer.SerializeToElement(new { }) : request.Arguments;
        return (await runner.StartAsync(request.Verb ?? "", arguments, current.Staff, cancel)).Map(job => new JobStarted(job.Id)).ToHttp();
    }

    private static async Task<IResult> ListAsync(int? page, int? size, JobLog log, JobRunner runner, CancellationToken cancel)
    {
        var request = PageRequest.From(page, size);
        if (!request.Ok)
        {
            return request.Problem.ToHttp();
        }

        var jobs = await log.PageAsync(request.Value, cancel);
        var running = runner.Running;
        return TypedResults.Ok(new Page<JobView>([.. jobs.Items.Select(j => JobView.Of(j.Id == running?.Id ? running : j))], jobs.Total));
    }

    private static async Task<IResult> FindAsync(string id, JobRunner runner, CancellationToken cancel) =>
        await runner.FindAsync(id, cancel) is { } job ? TypedResults.Ok(JobView.Of(job)) : Problem.NotFound("job", id).ToHttp();

    private static async Task<IResult> CancelAsync(string id, ICurrentViewer current, JobRunner runner, CancellationToken cancel) =>
        await runner.CancelAsync(id, current.Staff, cancel) ? TypedResults.NoContent() : Problem.NotFound("running job", id).ToHttp();
}

/// <param name="Arguments">As the verb expects them; an object.</param>
public sealed record JobRequest(string Verb, JsonElement Arguments);

public sealed record JobStarted(string JobId);

/// <param name="State">queued, running, done, failed, cancelled or interrupted.</param>
/// <param name="Total">0 while not known.</param>
/// <param name="Message">The summary, or why it failed.</param>
public sealed record JobView(
    string JobId, string Verb, JsonElement Arguments, string State, string Step, long Done, long Total, string Message, JsonElement? Details,
    string StartedBy, DateTimeOffset StartedAt, DateTimeOffset? FinishedAt)
{
    public static JobView Of(JobRecord job) => new(
        job.Id, job.Verb, Json(job.Arguments)!.Value, JsonNamingPolicy.SnakeCaseLower.ConvertName(job.State.ToString()), job.Step, job.Done, job.Total,
        job.Message, Json(job.Details), job.RequestedBy, job.CreatedAt, job.EndedAt);

    private static JsonElement? Json(string text) => text.Length == 0 ? null : JsonSerializer.Deserialize<JsonElement>(text);
}
