using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Zhike.Contracts.Access;
using Zhike.Contracts.Http;
using Zhike.Customers.PersonalData;
using Zhike.Kernel;

namespace Zhike.Customers.Rights;

/// <summary>Requests of persons, the log of unmasked looks, and the state of the key, over HTTP.</summary>
internal static class RightsEndpoints
{
    public static void MapRights(this IEndpointRouteBuilder routes)
    {
        var requests = routes.MapGroup("/api/v1/person-requests").Require(Permission.Compliance).WithTags("compliance");
        requests.MapGet("", PageAsync).Produces<Page<RequestView>>();
        requests.MapGet("counts", async (RequestDesk desk, ICurrentViewer who, CancellationToken cancel) => TypedResults.Ok(await desk.CountsAsync(who, cancel))).Produces<RequestCounts>();
        requests.MapGet("{id}", async (string id, RequestDesk desk, ICurrentViewer who, CancellationToken cancel) =>
            await desk.DetailsAsync(who, id, cancel) is { } details ? TypedResults.Ok(details) : Problem.NotFound("request", id).ToHttp()).Produces<RequestDetails>();
        requests.MapPost("", async (NewRequest asked, RequestDesk desk, ICurrentViewer who, CancellationToken cancel) =>
            (await desk.ReceiveAsync(who, asked, cancel)).ToHttp()).Produces<RequestView>();
        requests.MapPost("{id}/steps", async (string id, StepRequest asked, RequestDesk desk, ICurrentViewer who, CancellationToken cancel) =>
            (await desk.StepAsync(who, id, asked, cancel)).ToHttp()).Produces<RequestDetails>();
        requests.MapPost("{id}/file", FileAsync).Produces<byte[]>(StatusCodes.Status200OK, "application/octet-stream");
        requests.MapPost("{id}/correction", async (string id, CorrectionRequest asked, Corrections corrections, ICurrentViewer who, CancellationToken cancel) =>
            (await corrections.CorrectAsync(who, id, asked, cancel)).ToHttp()).Produces<RequestDetails>();
        requests.MapPost("{id}/objection", async (string id, ObjectionRequest asked, Corrections corrections, ICurrentViewer who, CancellationToken cancel) =>
            (await corrections.ObjectAsync(who, id, asked, cancel)).ToHttp()).Produces<RequestDetails>();
        requests.MapPost("{id}/erasure", async (string id, ErasePerson erase, ICurrentViewer who, CancellationToken cancel) =>
            (await erase.RunAsync(who, id, cancel)).ToHttp()).Produces<CertificateView>();

        var looks = routes.MapGroup("/api/v1/personal-looks").Require(Permission.ViewAudit).WithTags("compliance");
        looks.MapGet("", async (string? staff, DateOnly? day, int? page, int? size, PersonalLooks all, CancellationToken cancel) =>
        {
            var paged = PageRequest.From(page, size);
            return paged.Ok ? TypedResults.Ok(await all.PageAsync(staff?.Trim() ?? "", day, paged.Value, cancel)) : paged.Problem.ToHttp();
        }).Produces<Page<LookView>>();
        looks.MapGet("quotas", async (PersonalLooks all, CancellationToken cancel) => TypedResults.Ok(await all.QuotasAsync(cancel))).Produces<IReadOnlyList<QuotaView>>();
        looks.MapGet("key", async (PersonalVault vault, PersonalKeyCheck check, CancellationToken cancel) =>
        {
            var opened = await vault.TryOpenAsync(cancel);
            return TypedResults.Ok(new KeyView(opened.Ok ? [.. opened.Value.Keys.Select(k => k.Id)] : [], await check.WarningAsync(cancel) ?? ""));
        }).Produces<KeyView>();
    }

    private static async Task<IResult> PageAsync(string? which, string? kind, int? page, int? size, RequestDesk desk, ICurrentViewer who, CancellationToken cancel)
    {
        var paged = PageRequest.From(page, size);
        return paged.Ok ? TypedResults.Ok(await desk.PageAsync(who, which ?? "", kind ?? "", paged.Value, cancel)) : paged.Problem.ToHttp();
    }

    private static async Task<IResult> FileAsync(string id, string? format, PersonFile file, ICurrentViewer who, CancellationToken cancel)
    {
        if (format is not (null or "json" or "xlsx"))
        {
            return Problem.Invalid("format", "must be json or xlsx").ToHttp();
        }

        var written = await file.WriteAsync(who, id, format ?? "json", cancel);
        return written.Ok
            ? TypedResults.File(written.Value, "application/octet-stream", $"person-{id}.{format ?? "json"}")
            : written.Problem.ToHttp();
    }
}

/// <param name="Keys">Ids of the keys at hand, the newest last; two or more while keys rotate.</param>
/// <param name="Warning">What is wrong with them; empty when nothing is.</param>
internal sealed record KeyView(IReadOnlyList<string> Keys, string Warning);
