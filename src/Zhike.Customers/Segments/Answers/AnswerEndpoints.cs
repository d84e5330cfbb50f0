using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Zhike.Contracts.Access;
using Zhike.Contracts.Bank;
using Zhike.Contracts.Http;
using Zhike.Customers.Segments.Views;
using Zhike.Kernel;
using Zhike.Storage.Audit;

namespace Zhike.Customers.Segments.Answers;

/// <summary>The builder's questions over HTTP.</summary>
internal static class AnswerEndpoints
{
    private const int PointsMax = 400;

    public static void MapSegmentAnswers(this IEndpointRouteBuilder routes)
    {
        var segments = routes.MapGroup("/api/v1/segments").Require(Permission.ViewCustomers).WithTags("segments");
        segments.MapPost("breakdown", BreakdownAsync).Produces<Breakdown>();
        segments.MapPost("overlap", OverlapAsync).Produces<Overlap>();
        segments.MapPost("portrait", PortraitAsync).Produces<Portrait>();
        segments.MapPost("belongings", BelongingsAsync).Produces<GroupBelongings>();
        segments.MapGet("{key}/history", HistoryAsync).Produces<IReadOnlyList<HistoryPoint>>();
        segments.MapPost("{key}/freeze", FreezeAsync).Require(Permission.EditDefinitions).Produces<CustomerListRow>();
    }

    private static async Task<IResult> BreakdownAsync(ExpressionRequest request, [AsParameters] Asked asked, CancellationToken cancel) =>
        (await asked.Answers.BreakdownAsync(asked.Who.Viewer("break down a segment"), request.Expression, await asked.DayAsync(request.AsOf, cancel), cancel)).ToHttp();

    private static async Task<IResult> OverlapAsync(OverlapRequest request, [AsParameters] Asked asked, CancellationToken cancel)
    {
        if ((request.Expressions is null) == (request.Segments is null))
        {
            return Problem.Invalid("expressions", "must be given, or segments: one of them").ToHttp();
        }

        var expressions = request.Expressions ?? [.. request.Segments!.Select(Named)];
        return (await asked.Answers.OverlapAsync(asked.Who.Viewer("overlap of segments"), expressions, await asked.DayAsync(request.AsOf, cancel), cancel)).ToHttp();
    }

    private static async Task<IResult> PortraitAsync(PortraitRequest request, Portraits portraits, [AsParameters] Asked asked, CancellationToken cancel)
    {
        var group = GroupOf(request);
        return group.Ok ? (await portraits.OfAsync(asked.Who.Viewer("portrait of a segment"), group.Value, await asked.DayAsync(request.AsOf, cancel), cancel)).ToHttp() : group.Problem.ToHttp();
    }

    private static async Task<IResult> BelongingsAsync(PortraitRequest request, Belongings belongings, [AsParameters] Asked asked, CancellationToken cancel)
    {
        var group = GroupOf(request);
        return group.Ok ? (await belongings.OfAsync(asked.Who.Viewer("what a segment holds"), group.Value, await asked.DayAsync(request.AsOf, cancel), cancel)).ToHttp() : group.Problem.ToHttp();
    }

    private static Result<JsonElement> GroupOf(PortraitRequest request) => (request.Expression is null) == (request.Segment is null)
        ? Problem.Invalid("expression", "must be given, or segment: one of them")
        : request.Expression ?? Named(request.Segment!);

    private static async Task<IResult> HistoryAsync(string key, int? points, [AsParameters] Asked asked, CancellationToken cancel)
    {
        if (points is < 1 or > PointsMax)
        {
            return Problem.Invalid("points", $"must lie between 1 and {PointsMax}").ToHttp();
        }

        return TypedResults.Ok(await asked.Answers.HistoryAsync(asked.Who.Viewer("history of a segment"), key, points ?? 90, cancel));
    }

    private static async Task<IResult> FreezeAsync(
        string key, FreezeRequest request, CustomerLists lists, IAudit audit, [AsParameters] Asked asked, CancellationToken cancel)
    {
        var errors = ListEndpoints.CheckNames(request.List, request.NameZh, "list");
        if (errors.Count > 0)
        {
            return Problem.Invalid(errors).ToHttp();
        }

        var version = await lists.FreezeAsync(key, request, asked.Who.Staff, cancel);
        if (version is null)
        {
            return Problem.NotFound("computed version of segment", request.Version is { } wanted ? $"{key}@{wanted}" : key).ToHttp();
        }

        await audit.RecordAsync(new AuditEntry(asked.Who.Staff, "segment_frozen", $"segment/{key}@{version}", $"list/{request.List}"), cancel);
        return TypedResults.Ok((await lists.ReadAsync(asked.Who.Viewer("freeze segment"), cancel)).First(l => l.Key == request.List));
    }

    private static JsonElement Named(string segment) => JsonSerializer.SerializeToElement(new { segment });

    internal sealed record Asked(ICurrentViewer Who, SegmentAnswers Answers, IBusinessDate BusinessDate)
    {
        public async Task<DateOnly> DayAsync(DateOnly? given, CancellationToken cancel) => given ?? await BusinessDate.CurrentAsync(cancel);
    }
}
