using Zhike.Contracts.Access;
using Zhike.Contracts.Http;
using Zhike.Storage.Audit;

namespace Zhike.Host.Auditing;

/// <summary>The audit trail, for those who may read it.</summary>
public static class AuditEndpoints
{
    public static void MapAudit(this IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api/v1/audit").WithTags("Audit");
        api.MapGet("/", PageAsync).Require(Permission.ViewAudit).Produces<Page<AuditView>>();
        api.MapGet("/check", CheckAsync).Require(Permission.ViewAudit).Produces<AuditCheck>();
    }

    private static async Task<IResult> PageAsync(
        string? staff, string? action, string? subject, int? page, int? size, IAudit audit, CancellationToken cancel)
    {
        var request = PageRequest.From(page, size);
        if (!request.Ok)
        {
            return request.Problem.ToHttp();
        }

        var found = await audit.PageAsync(new AuditFilter(Given(staff), Given(action), Given(subject)), request.Value.Number, request.Value.Size, cancel);
        return TypedResults.Ok(new Page<AuditView>([.. found.Items.Select(AuditView.Of)], found.Total));
    }

    private static async Task<IResult> CheckAsync(IAudit audit, CancellationToken cancel)
    {
        var broken = await audit.FirstBrokenLinkAsync(cancel);
        return TypedResults.Ok(new AuditCheck(broken is null, (await audit.PageAsync(new AuditFilter(), 1, 1, cancel)).Total, broken));
    }

    private static string? Given(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}

public sealed record AuditView(long Sequence, DateTimeOffset At, string Staff, string Action, string Subject, string Detail, string Hash)
{
    public static AuditView Of(AuditLine line) => new(line.Sequence, line.At, line.Actor, line.Action, line.Subject, line.Detail, line.Hash);
}

/// <param name="FirstBroken">The sequence number of the first entry that does not fit the one before; null when all do.</param>
public sealed record AuditCheck(bool Ok, long Rows, long? FirstBroken);
