using System.Buffers;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Zhike.Contracts.Http;
using Zhike.Contracts.Intake;
using Zhike.Kernel;

namespace Zhike.Channels.InApp;

/// <summary>What an app asks: what to show this customer, here, now. Unknown fields are ignored, as in every request of an SDK.</summary>
internal sealed record DecideRequest(string? CustomerNo, string? UserId, string? AnonymousId, string? Placement, string? Channel);

/// <summary>POST /v1/decide: the write key as basic-auth user; answered from memory or one key look-up.</summary>
internal static class DecideEndpoint
{
    private const int BodyBytesMax = 8 << 10;

    /// <summary>Messages an answer.</summary>
    private const int MessagesMax = 5;

    public static void MapDecide(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/v1/decide", DecideAsync)
            .AllowAnonymous()
            .Accepts<DecideRequest>("application/json")
            .WithSummary("What to show this customer at this placement; report message_shown, message_clicked and message_closed with its contactId")
            .WithTags("Channels");
        routes.MapMethods("/v1/decide", ["OPTIONS"], Preflight).AllowAnonymous().ExcludeFromDescription();
    }

    /// <summary>Browsers ask before a page of another site may send a write key.</summary>
    private static Microsoft.AspNetCore.Http.HttpResults.NoContent Preflight(HttpContext http)
    {
        Allow(http);
        http.Response.Headers.AccessControlAllowMethods = "POST";
        http.Response.Headers.AccessControlAllowHeaders = "Authorization, Content-Type";
        http.Response.Headers.AccessControlMaxAge = "86400";
        return TypedResults.NoContent();
    }

    private static void Allow(HttpContext http) => http.Response.Headers.AccessControlAllowOrigin = "*";

    private static async Task DecideAsync(HttpContext http, InAppBoard board, IWriteKeys keys)
    {
        Allow(http);
        if (WriteKeyOf(http.Request) is not { } key || await keys.SourceOfAsync(key, http.RequestAborted).ConfigureAwait(false) is null)
        {
            http.Response.Headers.WWWAuthenticate = "Basic realm=\"write key\"";
            http.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return;
        }

        var asked = await ReadAsync(http.Request, http.RequestAborted).ConfigureAwait(false);
        if (!asked.Ok)
        {
            await asked.Problem.ToHttp().ExecuteAsync(http).ConfigureAwait(false);
            return;
        }

        var address = asked.Value.CustomerNo is { Length: > 0 } number ? InAppAddresses.OfCustomerNo(number) : InAppAddresses.OfUserId(asked.Value.UserId ?? "");
        var waiting = await board.ForAsync(address, asked.Value.Placement!, http.RequestAborted).ConfigureAwait(false);
        if (waiting.IsEmpty && asked.Value.CustomerNo is null && asked.Value.UserId is { Length: > 0 } user)
        {
            // Banks often send the customer number as the user id.
            waiting = await board.ForAsync(InAppAddresses.OfCustomerNo(user), asked.Value.Placement!, http.RequestAborted).ConfigureAwait(false);
        }

        http.Response.ContentType = "application/json; charset=utf-8";
        Write(http.Response.BodyWriter, waiting.AsSpan()[..Math.Min(MessagesMax, waiting.Length)]);
        await http.Response.BodyWriter.FlushAsync(http.RequestAborted).ConfigureAwait(false);
    }

    private static async Task<Result<DecideRequest>> ReadAsync(HttpRequest request, CancellationToken cancel)
    {
        if (request.ContentLength > BodyBytesMax)
        {
            return new Problem(ProblemKind.LimitExceeded, "body_too_long", $"A question may hold {BodyBytesMax} bytes.");
        }

        var bytes = ArrayPool<byte>.Shared.Rent(BodyBytesMax + 1);
        try
        {
            var length = await request.Body.ReadAtLeastAsync(bytes, BodyBytesMax + 1, throwOnEndOfStream: false, cancel).ConfigureAwait(false);
            return length > BodyBytesMax
                ? new Problem(ProblemKind.LimitExceeded, "body_too_long", $"A question may hold {BodyBytesMax} bytes.")
                : Check(JsonSerializer.Deserialize(bytes.AsSpan(0, length), DecideJson.Default.DecideRequest));
        }
        catch (JsonException malformed)
        {
            return Problem.Invalid(malformed.Path ?? "", "must be a JSON object with userId or customerNo, and placement");
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }

    private static Result<DecideRequest> Check(DecideRequest? asked)
    {
        var errors = new List<FieldError>();
        if (string.IsNullOrEmpty(asked?.CustomerNo) && string.IsNullOrEmpty(asked?.UserId) && string.IsNullOrEmpty(asked?.AnonymousId))
        {
            errors.Add(new FieldError("customerNo", "must name the customer: give customerNo or userId"));
        }

        if (asked?.Channel is { Length: > 0 } channel && channel != "in_app")
        {
            errors.Add(new FieldError("channel", $"must be in_app, but is \"{channel}\""));
        }

        return errors.Count > 0 ? Problem.Invalid(errors) : asked! with { Placement = string.IsNullOrEmpty(asked.Placement) ? "home" : asked.Placement };
    }

    private static void Write(IBufferWriter<byte> target, ReadOnlySpan<WaitingMessage> messages)
    {
        using var json = new Utf8JsonWriter(target, new JsonWriterOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        json.WriteStartObject();
        json.WriteStartArray("messages");
        foreach (var message in messages)
        {
            json.WriteStartObject();
            json.WriteString("contactId", message.ContactId);
            json.WriteString("placement", message.Placement);
            json.WriteString("title", message.Title);
            json.WriteString("body", message.Body);
            json.WriteString("button", message.Button);
            json.WriteString("url", message.Url);
            json.WriteString("expiresAt", message.ExpiresAt);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static string? WriteKeyOf(HttpRequest request)
    {
        if (!AuthenticationHeaderValue.TryParse(request.Headers.Authorization, out var header) || header is not { Scheme: "Basic", Parameter: { } parameter })
        {
            return null;
        }

        Span<byte> decoded = stackalloc byte[512];
        return Convert.TryFromBase64String(parameter, decoded, out var length)
            ? Encoding.UTF8.GetString(decoded[..length]).Split(':')[0]
            : null;
    }
}

/// <summary>Compiled reading of the question.</summary>
[System.Text.Json.Serialization.JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[System.Text.Json.Serialization.JsonSerializable(typeof(DecideRequest))]
internal sealed partial class DecideJson : System.Text.Json.Serialization.JsonSerializerContext;
