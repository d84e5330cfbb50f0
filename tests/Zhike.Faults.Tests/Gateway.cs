using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Zhike.Faults.Tests;

/// <summary>A message gateway on the loopback that sends whatever it is asked to, as often as it is asked: it does not know
/// keys, so a repeated request is a message sent twice.</summary>
internal sealed class Gateway : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<string, int> _sent = new(StringComparer.Ordinal);

    private Gateway(WebApplication app) => _app = app;

    public Uri Address => new(new Uri(_app.Urls.First()), "/send");

    /// <summary>How often each message was sent, by its key.</summary>
    public IReadOnlyDictionary<string, int> Sent => _sent;

    public static async Task<Gateway> StartAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddRoutingCore();
        var gateway = new Gateway(builder.Build());
        gateway._app.UseRouting();
        gateway._app.MapPost("/send", gateway.SendAsync);
        await gateway._app.StartAsync();
        return gateway;
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private async Task SendAsync(HttpContext context)
    {
        using var body = await JsonDocument.ParseAsync(context.Request.Body);
        var key = body.RootElement.GetProperty("requestId").GetString()!;
        var count = _sent.AddOrUpdate(key, 1, (_, before) => before + 1);
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync($$"""{"code":0,"messageId":"g-{{key}}-{{count}}"}""");
    }
}
