using System.Collections.Immutable;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Zhike.Contracts.Access;
using Zhike.Contracts.Bank;
using Zhike.Contracts.Customers;
using Zhike.Contracts.Http;
using Zhike.Customers.Documents;
using Zhike.Customers.Profiles;
using Zhike.Customers.Tags.Reading;
using Zhike.Kernel;
using Zhike.Storage;
using Zhike.Storage.Definitions;
using Zhike.Storage.Facts;
using Zhike.Storage.Facts.Rows;

namespace Zhike.Customers.Segments;

/// <summary>Segments over HTTP: every count is of the viewer's own customers.</summary>
internal static class SegmentEndpoints
{
    private static readonly JsonElement Everybody = JsonDocument.Parse("""{"attribute":"opened_on","op":"not_null"}""").RootElement;

    public static void MapSegments(this IEndpointRouteBuilder routes)
    {
        var segments = routes.MapGroup("/api/v1/segments").Require(Permission.ViewCustomers).WithTags("segments");
        segments.MapGet("", ListAsync).Produces<IReadOnlyList<SegmentRow>>();
        segments.MapGet("{key}", OneAsync).Produces<Segment>();
        segments.MapGet("{key}/members", MembersAsync).Produces<Page<CustomerRow>>();
        segments.MapPost("estimate", EstimateAsync).Produces<Estimate>();
        segments.MapPost("{key}/materialise", MaterialiseAsync).Require(Permission.EditDefinitions).Produces<SegmentVersionRow>();
    }

    private static async Task<IResult> ListAsync([AsParameters] Parts parts, CancellationToken cancel)
    {
        var documents = await parts.Definitions.ListAsync(SegmentDefinition.Kind, cancel);
        var versions = (await VersionsAsync(parts, "", cancel)).ToDictionary(v => v.Segment, v => v.Row);
        return TypedResults.Ok(documents.OrderBy(d => d.Key, StringComparer.Ordinal).Select(d => Row(d, versions.GetValueOrDefault(d.Key))).ToList());
    }

    private static async Task<IResult> OneAsync(string key, [AsParameters] Parts parts, CancellationToken cancel)
    {
        var definition = await parts.Definitions.FindLiveAsync(SegmentDefinition.Kind, key, cancel)
            ?? (await parts.Definitions.HistoryAsync(SegmentDefinition.Kind, key, cancel)).MaxBy(d => d.Version);
        if (definition is null)
        {
            return Problem.NotFound("segment", key).ToHttp();
        }

        var versions = (await VersionsAsync(parts, key, cancel)).Select(v => v.Row).ToList();
        var row = Row(definition, versions.FirstOrDefault());
        var usedBy = await parts.Uses.UsedByAsync("segment", key, ["segment", "journey"], cancel);
        return TypedResults.Ok(new Segment(
            row.Key, row.NameZh, row.NameEn, row.DescriptionZh, row.DescriptionEn, row.Status, row.Version, row.Customers, row.AsOf, row.Owner,
            JsonDocument.Parse(definition.Document).RootElement, versions, usedBy));
    }

    private static async Task<IResult> EstimateAsync(EstimateRequest request, [AsParameters] Parts parts, CancellationToken cancel)
    {
        var viewer = parts.Who.Viewer("estimate a segment");
        var asOf = request.AsOf ?? await parts.BusinessDate.CurrentAsync(cancel);
        var started = parts.Clock.GetTimestamp();
        var customers = await parts.Segments.EstimateAsync(viewer, request.Expression, asOf, cancel);
        var elapsed = parts.Clock.GetElapsedTime(started);
        if (!customers.Ok)
        {
            return customers.Problem.ToHttp();
        }

        var total = await parts.Segments.EstimateAsync(viewer, Everybody, asOf, cancel);
        return TypedResults.Ok(new Estimate(customers.Value, total.OrThrow(), elapsed.TotalMilliseconds, asOf));
    }

    private static async Task<IResult> MaterialiseAsync(string key, [AsParameters] Parts parts, CancellationToken cancel)
    {
        var asOf = await parts.BusinessDate.CurrentAsync(cancel);
        var made = await parts.Segments.MaterialiseAsync(key, asOf, cancel);
        var versions = await VersionsAsync(parts, key, cancel);
        return TypedResults.Ok(versions.First(v => v.Row.Version == made.Version).Row);
    }

    /// <summary>The members at the newest computation, a page at a time, dressed as in the list of customers.</summary>
    private static async Task<IResult> MembersAsync(
        string key, int? page, int? size, CustomerListQuery customers, [AsParameters] Parts parts, CancellationToken cancel)
    {
        if (await parts.Definitions.FindLiveAsync(SegmentDefinition.Kind, key, cancel) is null)
        {
            return Problem.NotFound("live segment", key).ToHttp();
        }

        var wanted = PageRequest.From(page, size);
        if (!wanted.Ok)
        {
            return wanted.Problem.ToHttp();
        }

        var asOf = await parts.BusinessDate.CurrentAsync(cancel);
        if (await parts.Segments.LatestAsync(key, asOf, cancel) is null)
        {
            return TypedResults.Ok(new Page<CustomerRow>([], 0));
        }

        var request = new CustomerListRequest("", key, "", ImmutableSortedDictionary<string, string>.Empty, "", wanted.Value);
        return (await customers.RunAsync(parts.Who.Viewer("members of a segment"), request, cancel)).ToHttp();
    }

    private static Task<List<(string Segment, SegmentVersionRow Row)>> VersionsAsync(Parts parts, string segment, CancellationToken cancel) => parts.Facts.ListAsync(
        parts.Who.Viewer("count segments"),
        new FactsStatement("versions of segments", SqlFile.Beside<SegmentStore>("Versions.sql")).With("segment", segment),
        (ref RowReader row) => (row.Text(), new SegmentVersionRow(row.UInt64(), row.Date(), row.Instant(), (long)row.UInt64())),
        cancel);

    private static SegmentRow Row(Definition definition, SegmentVersionRow? version)
    {
        var fields = new FieldReader(JsonDocument.Parse(definition.Document).RootElement, "", []);
        var name = LocalText.Read(fields, "name", required: false, []);
        var description = LocalText.Read(fields, "description", required: false, []);
        return new SegmentRow(
            definition.Key, name.Zh, name.En, description.Zh, description.En, TagEndpoints.StatusOf(definition), definition.Version,
            version?.Customers, version?.AsOf, fields.Text("owner") ?? "");
    }

    internal sealed record Parts(
        ICurrentViewer Who, IDefinitions Definitions, IBusinessDate BusinessDate, ISegments Segments, TagUses Uses, IFacts Facts, TimeProvider Clock);
}
