using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Zhike.Contracts.Access;
using Zhike.Contracts.Http;
using Zhike.Intake.Events.Refusals;

namespace Zhike.Intake.Events;

/// <summary>Who may send, how much and from where; and what was not taken.</summary>
internal static class SourceEndpoints
{
    private const int HoursDefault = 24;

    public static void MapSources(this IEndpointRouteBuilder routes)
    {
        var sources = routes.MapGroup("/api/v1/sources").Require(Permission.Administer).WithTags("sources");
        sources.MapGet("", (WriteKeys keys, CancellationToken cancel) => keys.ListAsync(cancel));
        sources.MapPost("", async (NewSourceRequest request, WriteKeys keys, ICurrentViewer who, CancellationToken cancel) =>
            (await keys.CreateAsync(request, who.Staff, cancel)).ToHttp()).Produces<NewSource>();
        sources.MapPut("{id}", async (string id, SourceChange change, WriteKeys keys, ICurrentViewer who, CancellationToken cancel) =>
            (await keys.ChangeAsync(id, change, who.Staff, cancel)).ToHttp()).Produces<SourceView>();
        sources.MapDelete("{id}", async (string id, WriteKeys keys, ICurrentViewer who, CancellationToken cancel) =>
            (await keys.RevokeAsync(id, who.Staff, cancel)).ToHttp()).Produces<SourceView>();
        sources.MapGet("refusals", (RefusalQueries refusals, int? hours, CancellationToken cancel) => refusals.LatelyAsync(hours ?? HoursDefault, cancel))
            .WithSummary("What was not taken in the last hours, by source, reason and field, with samples that show the form only");
    }
}
