using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Zhike.Contracts.Access;
using Zhike.Host.Staff;

namespace Zhike.Host.Tests.Access;

/// <summary>Roles against endpoints: every endpoint that the server has, whoever mapped it.</summary>
[Collection(AtTheServer.Name)]
public sealed partial class Guards(BankServer server)
{
    /// <summary>Open to everybody, or guarded by a key of their own; each with its reason.</summary>
    private static readonly Dictionary<string, string> Open = new()
    {
        ["/health/live"] = "load balancers ask it",
        ["/health/ready"] = "load balancers ask it",
        ["/api/v1/setup"] = "shown before anybody can sign in",
        ["/api/v1/session/demo"] = "the demo's people, on the loopback only",
        ["POST /api/v1/session/"] = "the sign-in itself",
        ["/openapi/{documentName}.json"] = "describes the API, holds no data",
        ["{*path}"] = "the console's files",
        ["/sdk/{name}"] = "the script that pages load",
        ["/demo/h5/{*path}"] = "the demo bank's page, on a demo bank only",
        ["/sa"] = "events in the Sensors format, guarded by a write key",
        ["/sa.gif"] = "the same, by a picture",
        ["/sourceConfig"] = "what a web SDK asks before it sends, guarded by a write key",
    };

    /// <summary>For anybody who is signed in, about themselves.</summary>
    private static readonly string[] Own = ["/api/v1/session/", "/api/v1/tokens/", "/api/v1/tokens/{id}"];

    [Fact]
    public void Every_endpoint_asks_for_a_permission_or_is_open_for_a_reason()
    {
        var unguarded = Endpoints().Where(e => e.Permissions.Count == 0 && !Own.Contains(e.Pattern) && !IsOpen(e)).Select(e => $"{e.Method} {e.Pattern}");

        unguarded.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("strategist")]
    [InlineData("branch_manager")]
    [InlineData("outlet_manager")]
    [InlineData("customer_manager")]
    [InlineData("auditor")]
    [InlineData("administrator")]
    [InlineData("compliance_officer")]
    public async Task A_role_reaches_what_it_may_and_nothing_else(string role)
    {
        var permissions = Roles.PermissionsOf(Roles.Parse(role)!.Value);
        using var program = await server.ProgramAsync(role);
        var wrong = new List<string>();
        foreach (var endpoint in Endpoints().Where(e => e.Permissions.Count > 0))
        {
            var allowed = endpoint.Permissions.All(permissions.Contains);
            if (allowed && endpoint.Method != "GET")
            {
                // What a permitted change does is the matter of its own tests.
                continue;
            }

            using var request = Request(endpoint);
            using var answer = await program.SendAsync(request);
            var refused = answer.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden;
            if (refused == allowed || (int)answer.StatusCode == 500)
            {
                wrong.Add($"{endpoint.Method} {endpoint.Pattern}: {(int)answer.StatusCode}");
            }
        }

        wrong.ShouldBeEmpty(role);
    }

    [Fact]
    public async Task Nobody_reaches_a_guarded_endpoint_without_signing_in()
    {
        using var stranger = server.Browser();
        foreach (var endpoint in Endpoints().Where(e => !IsOpen(e) && e.Pattern.StartsWith("/api/", StringComparison.Ordinal)))
        {
            using var request = Request(endpoint);
            using var answer = await stranger.SendAsync(request);
            answer.StatusCode.ShouldBe(HttpStatusCode.Unauthorized, $"{endpoint.Method} {endpoint.Pattern}");
        }
    }

    /// <summary>/v1 and /clickhouse are for machines: their own rooms test their keys.</summary>
    private static bool IsOpen(Guarded e) =>
        Open.ContainsKey(e.Pattern) || Open.ContainsKey($"{e.Method} {e.Pattern}") || e.Pattern.StartsWith("/v1/", StringComparison.Ordinal) || e.Pattern.StartsWith("/clickhouse", StringComparison.Ordinal);

    private IEnumerable<Guarded> Endpoints() =>
        from endpoint in server.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        from method in endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["GET"]
        select new Guarded(
            method, endpoint.RoutePattern.RawText!, PermissionsOf(endpoint),
            endpoint.Metadata.GetMetadata<IAcceptsMetadata>()?.ContentTypes is [var first, ..] ? first : "application/json");

    /// <summary>A group's and the endpoint's own: all of them must be held.</summary>
    private static IReadOnlyList<Permission> PermissionsOf(RouteEndpoint endpoint) =>
        [.. Enum.GetValues<Permission>().Where(p => endpoint.Metadata.OfType<IAuthorizeData>().Any(a => a.Policy == RequirePermission.PolicyName(p)))];

    private static HttpRequestMessage Request(Guarded endpoint) => new(new HttpMethod(endpoint.Method), Path(endpoint.Pattern))
    {
        Content = endpoint.Method == "GET" ? null
            : new StringContent("{}", Encoding.UTF8, endpoint.Takes),
    };

    private static string Path(string pattern) => Parameter().Replace(pattern, m => m.Value.Contains(":int", StringComparison.Ordinal) || m.Value.Contains("long", StringComparison.Ordinal) ? "1" : "none");

    [GeneratedRegex(@"\{[^}]+\}")]
    private static partial Regex Parameter();

    private sealed record Guarded(string Method, string Pattern, IReadOnlyList<Permission> Permissions, string Takes);
}
