using System.Net;
using System.Text.Json;
using Zhike.Kernel;

namespace Zhike.Channels.Adapters.Http;

/// <summary>Hands messages to a gateway by HTTP: one signed request a message, the same key at every attempt. What cannot be
/// known (a broken connection, no answer in time, an unreadable one) is said to be unknown, never guessed.</summary>
internal sealed class HttpGatewayAdapter(HttpGatewayOptions options, HttpClient http, TimeProvider clock, IIds ids) : IChannelAdapter
{
    private const int AnswerBytesMax = 64 << 10;

    private readonly GatewayRequest _request = new(options);
    private readonly string[] _success = Values(options.SuccessValues);
    private readonly string[] _retry = Values(options.RetryValues);

    public string Name => "http";

    public bool KnowsKeys => options.KnowsKeys;

    public bool KeptInRecords => false;

    public int Parallel => options.Parallel;

    public async Task<HandOverResult> HandOverAsync(HandOver message, CancellationToken cancel)
    {
        using var request = _request.Of(message, clock.GetUtcNow().ToUnixTimeSeconds(), ids.Next().ToString("n"));
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        patience.CancelAfter(TimeSpan.FromSeconds(options.TimeoutSeconds));
        try
        {
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, patience.Token).ConfigureAwait(false);
            return await ReadAsync(response, patience.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return new HandOverResult(HandOverKind.Unknown, $"no answer within {options.TimeoutSeconds} s");
        }
        catch (HttpRequestException broken) when (broken.HttpRequestError is HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError)
        {
            return new HandOverResult(HandOverKind.TryLater, $"the gateway cannot be reached: {broken.HttpRequestError}");
        }
        catch (Exception broken) when (broken is HttpRequestException or IOException)
        {
            return new HandOverResult(HandOverKind.Unknown, "the connection broke before the answer");
        }
    }

    private async Task<HandOverResult> ReadAsync(HttpResponseMessage response, CancellationToken cancel)
    {
        var status = (int)response.StatusCode;
        if (response.StatusCode is HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable)
        {
            return new HandOverResult(HandOverKind.TryLater, $"HTTP {status}", After: response.Headers.RetryAfter?.Delta);
        }

        // Something between us and the gateway may have passed the request on before it gave up.
        if (status >= 500 || response.StatusCode == HttpStatusCode.RequestTimeout)
        {
            return new HandOverResult(HandOverKind.Unknown, $"HTTP {status}");
        }

        if (status >= 300)
        {
            return new HandOverResult(HandOverKind.Refused, $"HTTP {status}");
        }

        if (options.ResultPointer.Length == 0 && options.MessageIdPointer.Length == 0)
        {
            return new HandOverResult(HandOverKind.Accepted);
        }

        return await JsonAsync(response, cancel).ConfigureAwait(false) is { } json
            ? Map(json)
            : new HandOverResult(HandOverKind.Unknown, "the answer is not readable JSON");
    }

    private HandOverResult Map(JsonElement json)
    {
        var id = options.MessageIdPointer.Length == 0 ? "" : JsonPointer.Text(json, options.MessageIdPointer);
        if (options.ResultPointer.Length == 0)
        {
            return new HandOverResult(HandOverKind.Accepted, "", id);
        }

        var result = JsonPointer.Text(json, options.ResultPointer);
        return _success.Contains(result) ? new HandOverResult(HandOverKind.Accepted, "", id)
            : _retry.Contains(result) ? new HandOverResult(HandOverKind.TryLater, $"the gateway answered {result}")
            : new HandOverResult(HandOverKind.Refused, $"the gateway answered {(result.Length > 80 ? result[..80] : result)}", id);
    }

    private static async Task<JsonElement?> JsonAsync(HttpResponseMessage response, CancellationToken cancel)
    {
        var stream = await response.Content.ReadAsStreamAsync(cancel).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            var bytes = new byte[AnswerBytesMax];
            var length = await stream.ReadAtLeastAsync(bytes, AnswerBytesMax, throwOnEndOfStream: false, cancel).ConfigureAwait(false);
            try
            {
                using var json = JsonDocument.Parse(bytes.AsMemory(0, length));
                return json.RootElement.Clone();
            }
            catch (JsonException)
            {
                return null;
            }
        }
    }

    private static string[] Values(string text) => text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}
