using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Zhike.Channels.Tests.World;

/// <summary>A request as the gateway saw it.</summary>
internal sealed record Seen(string Key, string To, string Content, string Timestamp, string Nonce, string Signature, string Body);

/// <summary>A message gateway of our own that knows keys, and can fail, be busy, be late, answer nonsense, break the connection.
/// What it takes it takes once a key, as it promises.</summary>
internal sealed class LocalGateway : IAsyncDisposable
{
    private readonly WebApplication _app;

    private LocalGateway(WebApplication app) => _app = app;

    /// <summary>Every request, repetitions included.</summary>
    public ConcurrentQueue<Seen> Requests { get; } = new();

    /// <summary>Messages that went on to a customer: by key.</summary>
    public ConcurrentDictionary<string, int> Taken { get; } = new();

    /// <summary>"ok", or what the nth request of a key gets: "500", "503", "429", "400", "late", "broken", "broken after", "nonsense", "code 3", "code 9".</summary>
    public Func<string, int, string> Behaviour { get; set; } = (_, _) => "ok";

    public Uri Url { get; private set; } = new("http://127.0.0.1");

    public static async Task<LocalGateway> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var gateway = new LocalGateway(app);
        app.MapPost("/send", gateway.SendAsync);
        await app.StartAsync();
        gateway.Url = new Uri(new Uri(app.Urls.First()), "/send");
        return gateway;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(new CancellationToken(canceled: true));
        await _app.DisposeAsync();
    }

    private async Task SendAsync(HttpContext http)
    {
        using var reader = new StreamReader(http.Request.Body);
        var body = await reader.ReadToEndAsync();
        using var json = JsonDocument.Parse(body);
        string Text(string name) => json.RootElement.GetProperty(name).GetString()!;
        string Header(string name) => http.Request.Headers[name].ToString();
        var key = Text("requestId");
        Requests.Enqueue(new Seen(key, Text("to"), Text("content"), Header("X-Timestamp"), Header("X-Nonce"), Header("X-Signature"), body));
        var behaviour = Behaviour(key, Requests.Count(r => r.Key == key));
        if (behaviour is "ok" or "late" or "broken after" or "nonsense")
        {
            Taken.TryAdd(key, 1);
        }

        switch (behaviour)
        {
            case "broken" or "broken after":
                http.Abort();
                return;
            case "late":
                await Task.Delay(TimeSpan.FromSeconds(3), http.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
                return;
            case "nonsense":
                await http.Response.WriteAsync("<html>");
                return;
            case "ok":
                await http.Response.WriteAsJsonAsync(new { code = "0", messageId = $"g-{key}" });
                return;
            case var code when code.StartsWith("code ", StringComparison.Ordinal):
                await http.Response.WriteAsJsonAsync(new { code = code[5..] });
                return;
            default:
                http.Response.StatusCode = int.Parse(behaviour, null);
                http.Response.Headers.RetryAfter = "120";
                return;
        }
    }
}
