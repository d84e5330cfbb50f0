using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Zhike.Contracts.Access;
using Zhike.Contracts.Http;
using Zhike.Customers.Profiles;
using Zhike.Kernel;

namespace Zhike.Customers.Consent;

/// <summary>A customer's consents over HTTP: read with what follows from them, and answers that staff took down.</summary>
internal static class ConsentEndpoints
{
    public static void MapConsents(this IEndpointRouteBuilder routes)
    {
        var consents = routes.MapGroup("/api/v1/customers/{id}/consents").Require(Permission.ViewCustomers).WithTags("compliance");
        consents.MapGet("", async (string id, CustomerQueries queries, ConsentDesk desk, ICurrentViewer who, CancellationToken cancel) =>
        {
            var viewer = who.Viewer("consents");
            var customer = await queries.FindAsync(viewer, id, cancel);
            return customer != 0 && await desk.ReadAsync(viewer, customer, cancel) is { } panel
                ? TypedResults.Ok(panel)
                : Problem.NotFound("customer", id).ToHttp();
        }).Produces<ConsentPanel>();
        consents.MapPost("", async (string id, ConsentRequest request, CustomerQueries queries, ConsentBook book, ICurrentViewer who, CancellationToken cancel) =>
        {
            var customer = await queries.FindAsync(who.Viewer("consents"), id, cancel);
            return customer == 0 ? Problem.NotFound("customer", id).ToHttp() : (await book.RecordAsync(who, customer, request, cancel)).Map(ConsentDesk.View).ToHttp();
        }).Produces<AnswerView>();
    }
}
