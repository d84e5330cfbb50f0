using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Zhike.Contracts.Access;
using Zhike.Contracts.Http;
using Zhike.Customers.Profiles;
using Zhike.Kernel;

namespace Zhike.Customers.Identity.Reading;

/// <summary>One-ID over HTTP.</summary>
internal static class IdentityEndpoints
{
    public static void MapIdentity(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/v1/customers/{id}/identity", async (string id, CustomerQueries customers, IdentityQueries queries, ICurrentViewer who, CancellationToken cancel) =>
            {
                var viewer = who.Viewer("customer identity");
                var customer = await customers.FindAsync(viewer, id, cancel);
                return customer != 0 && await customers.IsSeenAsync(viewer, customer, cancel)
                    ? TypedResults.Ok(await queries.GraphAsync(viewer, customer, cancel))
                    : Problem.NotFound("customer", id).ToHttp();
            })
            .Require(Permission.ViewCustomers).WithTags("identity").Produces<IdentityGraph>();

        var identity = routes.MapGroup("/api/v1/identity").WithTags("identity");
        identity.MapGet("figures", async (IdentityQueries queries, ICurrentViewer who, CancellationToken cancel) =>
                TypedResults.Ok(await queries.FiguresAsync(who.Viewer("identity figures"), cancel)))
            .Require(Permission.ViewCustomers).Produces<IdentityFigures>();
        identity.MapGet("suggestions", async (int? page, int? size, IdentityQueries queries, ICurrentViewer who, CancellationToken cancel) =>
            {
                var paged = PageRequest.From(page, size);
                return paged.Ok ? TypedResults.Ok(await queries.SuggestionsAsync(who.Viewer("identity suggestions"), paged.Value, cancel)) : paged.Problem.ToHttp();
            })
            .Require(Permission.ViewCustomers).Produces<Page<IdentitySuggestion>>();
        identity.MapGet("consequences", async (string a, string b, IdentityQueries queries, ICurrentViewer who, CancellationToken cancel) =>
            {
                var isNumbers = ulong.TryParse(a, NumberStyles.None, CultureInfo.InvariantCulture, out var one) & ulong.TryParse(b, NumberStyles.None, CultureInfo.InvariantCulture, out var other);
                return isNumbers && await queries.ConsequencesAsync(who.Viewer("consequences for identities"), one, other, cancel) is { } found
                    ? TypedResults.Ok(found)
                    : Problem.NotFound("link", $"{a}/{b}").ToHttp();
            })
            .Require(Permission.ViewCustomers).Produces<IdentityConsequences>();
        identity.MapPost("decisions", async (IdentityDecisionRequest request, IdentityDecisions decisions, ICurrentViewer who, CancellationToken cancel) =>
            {
                var decided = await decisions.DecideAsync(who.Viewer("decide about identities"), who.Staff, request, cancel);
                return decided.Ok ? TypedResults.NoContent() : decided.Problem.ToHttp();
            })
            .Require(Permission.EditDefinitions);
    }
}
