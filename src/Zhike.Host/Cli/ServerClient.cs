using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Zhike.Contracts.Jobs;
using Zhike.Host.Jobs;
using Zhike.Host.Staff;
using Zhike.Host.Tokens;
using Zhike.Kernel;

namespace Zhike.Host.Cli;

/// <summary>Speaks to the server that runs on the data folder, as one of its administrators: whoever may write the data
/// folder may do everything anyway. The token it makes for that lives a day at most and is revoked at the end.</summary>
internal sealed class ServerClient : IAsyncDisposable
{
    private const string TokenName = "command line";
    private static readonly TimeSpan AskEvery = TimeSpan.FromMilliseconds(250);
    private readonly HttpClient _http;
    private readonly AccessTokens _tokens;
    private readonly TokenRecord _token;

    private ServerClient(HttpClient http, AccessTokens tokens, TokenRecord token) => (_http, _tokens, _token) = (http, tokens, token);

    public static async Task<ServerClient> ConnectAsync(RunningServer server, IServiceProvider services, CancellationToken cancel)
    {
        await OfflineStores.PrepareRecordsAsync(services, cancel);
        var people = await services.GetRequiredService<StaffRegister>().ListAsync(OrgPath.Root, null, cancel);
        var administrator = people.FirstOrDefault(s => s is { Role: Role.Administrator, Active: true })
            ?? throw new ProblemException(Problem.Conflict("no_administrator", "The running server has no active administrator yet; wait until it is ready."));
        var tokens = services.GetRequiredService<AccessTokens>();
        var (value, token) = (await tokens.MakeAsync(administrator.Number, TokenName, TimeSpan.FromDays(1), "system", cancel)).OrThrow();
        var http = new HttpClient { BaseAddress = new Uri(server.Address) };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", value);
        return new ServerClient(http, tokens, token);
    }

    /// <summary>Starts a job, follows it to its end; leaving by Ctrl-C cancels it.</summary>
    public async Task<JobView> RunAsync(string verb, JsonElement arguments, IProgressSink progress, CancellationToken cancel)
    {
        var started = await ReadAsync<JobStarted>(await _http.PostAsJsonAsync("/api/v1/jobs", new JobRequest(verb, arguments), JsonSerializerOptions.Web, cancel), cancel);
        try
        {
            while (true)
            {
                var job = await ReadAsync<JobView>(await _http.GetAsync(new Uri($"/api/v1/jobs/{started.JobId}", UriKind.Relative), cancel), cancel);
                if (job.State is not ("queued" or "running"))
                {
                    return job;
                }

                progress.Report(job.State == "queued" ? "waits for its turn" : job.Step, job.Done, job.Total);
                await Task.Delay(AskEvery, cancel);
            }
        }
        catch (OperationCanceledException)
        {
            using var cancelled = await _http.PostAsync(new Uri($"/api/v1/jobs/{started.JobId}/cancel", UriKind.Relative), null, CancellationToken.None);
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _tokens.RevokeAsync(_token.Id, null, "system", CancellationToken.None);
    }

    private static async Task<T> ReadAsync<T>(HttpResponseMessage answer, CancellationToken cancel)
    {
        using (answer)
        {
            if (answer.IsSuccessStatusCode)
            {
                return (await answer.Content.ReadFromJsonAsync<T>(JsonSerializerOptions.Web, cancel))!;
            }

            var problem = await answer.Content.ReadFromJsonAsync<JsonElement>(JsonSerializerOptions.Web, cancel);
            var message = problem.TryGetProperty("detail", out var detail) ? detail.GetString() : null;
            throw new ProblemException(new Problem(ProblemKind.Unavailable, "server_refused", message ?? $"The server answered {(int)answer.StatusCode}."));
        }
    }
}
