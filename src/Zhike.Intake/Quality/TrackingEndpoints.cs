using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Zhike.Contracts.Access;
using Zhike.Contracts.Http;
using Zhike.Intake.Plan;
using Zhike.Intake.Quality.Arrivals;
using Zhike.Intake.Quality.Days;
using Zhike.Intake.Quality.Discovered;
using Zhike.Intake.Quality.Quarantine;
using Zhike.Kernel;

namespace Zhike.Intake.Quality;

/// <summary>/api/v1/tracking: what arrives, how good it is, and what waits for a decision. Plans themselves are definitions.</summary>
internal static class TrackingEndpoints
{
    public static void MapTracking(this IEndpointRouteBuilder routes)
    {
        var tracking = routes.MapGroup("/api/v1/tracking").WithTags("tracking");
        tracking.MapGet("/events", async (DiscoveredQuery query, CancellationToken cancel) => TypedResults.Ok(await query.EventsAsync(cancel)))
            .Require(Permission.ViewReports).Produces<IReadOnlyList<DiscoveredEvent>>();
        tracking.MapGet("/events/{name}", async (string name, string? source, DiscoveredQuery query, CancellationToken cancel) => TypedResults.Ok(await query.ShapeAsync(source ?? "", name, cancel)))
            .Require(Permission.ViewReports).Produces<DiscoveredShape>();
        tracking.MapGet("/attention", async (AttentionQuery query, CancellationToken cancel) => TypedResults.Ok(await query.TodayAsync(cancel)))
            .Require(Permission.ViewReports).Produces<TrackingAttention>();
        tracking.MapGet("/unplanned", async (UnplannedQuery query, CancellationToken cancel) => TypedResults.Ok(await query.ListAsync(cancel)))
            .Require(Permission.ViewReports).Produces<IReadOnlyList<UnplannedEvent>>();
        tracking.MapPost("/plans/{key}/check", async (string key, PlanDraftText draft, PlanDrafts drafts, CancellationToken cancel) => TypedResults.Ok(await drafts.CheckAsync(key, draft, cancel)))
            .Require(Permission.EditDefinitions).Produces<PlanDraftCheck>();
        tracking.MapGet("/arrivals", ArrivalsAsync).Require(Permission.EditDefinitions).Produces<ArrivalsView>();
        tracking.MapGet("/quality", async (DateOnly? day, QualityQuery query, BankClock clock, CancellationToken cancel) => TypedResults.Ok(await query.DayAsync(day ?? clock.Today(), cancel)))
            .Require(Permission.ViewReports).Produces<QualityDay>();
        tracking.MapGet("/quality/volume", async (DateOnly? day, string? source, string? name, QualityQuery query, BankClock clock, CancellationToken cancel) =>
            TypedResults.Ok(await query.VolumeAsync(day ?? clock.Today(), source ?? "", name ?? "", cancel))).Require(Permission.ViewReports).Produces<VolumeSeries>();
        tracking.MapGet("/quality/violations", async (DateOnly? day, string? source, string? name, QualityQuery query, BankClock clock, CancellationToken cancel) =>
            TypedResults.Ok(await query.ViolationsAsync(day ?? clock.Today(), source ?? "", name ?? "", cancel))).Require(Permission.ViewReports).Produces<IReadOnlyList<DayViolation>>();
        tracking.MapGet("/alerts", AlertsAsync).Require(Permission.ViewReports).Produces<Page<QualityAlertRecord>>();
        tracking.MapPost("/alerts/{id}/acknowledge", (string id, AlertNote note, QualityAlerts alerts, ICurrentViewer who, CancellationToken cancel) =>
            DecideAsync(id, AlertState.Acknowledged, note, alerts, who, cancel)).Require(Permission.EditDefinitions).Produces<QualityAlertRecord>();
        tracking.MapPost("/alerts/{id}/close", (string id, AlertNote note, QualityAlerts alerts, ICurrentViewer who, CancellationToken cancel) =>
            DecideAsync(id, AlertState.Closed, note, alerts, who, cancel)).Require(Permission.EditDefinitions).Produces<QualityAlertRecord>();
        tracking.MapGet("/quarantine", async (string? source, string? name, QuarantineDesk desk, CancellationToken cancel) => TypedResults.Ok(await desk.GroupsAsync(source ?? "", name ?? "", cancel)))
            .Require(Permission.EditDefinitions).Produces<IReadOnlyList<QuarantineGroup>>();
        tracking.MapPost("/quarantine", async (QuarantineRequest request, QuarantineDesk desk, ICurrentViewer who, CancellationToken cancel) =>
            (await desk.DecideAsync(request, who.Staff, cancel)).ToHttp()).Require(Permission.EditDefinitions).Produces<QuarantineOutcome>();
    }

    private static async Task<IResult> ArrivalsAsync(
        string? source, string? name, string? user, string? verdict, ArrivalsQuery query, ICurrentViewer who, CancellationToken cancel) =>
        TypedResults.Ok(await query.LatelyAsync(who.Viewer("look at events as they arrive"), source, name, user, verdict, cancel));

    private static async Task<IResult> AlertsAsync(AlertState? state, int? page, int? size, QualityAlerts alerts, CancellationToken cancel)
    {
        var asked = PageRequest.From(page, size);
        return asked.Ok ? TypedResults.Ok(await alerts.ListAsync(state, asked.Value, cancel)) : asked.Problem.ToHttp();
    }

    private static async Task<IResult> DecideAsync(string id, AlertState to, AlertNote note, QualityAlerts alerts, ICurrentViewer who, CancellationToken cancel) =>
        (await alerts.DecideAsync(id, to, note.Note, who.Staff, cancel)).ToHttp();
}

internal sealed record AlertNote(string? Note);
