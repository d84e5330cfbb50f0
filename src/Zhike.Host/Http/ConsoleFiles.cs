using Zhike.Contracts.Http;
using Zhike.Host.Options;
using Zhike.Kernel;

namespace Zhike.Host.Http;

/// <summary>The built console: files that were compressed when it was built, names with a hash kept by browsers for a year,
/// and the page itself for every path of its own routes.</summary>
public static class ConsoleFiles
{
    private static readonly string[] ServerPaths = ["/api", "/v1", "/openapi", "/health", "/clickhouse", "/sa", "/sdk", "/demo"];
    public static void MapConsole(this IEndpointRouteBuilder routes, ZhikeOptions options) =>
        routes.MapMethods("{*path}", ShippedFile.Reading, http => AnswerAsync(http, options.ConsoleFolder))
            .WithOrder(int.MaxValue).AllowAnonymous().ExcludeFromDescription();

    private static async Task AnswerAsync(HttpContext http, string? folder)
    {
        var path = http.Request.Path;
        if (ServerPaths.Any(p => path.StartsWithSegments(p, StringComparison.OrdinalIgnoreCase)))
        {
            await Problem.NotFound("address", path).ToHttp().ExecuteAsync(http);
            return;
        }

        if (folder is null || !File.Exists(Path.Combine(folder, "index.html")))
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            await http.Response.WriteAsync("The console is not built. Run ./zhike up, or npm run build in console/. The API is at /openapi/v1.json.\n", http.RequestAborted);
            return;
        }

        var file = ShippedFile.Inside(folder, path.Value!);
        if (file is null)
        {
            if (Path.HasExtension(path.Value))
            {
                await Problem.NotFound("file", path).ToHttp().ExecuteAsync(http);
                return;
            }

            file = Path.Combine(folder, "index.html");
        }

        await ShippedFile.SendAsync(http, file, path.StartsWithSegments("/assets", StringComparison.Ordinal) ? ShippedFile.ForAYear : ShippedFile.AskEveryTime);
    }
}
