using System.Collections.Immutable;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Zhike.Contracts.Access;
using Zhike.Contracts.Http;
using Zhike.Customers.Profiles.Behaviour;
using Zhike.Customers.Profiles.Head;
using Zhike.Customers.Profiles.Ledger;
using Zhike.Customers.Profiles.Profit;
using Zhike.Customers.Profiles.Stages;
using Zhike.Customers.Profiles.Wealth;
using Zhike.Customers.Tags.Reading;
using Zhike.Kernel;
using PersonalRecord = Zhike.Contracts.Customers.PersonalData;

namespace Zhike.Customers.Profiles;

/// <summary>Customers over HTTP. A customer outside the viewer's scope answers as one that does not exist.</summary>
internal static class ProfileEndpoints
{
    private const string TagPrefix = "tag.";

    public static void MapProfiles(this IEndpointRouteBuilder routes)
    {
        var customers = routes.MapGroup("/api/v1/customers").Require(Permission.ViewCustomers).WithTags("customers");
        customers.MapGet("", ListAsync).Produces<Page<CustomerRow>>();
        customers.MapGet("{id}", (string id, Asked asked) => asked.OneAsync(id, (v, c, q, x) => q.ViewAsync(v, c, x))).Produces<CustomerView>();
        customers.MapGet("{id}/accounts", (string id, Asked asked) => asked.PartAsync(id, (v, c, q, x) => q.AccountsAsync(v, c, x))).Produces<IReadOnlyList<AccountView>>();
        customers.MapGet("{id}/holdings", (string id, Asked asked) => asked.PartAsync(id, (v, c, q, x) => q.HoldingsAsync(v, c, x))).Produces<IReadOnlyList<HoldingView>>();
        customers.MapGet("{id}/shelf", (string id, Asked asked) => asked.PartAsync(id, (v, c, q, x) => q.ShelfAsync(v, c, x))).Produces<IReadOnlyList<ShelfKind>>();
        customers.MapGet("{id}/tags", (string id, Asked asked) => asked.PartAsync(id, (v, c, q, x) => q.TagsAsync(v, c, x))).Produces<CustomerTags>();
        customers.MapGet("{id}/tags/{key}/because", (string id, string key, BecauseQuery because, Asked asked) =>
            asked.OneAsync(id, async (v, c, q, x) => await q.IsSeenAsync(v, c, x) ? await because.ReadAsync(v, c, key, x) : null)).Produces<Because>();
        customers.MapGet("{id}/head", (string id, HeadQuery head, Asked asked) => asked.OneAsync(id, (v, c, _, x) => head.ReadAsync(v, c, x))).Produces<CustomerHead>();
        customers.MapGet("{id}/wealth", (string id, WealthQuery wealth, Asked asked) =>
            asked.PartAsync(id, (v, c, _, x) => wealth.CourseAsync(v, c, x))).Produces<IReadOnlyList<WealthDay>>();
        customers.MapGet("{id}/profit", (string id, ProfitQuery profit, Asked asked) => asked.PartAsync(id, (v, c, _, x) => profit.ReadAsync(v, c, x))).Produces<ProfitView>();
        customers.MapGet("{id}/stages", (string id, StageQuery stages, Asked asked) =>
            asked.PartAsync(id, (v, c, _, x) => stages.HistoryAsync(v, c, x))).Produces<IReadOnlyList<StageHistory>>();
        customers.MapGet("{id}/transactions", (string id, [AsParameters] LedgerRequest request, int? page, int? size, LedgerQuery ledger, Asked asked) =>
            asked.PageAsync(id, page, size, (v, c, p, x) => ledger.FindAsync(v, c, request, p, x))).Produces<TransactionPage>();
        customers.MapGet("{id}/behaviour", (string id, string? type, int? page, int? size, BehaviourQuery behaviour, Asked asked) =>
            asked.PageAsync(id, page, size, (v, c, p, x) => behaviour.ReadAsync(v, c, type, p, x))).Produces<BehaviourPage>();
        customers.MapPost("{id}/unmask", UnmaskAsync).Produces<PersonalRecord>();
    }

    private static async Task<IResult> ListAsync(
        string? q, string? segment, string? outlet, string? sort, int? page, int? size, HttpRequest http, CustomerListQuery query, ICurrentViewer who, CancellationToken cancel)
    {
        var paged = PageRequest.From(page, size);
        if (!paged.Ok)
        {
            return paged.Problem.ToHttp();
        }

        var tags = http.Query.Where(p => p.Key.StartsWith(TagPrefix, StringComparison.Ordinal))
            .ToImmutableSortedDictionary(p => p.Key[TagPrefix.Length..], p => p.Value.ToString(), StringComparer.Ordinal);
        var request = new CustomerListRequest(q?.Trim() ?? "", segment ?? "", outlet ?? "", tags, sort ?? "", paged.Value);
        return (await query.RunAsync(who.Viewer("list customers"), request, cancel)).ToHttp();
    }

    private static async Task<IResult> UnmaskAsync(string id, UnmaskRequest request, Unmasking unmasking, CustomerQueries queries, ICurrentViewer who, CancellationToken cancel)
    {
        var customer = await queries.FindAsync(who.Viewer("find customer"), id, cancel);
        return customer == 0
            ? Problem.NotFound("customer", id).ToHttp()
            : (await unmasking.RunAsync(who, customer, request, cancel)).ToHttp();
    }

    /// <summary>What every question about one customer needs; filled from the request.</summary>
    internal sealed record Asked(ICurrentViewer Who, CustomerQueries Queries, CancellationToken Cancel)
    {
        public static ValueTask<Asked> BindAsync(HttpContext context) => ValueTask.FromResult(new Asked(
            (ICurrentViewer)context.RequestServices.GetService(typeof(ICurrentViewer))!,
            (CustomerQueries)context.RequestServices.GetService(typeof(CustomerQueries))!,
            context.RequestAborted));

        public async Task<IResult> OneAsync<T>(string id, Func<Viewer, ulong, CustomerQueries, CancellationToken, Task<T?>> ask)
            where T : class
        {
            var viewer = Who.Viewer("customer portrait");
            var customer = await Queries.FindAsync(viewer, id, Cancel);
            return customer != 0 && await ask(viewer, customer, Queries, Cancel) is { } answer
                ? TypedResults.Ok(answer)
                : Problem.NotFound("customer", id).ToHttp();
        }

        /// <summary>An empty part says nothing of whether the customer exists, so the customer is asked for first.</summary>
        public Task<IResult> PartAsync<T>(string id, Func<Viewer, ulong, CustomerQueries, CancellationToken, Task<T>> ask)
            where T : class => OneAsync(id, async (viewer, customer, queries, cancel) =>
                await queries.IsSeenAsync(viewer, customer, cancel) ? await ask(viewer, customer, queries, cancel) : null);

        /// <summary>A question that may be refused, a page at a time.</summary>
        public async Task<IResult> PageAsync<T>(string id, int? page, int? size, Func<Viewer, ulong, PageRequest, CancellationToken, Task<Result<T>>> ask)
        {
            var paged = PageRequest.From(page, size);
            if (!paged.Ok)
            {
                return paged.Problem.ToHttp();
            }

            var viewer = Who.Viewer("customer portrait");
            var customer = await Queries.FindAsync(viewer, id, Cancel);
            return customer != 0 && await Queries.IsSeenAsync(viewer, customer, Cancel)
                ? (await ask(viewer, customer, paged.Value, Cancel)).ToHttp()
                : Problem.NotFound("customer", id).ToHttp();
        }
    }
}
