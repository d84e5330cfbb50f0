using System.Net.Sockets;
using System.Security.Authentication;

namespace Zhike.Channels.Adapters.Smtp;

/// <summary>Hands a message to the bank's mail server. SMTP has no keys: a server that took a message and lost its answer would
/// take it again. So what happened after the final dot without an answer stays uncertain, and the Message-ID, which never changes,
/// lets a person look it up in the server's log.</summary>
internal sealed class SmtpAdapter(SmtpOptions options, TimeProvider clock) : IChannelAdapter
{
    public string Name => "smtp";

    public bool KnowsKeys => false;

    public bool KeptInRecords => false;

    public int Parallel => options.Parallel;

    public async Task<HandOverResult> HandOverAsync(HandOver message, CancellationToken cancel)
    {
        if (!MailText.IsAddress(message.Address))
        {
            return new HandOverResult(HandOverKind.Refused, "the address is not one");
        }

        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        patience.CancelAfter(TimeSpan.FromSeconds(options.TimeoutSeconds));
        var dotSent = false;
        try
        {
            var session = await SmtpSession.OpenAsync(options, patience.Token).ConfigureAwait(false);
            await using (session.ConfigureAwait(false))
            {
                await session.EnvelopeAsync(options.FromAddress, message.Address, patience.Token).ConfigureAwait(false);
                await session.TextAsync(MailText.Compose(options, message, clock.GetUtcNow()), patience.Token).ConfigureAwait(false);
                dotSent = true;
                await session.EndAsync(patience.Token).ConfigureAwait(false);
                await session.QuitAsync(patience.Token).ConfigureAwait(false);
                return new HandOverResult(HandOverKind.Accepted, "", MailText.MessageId(message.Key, options.FromAddress));
            }
        }
        catch (SmtpRefusedException refused)
        {
            // Only the recipient or the text can be refused for good; a server that refuses us may be mended.
            var final = refused.IsFinal && (dotSent || refused.Message.StartsWith("RCPT", StringComparison.Ordinal));
            return new HandOverResult(final ? HandOverKind.Refused : HandOverKind.TryLater, refused.Message);
        }
        catch (Exception broken) when (broken is IOException or SocketException or OperationCanceledException or AuthenticationException)
        {
            return dotSent
                ? new HandOverResult(HandOverKind.Unknown, $"no answer after the text was sent; look for {MailText.MessageId(message.Key, options.FromAddress)} in the mail server's log", MailText.MessageId(message.Key, options.FromAddress))
                : new HandOverResult(HandOverKind.TryLater, broken is OperationCanceledException ? $"no answer within {options.TimeoutSeconds} s" : broken.Message);
        }
    }
}
