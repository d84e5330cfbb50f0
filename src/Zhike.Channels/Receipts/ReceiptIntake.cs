using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Zhike.Channels.Adapters;
using Zhike.Channels.Adapters.Http;
using Zhike.Channels.Queue;
using Zhike.Kernel;
using Zhike.Storage.Records;

namespace Zhike.Channels.Receipts;

/// <summary>What the gateway is told.</summary>
public sealed record ReceiptAnswer(int Accepted, int Repeated, int Ignored);

/// <summary>Takes the receipts of one request: signature first, then each kept once.</summary>
internal sealed class ReceiptIntake(IOptions<ChannelsOptions> options, IRecords records, TimeProvider clock, TimeProvider wall)
{
    public const int BodyBytesMax = 1 << 20;

    public const int ItemsMax = 1000;

    public async Task<Result<ReceiptAnswer>> TakeAsync(string gateway, ReceiptRequest request, CancellationToken cancel)
    {
        var receipts = gateway switch
        {
            "sms" => options.Value.Sms.Http.Receipts,
            "push" => options.Value.Push.Http.Receipts,
            _ => null,
        };
        if (receipts is null || receipts.Secret.Length == 0)
        {
            return Problem.NotFound("gateway that reports receipts", gateway);
        }

        if (GatewaySignature.WhyNot(receipts.Secret, request.Timestamp, request.Nonce, request.Signature, request.Body, wall.GetUtcNow(), TimeSpan.FromSeconds(receipts.ToleranceSeconds)) is { } why)
        {
            return new Problem(ProblemKind.Forbidden, "bad_signature", $"The receipts were not taken: {why}.");
        }

        var items = Items(receipts, request.Body);
        return items.Ok ? await KeepAsync(gateway, receipts, items.Value, cancel).ConfigureAwait(false) : items.Problem;
    }

    private async Task<Result<ReceiptAnswer>> KeepAsync(string gateway, ReceiptOptions receipts, List<JsonElement> items, CancellationToken cancel)
    {
        var (delivered, failed) = (Values(receipts.DeliveredValues), Values(receipts.FailedValues));
        var (accepted, ignored) = (0, 0);
        using var unit = records.Open();
        using var transaction = await unit.Database.BeginTransactionAsync(cancel).ConfigureAwait(false);
        foreach (var item in items)
        {
            var (id, status) = (JsonPointer.Text(item, receipts.MessageIdPointer), JsonPointer.Text(item, receipts.StatusPointer));
            var state = delivered.Contains(status) ? nameof(MessageState.Delivered) : failed.Contains(status) ? nameof(MessageState.Failed) : null;
            if (id.Length is 0 or > 200 || state is null)
            {
                ignored++;
                continue;
            }

            accepted += await unit.Database.ExecuteSqlRawAsync(
                "INSERT INTO channel_receipts (id, gateway, message_id, status, detail, received_at, applied) VALUES ({0}, {1}, {2}, {3}, {4}, {5}, FALSE) ON CONFLICT (id) DO NOTHING",
                [StableHash.Word(gateway, id, state), gateway, id, state, status.Length > 200 ? status[..200] : status, clock.GetUtcNow().ToUnixTimeMilliseconds()],
                cancel).ConfigureAwait(false);
        }

        await transaction.CommitAsync(cancel).ConfigureAwait(false);
        return new ReceiptAnswer(accepted, items.Count - ignored - accepted, ignored);
    }

    private static Result<List<JsonElement>> Items(ReceiptOptions receipts, string body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            if (JsonPointer.Find(json.RootElement, receipts.ItemsPointer) is not { } found)
            {
                return Problem.Invalid(receipts.ItemsPointer, "holds no receipts");
            }

            var items = found.ValueKind == JsonValueKind.Array ? [.. found.EnumerateArray().Select(i => i.Clone())] : new List<JsonElement> { found.Clone() };
            return items.Count <= ItemsMax ? items : Problem.Invalid(receipts.ItemsPointer, $"may hold {ItemsMax} receipts, but holds {items.Count}");
        }
        catch (JsonException malformed)
        {
            return Problem.Invalid("", $"is not JSON: {malformed.Message}");
        }
    }

    private static string[] Values(string text) => text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}

/// <summary>A receipt request as it came in.</summary>
internal sealed record ReceiptRequest(string Timestamp, string Nonce, string Signature, string Body);
