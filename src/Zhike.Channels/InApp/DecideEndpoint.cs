using System.Buffers;
using System.Collections.Immutable;
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
    private const string TooLargeCode = "body_too_large";

    /// <summary>Messages an answer.</summary>
    private const int MessagesMax = 5;

    private static readonly Problem TooLarge = new(ProblemKind.Invalid, TooLargeCode, $"A question may hold {BodyBytesMax} bytes.");

    private static readonly Problem OriginNotAllowed = new(ProblemKind.Forbidden, "origin_not_allowed", "Pages of this origin may not ask under this write key.");

    private static readonly Problem NamesNoCustomers = new(
        ProblemKind.Forbidden, "names_no_customers", "This write key may not ask by customer number. Ask by userId, or from a server of the bank with its own key.");

    public static void MapDecide(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/v1/decide", DecideAsync)
            .AllowAnonymous()
            .Accepts<DecideRequest>("application/json")
            .WithSummary("What to show this customer at this placement; report message_shown, message_clicked and message_closed with its contactId")
            .WithTags("Channels");
        routes.MapMethods("/v1/decide", ["OPTIONS"], PreflightAsync).AllowAnonymous().ExcludeFromDescription();
    }

    /// <summary>Browsers ask before a page of another site may send a write key.</summary>
    private static async Task<Microsoft.AspNetCore.Http.HttpResults.NoContent> PreflightAsync(HttpContext http, IWriteKeys keys)
    {
        if (OriginOf(http) is { } origin && await keys.AnyAllowsAsync(origin, http.RequestAborted).ConfigureAwait(false))
        {
            Allow(http, origin);
            http.Response.Headers.AccessControlAllowMethods = "POST";
            http.Response.Headers.AccessControlAllowHeaders = "Authorization, Content-Type";
            http.Response.Headers.AccessControlMaxAge = "86400";
        }

        return TypedResults.NoContent();
    }

    private static string? OriginOf(HttpContext http) => http.Request.Headers.Origin.ToString() is { Length: > 0 } origin ? origin : null;

    private static void Allow(HttpContext http, string origin)
    {
        http.Response.Headers.AccessControlAllowOrigin = origin;
        http.Response.Headers.Vary = "Origin";
    }

    private static async Task DecideAsync(HttpContext http, InAppBoard board, IWriteKeys keys)
    {
        var origin = OriginOf(http);
        if (WriteKeyOf(http.Request) is not { } key || await keys.FindAsync(key, http.RequestAborted).ConfigureAwait(false) is not { } source)
        {
            http.Response.Headers.WWWAuthenticate = "Basic realm=\"write key\"";
            http.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return;
        }

        if (!source.Allows(origin))
        {
            await OriginNotAllowed.ToHttp().ExecuteAsync(http).ConfigureAwait(false);
            return;
        }

        if (origin is not null)
        {
            Allow(http, origin);
        }

        var asked = await ReadAsync(http.Request, http.RequestAborted).ConfigureAwait(false);
        if (!asked.Ok)
        {
            var refused = asked.Problem.Code == TooLargeCode ? Problems.ToHttp(asked.Problem, StatusCodes.Status413PayloadTooLarge) : asked.Problem.ToHttp();
            await refused.ExecuteAsync(http).ConfigureAwait(false);
            return;
        }

        var waiting = await WaitingAsync(board, asked.Value, source, http.RequestAborted).ConfigureAwait(false);
        if (!waiting.Ok)
        {
            await waiting.Problem.ToHttp().ExecuteAsync(http).ConfigureAwait(false);
            return;
        }

        http.Response.ContentType = "application/json; charset=utf-8";
        Write(http.Response.BodyWriter, waiting.Value.AsSpan()[..Math.Min(MessagesMax, waiting.Value.Length)]);
        await http.Response.BodyWriter.FlushAsync(http.RequestAborted).ConfigureAwait(false);
    }

    /// <summary>Whoever can read a page's key could ask it about anybody whose number they can count up to: under a key that names no
    /// customers only an app user is asked for, as the bank's own data links them.</summary>
    private static async ValueTask<Result<ImmutableArray<WaitingMessage>>> WaitingAsync(InAppBoard board, DecideRequest asked, LiveSource source, CancellationToken cancel)
    {
        if (asked.CustomerNo is { Length: > 0 } number)
        {
            return source.NamesCustomers ? await board.ForAsync(InAppAddresses.OfCustomerNo(number), asked.Placement!, cancel).ConfigureAwait(false) : NamesNoCustomers;
        }

        var user = asked.UserId ?? "";
        var waiting = await board.ForAsync(InAppAddresses.OfUserId(user), asked.Placement!, cancel).ConfigureAwait(false);

        // Banks often send the customer number as the user id.
        return waiting.IsEmpty && user.Length > 0 && source.NamesCustomers
            ? await board.ForAsync(InAppAddresses.OfCustomerNo(user), asked.Placement!, cancel).ConfigureAwait(false)
            : waiting;
    }

    private static async Task<Result<DecideRequest>> ReadAsync(HttpRequest request, CancellationToken cancel)
    {
        if (request.ContentLength > BodyBytesMax)
        {
            return TooLarge;
        }

        var bytes = ArrayPool<byte>.Shared.Rent(BodyBytesMax + 1);
        try
        {
            var length = await request.Body.ReadAtLeastAsync(bytes, BodyBytesMax + 1, throwOnEndOfStream: false, cancel).ConfigureAwait(false);
            return length > BodyBytesMax
                ? TooLarge
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
