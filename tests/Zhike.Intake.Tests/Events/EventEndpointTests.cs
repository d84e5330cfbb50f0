using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Zhike.Intake.Events;
using Zhike.Kernel;
using Zhike.Storage.Facts;
using Zhike.Testing;

namespace Zhike.Intake.Tests.Events;

/// <summary>The protocol as a sender sees it, over a real socket.</summary>
public sealed class EventEndpointTests
{
    private const string Login = """{"event":"login","userId":"C1","messageId":"m1"}""";

    [Fact]
    public async Task A_call_with_a_write_key_is_taken_packed_or_not_with_the_key_in_front_or_in_the_body()
    {
        await using var server = await Server.StartAsync();

        (await server.PostAsync("track", Login, server.Key)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await server.PostAsync("track", Login.Replace("m1", "m2", StringComparison.Ordinal), server.Key, gzip: true)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await server.PostAsync("identify", """{"writeKey":"KEY","userId":"C1","traits":{"tier":"gold"}}""".Replace("KEY", server.Key, StringComparison.Ordinal), key: null)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await server.PostAsync("track", Login, server.Key)).StatusCode.ShouldBe(HttpStatusCode.OK);

        (await server.CountAsync()).ShouldBe(3ul);
    }

    [Fact]
    public async Task An_unknown_or_revoked_key_is_refused()
    {
        await using var server = await Server.StartAsync();

        (await server.PostAsync("track", Login, "nobody")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await server.PostAsync("track", Login, key: null)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        await server.RevokeAsync();
        (await server.PostAsync("track", Login, server.Key)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);

        (await server.CountAsync()).ShouldBe(0ul);
    }

    [Fact]
    public async Task What_is_malformed_or_too_large_is_refused_with_its_field_and_nothing_is_kept()
    {
        await using var server = await Server.StartAsync();

        var malformed = await server.PostAsync("batch", """{"batch":[{"type":"track","event":"x","userId":"1"},{"type":"track","userId":"1"}]}""", server.Key);
        var large = await server.PostAsync("track", Login + new string(' ', EventReader.CallBytesMax), server.Key);
        var bomb = await server.PostAsync("track", Login + new string(' ', 20 << 20), server.Key, gzip: true);
        var unpacked = await server.PostAsync("track", Login, server.Key, claimGzip: true);

        malformed.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await malformed.Content.ReadAsStringAsync()).ShouldContain("batch[1].event");
        large.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        bomb.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        unpacked.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await server.CountAsync()).ShouldBe(0ul);
    }

    private sealed class Server(WebApplication app, HttpClient client, NewSource source) : IAsyncDisposable
    {
        public string Key => source.WriteKey;

        public static async Task<Server> StartAsync()
        {
            var builder = WebApplication.CreateSlimBuilder();
            builder.WebHost.UseUrls("http://127.0.0.1:0");
            foreach (var service in (await TestServices.NewAsync(typeof(IntakeModule).Assembly)).AddIntake())
            {
                builder.Services.Add(service);
            }

            builder.Services.AddAuthorization();
            var app = builder.Build();
            app.MapEvents();
            await app.StartAsync();
            var source = await app.Services.GetRequiredService<WriteKeys>().CreateAsync("app", "admin", CancellationToken.None);
            return new Server(app, new HttpClient { BaseAddress = new Uri(app.Urls.First()) }, source.OrThrow());
        }

        public Task RevokeAsync() => app.Services.GetRequiredService<WriteKeys>().RevokeAsync(source.Id, "admin", CancellationToken.None);

        public async Task<ulong> CountAsync() => await app.Services.GetRequiredService<IFacts>().CountAsync(
            Viewer.Bank("test"), new FactsStatement("count", "SELECT count() FROM events"), CancellationToken.None);

        public async Task<HttpResponseMessage> PostAsync(string type, string body, string? key, bool gzip = false, bool claimGzip = false)
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

            return await client.SendAsync(request);
        }

        public async ValueTask DisposeAsync()
        {
            client.Dispose();
            await app.DisposeAsync();
        }
    }
}
