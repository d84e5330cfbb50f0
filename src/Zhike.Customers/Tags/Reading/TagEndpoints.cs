using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Zhike.Contracts.Access;
using Zhike.Contracts.Bank;
using Zhike.Contracts.Http;
using Zhike.Customers.Conditions;
using Zhike.Customers.Documents;
using Zhike.Customers.Tags.Definitions;
using Zhike.Kernel;
using Zhike.Storage.Definitions;

namespace Zhike.Customers.Tags.Reading;

/// <summary>Tags over HTTP: every count is of the viewer's own customers.</summary>
internal static class TagEndpoints
{
    public static void MapTagEndpoints(this IEndpointRouteBuilder routes)
    {
        var tags = routes.MapGroup("/api/v1/tags").Require(Permission.ViewCustomers).WithTags("tags");
        tags.MapGet("", ListAsync).Produces<IReadOnlyList<TagRow>>();
        tags.MapGet("{key}", OneAsync).Produces<Tag>();
        tags.MapGet("{key}/history", HistoryAsync).Produces<IReadOnlyList<TagDay>>();
    }

    private static async Task<IResult> ListAsync([AsParameters] Parts parts, CancellationToken cancel)
    {
        var viewer = parts.Who.Viewer("list tags");
        var documents = await parts.Definitions.ListAsync(LiveTags.Kind, cancel);
        var live = await parts.Live.ReadAsync(cancel);
        var asOf = await parts.Catalogue.TagDateAsync(await parts.BusinessDate.CurrentAsync(cancel), cancel);
        var coverage = asOf is null || live.InOrder.Length == 0
            ? new Dictionary<string, double>()
            : await parts.Figures.CoverageAsync(viewer, asOf.Value, live.InOrder, await parts.Live.FingerprintAsync(cancel), cancel);
        var realtime = await parts.Moments.FollowedAsync(live, cancel);
        return TypedResults.Ok(documents.Select(d => Row(d, live, coverage, realtime)).OrderBy(r => Place(r.Dimension)).ThenBy(r => r.Key, StringComparer.Ordinal).ToList());
    }

    private static async Task<IResult> OneAsync(string key, [AsParameters] Parts parts, CancellationToken cancel)
    {
        var viewer = parts.Who.Viewer("look at tag");
        if (await parts.Definitions.FindLiveAsync(LiveTags.Kind, key, cancel) is not { } definition
            || (await parts.Live.ReadAsync(cancel)).InOrder.FirstOrDefault(t => t.Key == key) is not { } tag)
        {
            return await DraftAsync(key, parts, cancel);
        }

        var asOf = await parts.Catalogue.TagDateAsync(await parts.BusinessDate.CurrentAsync(cancel), cancel);
        var live = await parts.Live.ReadAsync(cancel);
        var coverage = asOf is null
            ? new Dictionary<string, double>()
            : await parts.Figures.CoverageAsync(viewer, asOf.Value, live.InOrder, await parts.Live.FingerprintAsync(cancel), cancel);
        var bars = asOf is null ? [] : await parts.Figures.DistributionAsync(viewer, asOf.Value, tag, cancel);
        var row = Row(definition, live, coverage, await parts.Moments.FollowedAsync(live, cancel));
        return TypedResults.Ok(Whole(row, asOf, asOf is null ? null : await parts.Moments.UpdatedAtAsync(key, asOf.Value, cancel), definition, bars, await parts.Uses.OfAsync(tag, cancel)));
    }

    /// <param name="from">A year before <paramref name="to"/> when none is given.</param>
    /// <param name="to">The current business date when none is given.</param>
    private static async Task<IResult> HistoryAsync(
        string key, DateOnly? from, DateOnly? to, TagHistory history, LiveTags live, IBusinessDate businessDate, ICurrentViewer who, CancellationToken cancel)
    {
        if ((await live.ReadAsync(cancel)).InOrder.FirstOrDefault(t => t.Key == key) is not { } tag)
        {
            return Problem.NotFound("tag", key).ToHttp();
        }

        var last = to ?? await businessDate.CurrentAsync(cancel);
        var first = from ?? last.AddDays(-365);
        return last.DayNumber - first.DayNumber is < 0 or >= TagHistory.DaysMax
            ? Problem.Invalid("from", $"must lie before \"to\", by less than {TagHistory.DaysMax} days").ToHttp()
            : TypedResults.Ok(await history.ReadAsync(who.Viewer("history of a tag"), tag, first, last, cancel));
    }

    /// <summary>A tag that has never been live has a document and nothing else.</summary>
    private static async Task<IResult> DraftAsync(string key, Parts parts, CancellationToken cancel)
    {
        var newest = (await parts.Definitions.HistoryAsync(LiveTags.Kind, key, cancel)).MaxBy(d => d.Version);
        return newest is null
            ? Problem.NotFound("tag", key).ToHttp()
            : TypedResults.Ok(Whole(Row(newest, TagSet.Empty, new Dictionary<string, double>(), null), null, null, newest, [], new Lineage([], [])));
    }

    private static Tag Whole(TagRow row, DateOnly? asOf, DateTimeOffset? updatedAt, Definition definition, IReadOnlyList<DistributionBar> bars, Lineage lineage) => new(
        row.Key, row.NameZh, row.NameEn, row.DescriptionZh, row.DescriptionEn, row.Dimension, row.Kind, row.Type,
        row.UnitZh, row.UnitEn, row.Values, row.Status, row.Version, row.Coverage, row.Owner, row.Freshness, asOf, updatedAt, JsonDocument.Parse(definition.Document).RootElement, bars, lineage);

    /// <summary>From the document alone, so that a draft that does not hold yet is shown all the same.</summary>
    /// <param name="realtime">Tags that follow each fact; null where only the document can say so.</param>
    private static TagRow Row(Definition definition, TagSet live, IReadOnlyDictionary<string, double> coverage, IReadOnlySet<string>? realtime)
    {
        var tag = live.InOrder.FirstOrDefault(t => t.Key == definition.Key);
        var fields = new FieldReader(JsonDocument.Parse(definition.Document).RootElement, "", []);
        var name = LocalText.Read(fields, "name", required: false, []);
        var description = LocalText.Read(fields, "description", required: false, []);
        return new TagRow(
            definition.Key, name.Zh, name.En, description.Zh, description.En, fields.Text("dimension") ?? "", fields.Text("kind") ?? "", fields.Text("type") ?? "",
            tag?.Unit?.Zh ?? "", tag?.Unit?.En ?? "", tag?.Named ?? [], StatusOf(definition), definition.Version, coverage.TryGetValue(definition.Key, out var share) ? share : null, fields.Text("owner") ?? "",
            (realtime?.Contains(definition.Key) ?? false) || fields.Text("freshness") == "realtime" ? "realtime" : "nightly");
    }

    internal static string StatusOf(Definition definition) => JsonNamingPolicy.SnakeCaseLower.ConvertName(definition.Status.ToString());

    private static int Place(string dimension) => TagDefinition.Dimensions.ToList().IndexOf(dimension);

    internal sealed record Parts(
        ICurrentViewer Who, IDefinitions Definitions, LiveTags Live, LiveCatalogue Catalogue, IBusinessDate BusinessDate, TagFigures Figures, TagUses Uses, TagMoments Moments);
}
