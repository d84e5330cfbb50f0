using Zhike.Contracts.Http;
using Zhike.Storage;

namespace Zhike.Host.Http;

/// <summary>With the disk full up to its reserve, what comes in from outside is refused at the door: before it is read, and before
/// anything of it could be done.</summary>
internal static class DiskReserveMiddleware
{
    private const string ComeAgainSeconds = "10";

    /// <summary>Where rows come in, and where work begins that writes many.</summary>
    private static readonly string[] Doors = ["/v1", "/sa", "/sa.gif", "/api/v1/jobs"];

    public static IApplicationBuilder UseDiskReserve(this IApplicationBuilder app, DiskReserve disk) => app.Use((http, next) =>
    {
        var sends = HttpMethods.IsPost(http.Request.Method) || http.Request.Path.StartsWithSegments("/sa", StringComparison.Ordinal) || http.Request.Path.StartsWithSegments("/sa.gif", StringComparison.Ordinal);
        if (!sends || !Doors.Any(door => http.Request.Path.StartsWithSegments(door, StringComparison.Ordinal)) || !disk.IsFull)
        {
            return next(http);
        }

        http.Response.Headers.RetryAfter = ComeAgainSeconds;
        http.Response.Headers.AccessControlAllowOrigin = "*";
        return DiskReserve.Full("This").ToHttp().ExecuteAsync(http);
    });
}
