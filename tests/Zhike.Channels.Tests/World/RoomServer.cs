using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Zhike.Channels.InApp;
using Zhike.Channels.Receipts;
using Zhike.Channels.Worker;
using Zhike.Contracts.Intake;

namespace Zhike.Channels.Tests.World;

/// <summary>The room's doors to the outside over HTTP, on a world's stores. The write keys are <see cref="TwoWriteKeys"/>.</summary>
internal sealed class RoomServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private RoomServer(WebApplication app) => (_app, Http) = (app, new HttpClient { BaseAddress = new Uri(app.Urls.First()) });

    public HttpClient Http { get; }

    public static async Task<RoomServer> StartAsync(ChannelsWorld world)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton(world.Get<InAppBoard>());
        builder.Services.AddSingleton(world.Get<ReceiptIntake>());
        builder.Services.AddSingleton<IWriteKeys, TwoWriteKeys>();
        var app = builder.Build();
        app.MapDecide();
        app.MapReceipts();
        await app.StartAsync();
        return new RoomServer(app);
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.StopAsync(new CancellationToken(canceled: true));
        await _app.DisposeAsync();
    }
}
