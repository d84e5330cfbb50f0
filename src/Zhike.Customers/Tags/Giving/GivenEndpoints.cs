using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Zhike.Contracts.Access;
using Zhike.Contracts.Bank;
using Zhike.Contracts.Http;
using Zhike.Customers.Profiles;
using Zhike.Customers.Spreadsheets;
using Zhike.Customers.Tags.Definitions;
using Zhike.Kernel;
using Zhike.Storage.Audit;

namespace Zhike.Customers.Tags.Giving;

/// <summary>Handing values in: a list for many customers, an entry about one.</summary>
internal static class GivenEndpoints
{
    public static void MapGivenValues(this IEndpointRouteBuilder routes)
    {
        var tags = routes.MapGroup("/api/v1/tags/{key}/values").Require(Permission.EditDefinitions).WithTags("tags");
        tags.MapPost("", UploadAsync).Accepts<byte[]>("text/csv", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet").Produces<UploadReport>();
        tags.MapGet("", async (string key, TagUploads uploads, CancellationToken cancel) => TypedResults.Ok(await uploads.ReadAsync(key, cancel))).Produces<IReadOnlyList<UploadRow>>();

        var supplements = routes.MapGroup("/api/v1/customers/{id}/supplements").Require(Permission.ViewCustomers).WithTags("customers");
        supplements.MapGet("", SupplementsAsync).Produces<IReadOnlyList<SupplementRow>>();
        supplements.MapPost("", EnterAsync).Require(Permission.WorkOrders).Produces<SupplementRow>();
    }

    /// <param name="from">The first business date for which the list counts; the bank's current one when none is given.</param>
    private static async Task<IResult> UploadAsync(string key, string? from, HttpRequest http, [AsParameters] Parts parts, CancellationToken cancel)
    {
        if ((await parts.Live.ReadAsync(cancel)).InOrder.FirstOrDefault(t => t.Key == key) is not { Source: Listed } tag)
        {
            return Problem.NotFound("tag of kind list", key).ToHttp();
        }

        var day = await parts.BusinessDate.CurrentAsync(cancel);
        if (from is not null && !DateOnly.TryParseExact(from, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out day))
        {
            return Problem.Invalid("from", $"must be a day as \"yyyy-MM-dd\", but is \"{from}\"").ToHttp();
        }

        if (http.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = TableFile.BytesMax;
        }

        var file = await UploadFile.ReadAsync(http.Body, tag, cancel);
        var report = file.Ok ? await parts.Uploads.AddAsync(tag, day, file.Value, parts.Who.Staff, cancel) : file.Problem;
        if (report.Ok)
        {
            await parts.Audit.RecordAsync(new AuditEntry(parts.Who.Staff, "tag_values_uploaded", $"tag/{key}", $"{report.Value.Matched} customers from {day:yyyy-MM-dd}"), cancel);
        }

        return report.ToHttp();
    }

    private static async Task<IResult> EnterAsync(string id, SupplementEntry entry, Supplements supplements, CustomerQueries queries, ICurrentViewer who, CancellationToken cancel)
    {
        var viewer = who.Viewer("enter supplement");
        var customer = await queries.FindAsync(viewer, id, cancel);
        return customer == 0 || !await queries.IsSeenAsync(viewer, customer, cancel)
            ? Problem.NotFound("customer", id).ToHttp()
            : (await supplements.EnterAsync(who, customer, entry, cancel)).ToHttp();
    }

    private static async Task<IResult> SupplementsAsync(string id, Supplements supplements, CustomerQueries queries, ICurrentViewer who, CancellationToken cancel)
    {
        var viewer = who.Viewer("read supplements");
        var customer = await queries.FindAsync(viewer, id, cancel);
        return customer == 0 || !await queries.IsSeenAsync(viewer, customer, cancel)
            ? Problem.NotFound("customer", id).ToHttp()
            : TypedResults.Ok(await supplements.OfCustomerAsync(viewer, customer, cancel));
    }

    internal sealed record Parts(ICurrentViewer Who, LiveTags Live, IBusinessDate BusinessDate, TagUploads Uploads, IAudit Audit);
}
