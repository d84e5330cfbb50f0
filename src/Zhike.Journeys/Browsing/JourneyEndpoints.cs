using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Zhike.Contracts.Access;
using Zhike.Contracts.Http;
using Zhike.Contracts.Journeys;

namespace Zhike.Journeys.Browsing;

/// <summary>Looking at journeys, the people on them and the rehearsals. Writing and approving them is the definitions' API.</summary>
internal static class JourneyEndpoints
{
    public static void MapJourneyBrowsing(this IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api/v1").WithTags("Journeys");
        api.MapGet("/journeys", ListAsync).Require(Permission.ViewReports).Produces<IReadOnlyList<JourneyRow>>();
        api.MapGet("/journeys/{key}", FindAsync).Require(Permission.ViewReports).Produces<JourneyView>();
        api.MapGet("/journeys/{key}/nodes/{node}/customers", PeopleAsync).Require(Permission.ViewCustomers).Produces<Page<NodePerson>>();
        api.MapGet("/runs", RunsAsync).Require(Permission.ViewReports).Produces<IReadOnlyList<RunView>>();
    }

    private static async Task<IResult> ListAsync(ICurrentViewer current, JourneyQueries journeys, CancellationToken cancel) =>
        TypedResults.Ok(await journeys.ListAsync(current.Viewer("journeys"), cancel).ConfigureAwait(false));

    private static async Task<IResult> FindAsync(string key, string? run, ICurrentViewer current, JourneyQueries journeys, CancellationToken cancel) =>
        (await journeys.FindAsync(current.Viewer("a journey"), key, run ?? Runs.Live, cancel).ConfigureAwait(false)).ToHttp();

    /// <param name="now">True: only who still stands there.</param>
    private static async Task<IResult> PeopleAsync(
        string key, string node, string? run, bool? now, int? page, int? size, ICurrentViewer current, JourneyQueries journeys, CancellationToken cancel)
    {
        var asked = PageRequest.From(page, size);
        return asked.Ok
            ? TypedResults.Ok(await journeys.PeopleAsync(current.Viewer("people at a node"), key, node, run ?? Runs.Live, now ?? false, asked.Value, cancel).ConfigureAwait(false))
            : asked.Problem.ToHttp();
    }

    private static async Task<IResult> RunsAsync(JourneyQueries journeys, CancellationToken cancel) =>
        TypedResults.Ok(await journeys.RunsAsync(cancel).ConfigureAwait(false));
}
