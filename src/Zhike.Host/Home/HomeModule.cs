using Zhike.Contracts.Access;
using Zhike.Contracts.Bank;

namespace Zhike.Host.Home;

/// <summary>The loop's live numbers on one page.</summary>
public static class HomeModule
{
    public static IServiceCollection AddHome(this IServiceCollection services) => services.AddSingleton<HomeSeriesQuery>();

    public static void MapHome(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/api/v1/home", FiguresAsync).WithTags("Home").Require(Permission.ViewCustomers).Produces<HomeView>();

    private static async Task<IResult> FiguresAsync(
        ICurrentViewer current, IBusinessDate businessDate, IEnumerable<IHomeFigures> rooms, HomeSeriesQuery series, CancellationToken cancel)
    {
        var viewer = current.Viewer("home");
        var day = await businessDate.CurrentAsync(cancel);
        var figures = new Dictionary<string, decimal>(StringComparer.Ordinal);
        foreach (var room in rooms)
        {
            foreach (var (key, value) in await room.FiguresAsync(viewer, cancel))
            {
                figures[key] = value;
            }
        }

        return TypedResults.Ok(HomeView.Of(day, figures, await series.RunAsync(viewer, day, cancel)));
    }
}
