using System.Diagnostics;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Zhike.Contracts.Access;
using Zhike.Kernel;
using Zhike.Storage.Facts;
using Zhike.Storage.Facts.Embedded;

namespace Zhike.Analytics.ClickHouse;

/// <summary>The read-only ClickHouse HTTP interface over the engine in this process. Who asks shows an access token; what they
/// see are the views of their scope. Where the facts are on a server, BI tools ask that server.</summary>
internal sealed class ClickHouseEndpoint(IFacts facts, ScopedViews views, StatementGate gate, IIds ids, ILogger<ClickHouseEndpoint> log) : IDisposable
{
    public const int StatementsAtOnceMax = 4;
    public const long StreamedBytesMax = 4L << 30;
    public const long WholeBytesMax = 256L << 20;

    private readonly SemaphoreSlim _free = new(StatementsAtOnceMax);

    public async Task AnswerAsync(HttpContext http, ITokenSignIn signIn)
    {
        try
        {
            var holder = await SignInAsync(http.Request, signIn, http.RequestAborted).ConfigureAwait(false);
            var request = await ClickHouseRequest.ReadAsync(http.Request, () => ids.Next().ToString("D"), http.RequestAborted).ConfigureAwait(false);
            var engine = facts as EmbeddedFacts ?? throw new Refusal(48, "NOT_IMPLEMENTED", "The facts of this bank are on a ClickHouse server: connect to it");
            await _free.WaitAsync(http.RequestAborted).ConfigureAwait(false);
            try
            {
                await RunAsync(http, engine, holder.Viewer, request).ConfigureAwait(false);
            }
            finally
            {
                _free.Release();
            }
        }
        catch (Refusal refusal)
        {
            await ClickHouseAnswer.ErrorAsync(http, refusal.Code, refusal.Text).ConfigureAwait(false);
        }
        catch (FactsException error) when (!http.Response.HasStarted)
        {
            var (code, text) = Refusal.Of(error);
            await ClickHouseAnswer.ErrorAsync(http, code, text).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            log.LogInformation("A client of /clickhouse went away before its answer was whole");
        }
    }

    public void Dispose() => _free.Dispose();

    private async Task RunAsync(HttpContext http, EmbeddedFacts engine, Viewer viewer, ClickHouseRequest request)
    {
        var cancel = http.RequestAborted;
        var started = Stopwatch.GetTimestamp();
        var database = await views.DatabaseAsync(viewer, cancel).ConfigureAwait(false);
        var (limits, settings) = HarmlessSettings.From(request.Settings);
        using var session = await ReadOnlySession.OpenAsync(engine.Engine, database, limits, StreamedBytesMax, settings).ConfigureAwait(false);
        var gated = await gate.CheckAsync(session, database, request, cancel).ConfigureAwait(false);

        ClickHouseAnswer.Head(http.Response, request.QueryId, gated.Format);
        if (ReadOnlySession.Streams(gated.Format) && gated.Statement.Name != StatementGate.CatalogueName)
        {
            ClickHouseAnswer.Summary(http.Response, new FactsSummary(0, 0, TimeSpan.Zero), 0);
            await ClickHouseAnswer.StreamAsync(http, request.MayCompress, session.ChunksAsync(gated.Statement, gated.Format, cancel)).ConfigureAwait(false);
        }
        else
        {
            var (answer, summary) = await session.WholeAsync(gated.Statement, gated.Format, cancel).ConfigureAwait(false);
            ClickHouseAnswer.Summary(http.Response, summary, answer.Length);
            await ClickHouseAnswer.WholeAsync(http, request.MayCompress, answer).ConfigureAwait(false);
        }

        log.LogInformation(
            "{Staff} asked /clickhouse within {Scope}: {Ms:0} ms", viewer.Staff, viewer.Scope, Stopwatch.GetElapsedTime(started).TotalMilliseconds);
    }

    /// <summary>The token stands in Authorization (Bearer, or Basic as the password) or in X-ClickHouse-Key; never in the address, which logs keep.</summary>
    private static async Task<TokenHolder> SignInAsync(HttpRequest request, ITokenSignIn signIn, CancellationToken cancel)
    {
        var token = TokenOf(request);
        if (string.IsNullOrEmpty(token))
        {
            throw Refusal.Authentication("send an access token as the password (zhike token --user U makes one)");
        }

        var holder = await signIn.SignInAsync(token, "clickhouse endpoint", cancel).ConfigureAwait(false);
        if (!holder.Ok)
        {
            throw Refusal.Authentication(holder.Problem.Message);
        }

        return holder.Value.Permissions.Contains(Permission.ViewCustomers)
            ? holder.Value
            : throw Refusal.AccessDenied("Your role may not see customers.");
    }

    private static string? TokenOf(HttpRequest request)
    {
        var authorization = request.Headers.Authorization.ToString();
        if (authorization.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase))
        {
            return authorization["Bearer ".Length..].Trim();
        }

        if (authorization.StartsWith("Basic ", StringComparison.OrdinalIgnoreCase))
        {
            var buffer = new byte[authorization.Length];
            return Convert.TryFromBase64String(authorization["Basic ".Length..].Trim(), buffer, out var length)
                ? Encoding.UTF8.GetString(buffer, 0, length).Split(':', 2).ElementAtOrDefault(1)
                : null;
        }

        return request.Headers["X-ClickHouse-Key"].FirstOrDefault();
    }
}

internal static class ClickHouseRoutes
{
    public static void MapClickHouse(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/clickhouse").AllowAnonymous().DisableAntiforgery().ExcludeFromDescription();
        group.MapMethods("/ping", ["GET", "HEAD"], () => Results.Text("Ok.\n"));
        group.MapMethods("/", ["GET", "POST"], (HttpContext http, ClickHouseEndpoint endpoint, ITokenSignIn signIn) => endpoint.AnswerAsync(http, signIn));
    }
}
