using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Zhike.Contracts.Access;
using Zhike.Contracts.Bank;
using Zhike.Contracts.Http;
using Zhike.Kernel;

namespace Zhike.Customers.Tiering;

/// <summary>Tierings over HTTP: every count is of the viewer's own customers.</summary>
internal static class TieringEndpoints
{
    public static void MapTierings(this IEndpointRouteBuilder routes)
    {
        var tierings = routes.MapGroup("/api/v1/tierings").Require(Permission.ViewCustomers).WithTags("tierings");
        tierings.MapGet("", async (Tierings all, CancellationToken cancel) => TypedResults.Ok(await all.ListAsync(cancel))).Produces<IReadOnlyList<TieringRow>>();
        tierings.MapGet("{key}", StandingAsync).Produces<TieringStanding>();
        tierings.MapGet("{key}/course", CourseAsync).Produces<IReadOnlyList<CourseDay>>();
        tierings.MapGet("{key}/flow", FlowAsync).Produces<TierFlow>();
        tierings.MapGet("{key}/moved", MovedAsync).Produces<Page<MovedCustomer>>();
        tierings.MapGet("{key}/edge", EdgeAsync).Produces<Page<EdgeCustomer>>();
    }

    private static async Task<IResult> StandingAsync(string key, DateOnly? asOf, [AsParameters] Parts parts, CancellationToken cancel)
    {
        var found = await parts.Tierings.FindAsync(key, cancel);
        if (!found.Ok)
        {
            return found.Problem.ToHttp();
        }

        var (scheme, definition, document) = found.Value;
        var days = await parts.Queries.DaysAsync(await parts.BusinessDate.CurrentAsync(cancel), cancel);
        var row = Tierings.Row(definition, await parts.Tags.ReadAsync(cancel));
        if (days.Where(d => asOf is null || d <= asOf).Select(d => (DateOnly?)d).LastOrDefault() is not { } day)
        {
            return TypedResults.Ok(new TieringStanding(row, document, null, days, 0, 0, []));
        }

        var tiers = await parts.Queries.StandingAsync(parts.Who.Viewer("customers by tier"), scheme, day, cancel);
        return TypedResults.Ok(new TieringStanding(row, document, day, days, tiers.Sum(t => t.Customers), tiers[^1].Customers, tiers));
    }

    private static async Task<IResult> CourseAsync(string key, DateOnly? from, DateOnly? to, [AsParameters] Parts parts, CancellationToken cancel)
    {
        var found = await parts.Tierings.FindAsync(key, cancel);
        if (!found.Ok)
        {
            return found.Problem.ToHttp();
        }

        var days = (await parts.Queries.DaysAsync(await parts.BusinessDate.CurrentAsync(cancel), cancel)).Where(d => (from is null || d >= from) && (to is null || d <= to)).ToList();
        return TypedResults.Ok(await parts.Queries.CourseAsync(parts.Who.Viewer("tiers over time"), found.Value.Scheme, days, cancel));
    }

    private static async Task<IResult> FlowAsync(string key, DateOnly? from, DateOnly? to, [AsParameters] Parts parts, CancellationToken cancel)
    {
        var found = await parts.Tierings.FindAsync(key, cancel);
        var days = await StretchAsync(from, to, parts, cancel);
        return !found.Ok ? found.Problem.ToHttp()
            : !days.Ok ? days.Problem.ToHttp()
            : TypedResults.Ok(await parts.Queries.FlowAsync(parts.Who.Viewer("flow between tiers"), found.Value.Scheme, days.Value.From, days.Value.To, cancel));
    }

    private static async Task<IResult> MovedAsync(
        string key, DateOnly? from, DateOnly? to, string? old, string? @new, string? way, int? page, int? size, [AsParameters] Parts parts, CancellationToken cancel)
    {
        var found = await parts.Tierings.FindAsync(key, cancel);
        if (!found.Ok)
        {
            return found.Problem.ToHttp();
        }

        var scheme = found.Value.Scheme;
        var errors = new List<FieldError>();
        foreach (var (field, code) in new[] { ("old", old), ("new", @new) })
        {
            if (code is { Length: > 0 } && scheme.Tiers.All(t => t.Code != code))
            {
                errors.Add(new FieldError(field, $"must be one of {string.Join(", ", scheme.Tiers.Select(t => t.Code))}, or empty for none"));
            }
        }

        if (way is not (null or "" or "up" or "down"))
        {
            errors.Add(new FieldError("way", "must be up or down"));
        }
        else if (way is { Length: > 0 } && !scheme.Ordered)
        {
            errors.Add(new FieldError("way", $"has no meaning here: the tiers of {key} have no order"));
        }

        var days = await StretchAsync(from, to, parts, cancel);
        var wanted = PageRequest.From(page, size);
        return errors.Count > 0 ? Problem.Invalid(errors).ToHttp()
            : !days.Ok ? days.Problem.ToHttp()
            : !wanted.Ok ? wanted.Problem.ToHttp()
            : TypedResults.Ok(await parts.People.MovedAsync(parts.Who.Viewer("customers who moved"), scheme, days.Value, old, @new, way ?? "", wanted.Value, cancel));
    }

    private static async Task<IResult> EdgeAsync(
        string key, string? side, DateOnly? asOf, int? page, int? size, [AsParameters] Parts parts, CancellationToken cancel)
    {
        var found = await parts.Tierings.FindAsync(key, cancel);
        if (!found.Ok)
        {
            return found.Problem.ToHttp();
        }

        var scheme = found.Value.Scheme;
        if (!scheme.HasEdges)
        {
            return Problem.Invalid("key", $"must be a tiering with limits: {key} has none").ToHttp();
        }

        if (side is not (null or "up" or "down"))
        {
            return Problem.Invalid("side", "must be up or down").ToHttp();
        }

        var wanted = PageRequest.From(page, size);
        if (!wanted.Ok)
        {
            return wanted.Problem.ToHttp();
        }

        var days = await parts.Queries.DaysAsync(asOf ?? await parts.BusinessDate.CurrentAsync(cancel), cancel);
        return days.Count == 0
            ? TypedResults.Ok(new Page<EdgeCustomer>([], 0))
            : TypedResults.Ok(await parts.People.AtEdgeAsync(parts.Who.Viewer("customers at the edge"), scheme, days[^1], side ?? "up", wanted.Value, cancel));
    }

    /// <summary>Two dates that have values: by default the newest, and the newest at least thirty days before it.</summary>
    private static async Task<Result<(DateOnly From, DateOnly To)>> StretchAsync(DateOnly? from, DateOnly? to, Parts parts, CancellationToken cancel)
    {
        var days = await parts.Queries.DaysAsync(await parts.BusinessDate.CurrentAsync(cancel), cancel);
        if (days.Count < 2)
        {
            return Problem.Invalid("from", "needs two dates with tag values; the nightly batch has not made them yet");
        }

        var last = to ?? days[^1];
        var first = from ?? days.LastOrDefault(d => d <= last.AddDays(-30), days[0]);
        var errors = new List<FieldError>();
        foreach (var (field, day) in new[] { ("from", first), ("to", last) }.Where(d => !days.Contains(d.Item2)))
        {
            errors.Add(new FieldError(field, $"must be a date with tag values, from {days[0]:yyyy-MM-dd} to {days[^1]:yyyy-MM-dd}, but is {day:yyyy-MM-dd}"));
        }

        if (errors.Count == 0 && first >= last)
        {
            errors.Add(new FieldError("from", $"must be before to, {last:yyyy-MM-dd}, but is {first:yyyy-MM-dd}"));
        }

        return errors.Count > 0 ? Problem.Invalid(errors) : (first, last);
    }

    internal sealed record Parts(
        ICurrentViewer Who, Tierings Tierings, Tags.Definitions.LiveTags Tags, IBusinessDate BusinessDate, TieringQueries Queries, TieringPeople People);
}
