using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Zhike.Contracts.Intake;
using Zhike.Intake.Events;

namespace Zhike.Intake.Sdk;

/// <summary>What standard web SDKs ask before they send: their settings, which name this server and no other destination.</summary>
internal static class SdkEndpoints
{
    public static void MapSdks(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/projects/{key}/settings", SegmentAsync).AllowAnonymous().WithTags("events").WithSummary("Settings of @segment/analytics-next: give it this server as cdnURL");
        routes.MapGet("/sourceConfig", RudderAsync).AllowAnonymous().ExcludeFromDescription();
        routes.MapMethods("/sourceConfig", ["OPTIONS"], EventAnswers.PreflightAsync).AllowAnonymous().ExcludeFromDescription();
    }

    private static async Task<IResult> SegmentAsync(string key, HttpContext context, IWriteKeys keys)
    {
        EventAnswers.Allow(context);
        if (await keys.FindAsync(key, context.RequestAborted) is null)
        {
            return EventAnswers.UnknownKey();
        }

        return Results.Json(new JsonObject
        {
            ["integrations"] = new JsonObject
            {
                ["Segment.io"] = new JsonObject
                {
                    ["apiKey"] = key,
                    ["apiHost"] = $"{context.Request.Host}/v1",
                    ["protocol"] = context.Request.Scheme,
                },
            },
            ["plan"] = new JsonObject(),
            ["edgeFunction"] = new JsonObject(),
            ["analyticsNextEnabled"] = true,
            ["middlewareSettings"] = new JsonObject(),
            ["enabledMiddleware"] = new JsonObject(),
            ["metrics"] = new JsonObject { ["sampleRate"] = 0 },
            ["legacyVideoPluginsEnabled"] = false,
            ["remotePlugins"] = new JsonArray(),
        });
    }

    private static async Task<IResult> RudderAsync(string? writeKey, HttpContext context, IWriteKeys keys)
    {
        EventAnswers.Allow(context);
        var key = BasicAuthorization.UserOf(context.Request) ?? writeKey ?? "";
        if (await keys.FindAsync(key, context.RequestAborted) is not { } source)
        {
            return EventAnswers.UnknownKey();
        }

        var off = new JsonObject { ["enabled"] = false };
        return Results.Json(new JsonObject
        {
            ["source"] = new JsonObject
            {
                ["id"] = source.Name,
                ["name"] = source.Name,
                ["writeKey"] = key,
                ["enabled"] = true,
                ["workspaceId"] = "zhike",
                ["config"] = new JsonObject { ["statsCollection"] = new JsonObject { ["errors"] = off, ["metrics"] = off.DeepClone() } },
                ["connections"] = new JsonArray(),
                ["destinations"] = new JsonArray(),
                ["dataplanes"] = new JsonObject(),
            },
        });
    }
}
