using Zhike.Contracts.Http;
using Zhike.Host.Options;
using Zhike.Kernel;

namespace Zhike.Host.Http;

/// <summary>Keeps some of the data folder's disk free: below the reserve nothing more is let in, so that what was taken can still be
/// written, merged and read. Looked at once a second; when there is room again, everything goes on by itself.</summary>
public sealed class DiskReserve(ZhikeOptions options, WallClock wall)
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    /// <summary>Where rows come in from outside, and where work begins that writes many.</summary>
    private static readonly string[] Doors = ["/v1", "/sa", "/sa.gif", "/api/v1/jobs"];

    private readonly DriveInfo _disk = new(Directory.CreateDirectory(options.DataFolder).FullName);
    private readonly Lock _looking = new();
    private DateTimeOffset _looked = DateTimeOffset.MinValue;
    private bool _isFull;

    public static Problem Full { get; } = new(
        ProblemKind.Unavailable, "disk_full", "The disk of the data folder is full up to its reserve (Disk:ReserveMiB). Nothing was taken; send it again when there is room.");

    public bool IsFull
    {
        get
        {
            lock (_looking)
            {
                var now = wall.Provider.GetUtcNow();
                if (now - _looked >= LookEvery)
                {
                    (_looked, _isFull) = (now, _disk.AvailableFreeSpace < (long)options.DiskReserveMiB << 20);
                }

                return _isFull;
            }
        }
    }

    public bool Refuses(HttpRequest request) =>
        (HttpMethods.IsPost(request.Method) || request.Path.StartsWithSegments("/sa", StringComparison.Ordinal) || request.Path.StartsWithSegments("/sa.gif", StringComparison.Ordinal))
        && Doors.Any(door => request.Path.StartsWithSegments(door, StringComparison.Ordinal))
        && IsFull;
}

internal static class DiskReserveMiddleware
{
    private const string ComeAgainSeconds = "10";

    public static IApplicationBuilder UseDiskReserve(this IApplicationBuilder app, DiskReserve disk) => app.Use((http, next) =>
    {
        if (!disk.Refuses(http.Request))
        {
            return next(http);
        }

        http.Response.Headers.RetryAfter = ComeAgainSeconds;
        http.Response.Headers.AccessControlAllowOrigin = "*";
        return DiskReserve.Full.ToHttp().ExecuteAsync(http);
    });
}
