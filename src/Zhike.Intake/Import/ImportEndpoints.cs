using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Zhike.Contracts.Access;
using Zhike.Contracts.Http;
using Zhike.Contracts.Jobs;

namespace Zhike.Intake.Import;

/// <summary>Imports over HTTP: start one and wait for its report (an administrator: it reads whatever file of the machine its mapping names), or
/// read what earlier ones did.</summary>
internal static class ImportEndpoints
{
    public static void MapImports(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/api/v1/imports", async (JsonElement arguments, ImportJob job, CancellationToken cancel) =>
                (await job.RunAsync(arguments, NoProgress.Instance, cancel)).Details)
            .Require(Permission.Administer).WithTags("imports");
        routes.MapGet("/api/v1/imports", async (int? page, int? size, ImportLog log, CancellationToken cancel) =>
            {
                var request = PageRequest.From(page, size);
                return request.Ok ? TypedResults.Ok(await log.ListAsync(request.Value, cancel)) : request.Problem.ToHttp();
            })
            .Require(Permission.RunJobs).WithTags("imports");
        routes.MapGet("/api/v1/imports/{id}/refusals", (string id, ImportLog log, CancellationToken cancel) => log.RefusalsAsync(id, cancel))
            .Require(Permission.RunJobs).WithTags("imports");
    }

    private sealed class NoProgress : IProgressSink
    {
        public static NoProgress Instance { get; } = new();

        public void Report(string step, long done, long total)
        {
        }
    }
}
