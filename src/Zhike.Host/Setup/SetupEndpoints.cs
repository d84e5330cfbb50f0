using Zhike.Contracts.Http;
using Zhike.Host.Bank;
using Zhike.Host.Options;
using Zhike.Host.Staff;
using Zhike.Kernel;
using Zhike.Storage;

namespace Zhike.Host.Setup;

/// <summary>Is it alive, is it ready, how far is it, and who may sign in to the demo.</summary>
public static class SetupEndpoints
{
    /// <summary>These answer before the stores are open.</summary>
    private static readonly string[] AlwaysOpen = ["/api/v1/setup", "/health", "/openapi"];

    private static readonly string[] NeedStores = ["/api", "/v1", "/clickhouse"];

    public static void MapSetup(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/health/live", () => TypedResults.Text("alive\n")).AllowAnonymous().ExcludeFromDescription();
        routes.MapGet("/health/ready", (SetupProgress setup, DiskReserve disk) => setup.Ready.IsCompletedSuccessfully
            ? disk.IsFull ? Results.Text("disk full\n", statusCode: StatusCodes.Status503ServiceUnavailable) : Results.Text("ready\n")
            : Results.Text(setup.Failure is null ? "preparing\n" : "failed\n", statusCode: StatusCodes.Status503ServiceUnavailable))
            .AllowAnonymous().ExcludeFromDescription();
        routes.MapGet("/api/v1/setup", (SetupProgress setup) => SetupView.Of(setup)).WithTags("Setup").AllowAnonymous();
        routes.MapGet("/api/v1/session/demo", DemoSignInsAsync).WithTags("Session").AllowAnonymous().Produces<IReadOnlyList<DemoSignIn>>();
    }

    /// <summary>Until the stores are open, requests that need them are told to come back.</summary>
    public static IApplicationBuilder UseWaitForStores(this IApplicationBuilder app, SetupProgress setup) => app.Use((http, next) =>
    {
        var path = http.Request.Path;
        if (setup.StoresReady || AlwaysOpen.Any(p => path.StartsWithSegments(p, StringComparison.Ordinal)) || !NeedStores.Any(p => path.StartsWithSegments(p, StringComparison.Ordinal)))
        {
            return next(http);
        }

        http.Response.Headers.RetryAfter = "1";
        return new Problem(ProblemKind.Unavailable, "preparing", setup.Failure ?? "Zhike is still opening its stores. Try again in a moment.").ToHttp().ExecuteAsync(http);
    });

    /// <summary>Only on a demo bank that nobody but this machine can reach.</summary>
    private static async Task<IResult> DemoSignInsAsync(StaffRegister staff, BankState state, ZhikeOptions options, CancellationToken cancel)
    {
        if (!options.IsLoopback || !await state.IsDemoAsync(cancel))
        {
            return TypedResults.Ok(Array.Empty<DemoSignIn>());
        }

        return TypedResults.Ok(await DemoPeople.SignInsAsync(staff, state, cancel));
    }
}

public sealed record SetupView(bool Ready, string? Failure, IReadOnlyList<SetupStepView> Steps)
{
    public static SetupView Of(SetupProgress setup) => new(
        setup.Ready.IsCompletedSuccessfully,
        setup.Failure,
        [.. setup.Steps.Select(s => new SetupStepView(s.Name, s.StateName, s.Done, s.Total, s.Detail))]);
}

/// <param name="State">waiting, running, done or failed.</param>
public sealed record SetupStepView(string Name, string State, long Done, long Total, string Detail);
