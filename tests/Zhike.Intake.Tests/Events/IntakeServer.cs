using System.IO.Compression;
using System.Net.Http.Headers;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Zhike.Intake.Events;
using Zhike.Intake.Sensors;
using Zhike.Kernel;
using Zhike.Storage.Facts;

namespace Zhike.Intake.Tests.Events;

/// <summary>The protocol as a sender sees it, over a real socket.</summary>
internal sealed class IntakeServer(WebApplication app, HttpClient client, NewSource source) : IAsyncDisposable
{
    public string Key => source.WriteKey;

    public Uri Address => client.BaseAddress!;

    public IServiceProvider Services => app.Services;

    public static async Task<IntakeServer> StartAsync(NewSourceRequest? limits = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        foreach (var service in await IntakeStage.RegisterAsync())
        {
            builder.Services.Add(service);
        }

        builder.Logging.SetMinimumLevel(LogLevel.Error);
        builder.Services.AddAuthorization();
        var app = builder.Build();
        app.MapEvents();
        app.MapSensors();
        await app.StartAsync();
        var source = await app.Services.GetRequiredService<WriteKeys>().CreateAsync(limits ?? new NewSourceRequest("app"), "admin", CancellationToken.None);
        return new IntakeServer(app, new HttpClient { BaseAddress = new Uri(app.Urls.First()) }, source.OrThrow());
    }

    public Task RevokeAsync() => app.Services.GetRequiredService<WriteKeys>().RevokeAsync(source.Id, "admin", CancellationToken.None);

    public async Task<ulong> CountAsync(string sql = "SELECT count() FROM events") => await app.Services.GetRequiredService<IFacts>().CountAsync(
        Viewer.Bank("test"), new FactsStatement("count", sql), CancellationToken.None);

    public async Task<HttpResponseMessage> PostAsync(string type, string body, string? key, bool gzip = false, bool claimGzip = false, string? origin = null)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        if (gzip)
        {
            using var packed = new MemoryStream();
            await using (var zip = new GZipStream(packed, CompressionLevel.Fastest))
            {
                await zip.WriteAsync(bytes);
            }

            bytes = packed.ToArray();
        }

        using var request = new HttpRequestMessage(HttpMethod.Post, $"/v1/{type}") { Content = new ByteArrayContent(bytes) };
        if (gzip || claimGzip)
        {
            request.Content.Headers.ContentEncoding.Add("gzip");
        }

        if (key is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.ASCII.GetBytes($"{key}:")));
        }

        if (origin is not null)
        {
            request.Headers.Add("Origin", origin);
        }

        return await client.SendAsync(request);
    }

    public async Task<HttpResponseMessage> PreflightAsync(string origin)
    {
        using var request = new HttpRequestMessage(HttpMethod.Options, "/v1/batch");
        request.Headers.Add("Origin", origin);
        request.Headers.Add("Access-Control-Request-Method", "POST");
        return await client.SendAsync(request);
    }

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        await app.DisposeAsync();
    }
}
