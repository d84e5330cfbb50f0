using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Zhike.Contracts.Http;
using Zhike.Kernel;

namespace Zhike.Channels.Receipts;

/// <summary>POST /v1/receipts/{gateway}: signed by the gateway, no sign-in.</summary>
internal static class ReceiptEndpoint
{
    public static void MapReceipts(this IEndpointRouteBuilder routes) => routes
        .MapPost("/v1/receipts/{gateway}", TakeAsync)
        .AllowAnonymous()
        .WithSummary("Delivery receipts of a message gateway; the same receipt again changes nothing")
        .WithTags("Channels");

    private static async Task<IResult> TakeAsync(string gateway, HttpRequest request, ReceiptIntake intake, CancellationToken cancel)
    {
        if (request.ContentLength > ReceiptIntake.BodyBytesMax)
        {
            return TooLong();
        }

        var bytes = new byte[ReceiptIntake.BodyBytesMax + 1];
        var length = await request.Body.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancel).ConfigureAwait(false);
        if (length > ReceiptIntake.BodyBytesMax)
        {
            return TooLong();
        }

        var taken = new ReceiptRequest(Header(request, "X-Timestamp"), Header(request, "X-Nonce"), Header(request, "X-Signature"), Encoding.UTF8.GetString(bytes, 0, length));
        return (await intake.TakeAsync(gateway, taken, cancel).ConfigureAwait(false)).ToHttp();
    }

    private static IResult TooLong() =>
        new Problem(ProblemKind.LimitExceeded, "body_too_long", $"A request may hold {ReceiptIntake.BodyBytesMax} bytes.").ToHttp();

    private static string Header(HttpRequest request, string name) => request.Headers[name].ToString();
}
