using System.Globalization;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;

namespace Zhike.Channels.Adapters.Smtp;

/// <summary>An answer that is not the wanted one.</summary>
internal sealed class SmtpRefusedException(string command, int code, string text) : Exception($"{command}: {code} {text}")
{
    public int Code { get; } = code;

    /// <summary>RFC 5321: 4xx may be tried again, 5xx may not.</summary>
    public bool IsFinal => Code >= 500;
}

/// <summary>One conversation of RFC 5321. The framework's own client does not say whether a broken conversation had got as far as
/// the end of the data; here the caller sees it, because that decides whether a message may be sent again.</summary>
internal sealed class SmtpSession : IAsyncDisposable
{
    private readonly TcpClient _tcp = new();
    private Stream _stream = Stream.Null;
    private readonly byte[] _buffer = new byte[4096];
    private int _start;
    private int _end;

    public static async Task<SmtpSession> OpenAsync(SmtpOptions options, CancellationToken cancel)
    {
        var session = new SmtpSession();
        try
        {
            await session._tcp.ConnectAsync(options.Host, options.Port, cancel).ConfigureAwait(false);
            session._stream = session._tcp.GetStream();
            if (options.Tls == "implicit")
            {
                await session.SecureAsync(options, cancel).ConfigureAwait(false);
            }

            await session.ExpectAsync("greeting", 220, cancel).ConfigureAwait(false);
            var extensions = await session.GreetAsync(cancel).ConfigureAwait(false);
            if (options.Tls == "starttls")
            {
                await session.SendAsync("STARTTLS", 220, cancel).ConfigureAwait(false);
                await session.SecureAsync(options, cancel).ConfigureAwait(false);
                extensions = await session.GreetAsync(cancel).ConfigureAwait(false);
            }

            if (options.User.Length > 0)
            {
                await session.SignInAsync(options, extensions, cancel).ConfigureAwait(false);
            }

            return session;
        }
        catch
        {
            await session.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Everything up to the word DATA: whatever goes wrong here, the message was not taken.</summary>
    public async Task EnvelopeAsync(string from, string to, CancellationToken cancel)
    {
        await SendAsync($"MAIL FROM:<{from}>", 250, cancel).ConfigureAwait(false);
        await SendAsync($"RCPT TO:<{to}>", 250, cancel).ConfigureAwait(false);
        await SendAsync("DATA", 354, cancel).ConfigureAwait(false);
    }

    /// <summary>The text without its end: a server takes nothing before the dot.</summary>
    public Task TextAsync(string text, CancellationToken cancel) =>
        _stream.WriteAsync(Encoding.UTF8.GetBytes(Stuffed(text)), cancel).AsTask();

    /// <summary>The dot. From here on only the answer tells whether the message was taken.</summary>
    public Task<string> EndAsync(CancellationToken cancel) => SendAsync(".", 250, cancel);

    public async ValueTask DisposeAsync()
    {
        await _stream.DisposeAsync().ConfigureAwait(false);
        _tcp.Dispose();
    }

    public async Task QuitAsync(CancellationToken cancel)
    {
        try
        {
            await SendAsync("QUIT", 221, cancel).ConfigureAwait(false);
        }
        catch (Exception rude) when (rude is IOException or SmtpRefusedException or OperationCanceledException)
        {
            // The message is settled already; how the server says goodbye changes nothing.
        }
    }

    /// <summary>A line that begins with a dot gets another one (RFC 5321, 4.5.2).</summary>
    private static string Stuffed(string text) =>
        (text.StartsWith('.') ? "." : "") + text.Replace("\r\n.", "\r\n..", StringComparison.Ordinal) + (text.EndsWith("\r\n", StringComparison.Ordinal) ? "" : "\r\n");

    private async Task<string> GreetAsync(CancellationToken cancel) => await SendAsync("EHLO zhike", 250, cancel).ConfigureAwait(false);

    private async Task SignInAsync(SmtpOptions options, string extensions, CancellationToken cancel)
    {
        var offered = extensions.Split('\n').FirstOrDefault(l => l.StartsWith("AUTH ", StringComparison.OrdinalIgnoreCase)) ?? "";
        if (offered.Contains("PLAIN", StringComparison.OrdinalIgnoreCase))
        {
            await SendAsync($"AUTH PLAIN {Base64($"\0{options.User}\0{options.Password}")}", 235, cancel, "AUTH PLAIN").ConfigureAwait(false);
            return;
        }

        await SendAsync("AUTH LOGIN", 334, cancel).ConfigureAwait(false);
        await SendAsync(Base64(options.User), 334, cancel, "AUTH LOGIN").ConfigureAwait(false);
        await SendAsync(Base64(options.Password), 235, cancel, "AUTH LOGIN").ConfigureAwait(false);
    }

    private async Task SecureAsync(SmtpOptions options, CancellationToken cancel)
    {
        var secure = new SslStream(_stream, leaveInnerStreamOpen: false);
        await secure.AuthenticateAsClientAsync(
            new SslClientAuthenticationOptions
            {
                TargetHost = options.Host,
                RemoteCertificateValidationCallback = (_, certificate, _, problems) => options.CertificateSha256.Length == 0
                    ? problems == SslPolicyErrors.None
                    : certificate is not null && string.Equals(
                        Convert.ToHexString(SHA256.HashData(certificate.GetRawCertData())), options.CertificateSha256.Replace(":", "", StringComparison.Ordinal), StringComparison.OrdinalIgnoreCase),
            },
            cancel).ConfigureAwait(false);
        _stream = secure;
        (_start, _end) = (0, 0);
    }

    /// <param name="shown">What an error names instead of the command, where that holds a secret.</param>
    private async Task<string> SendAsync(string command, int wanted, CancellationToken cancel, string? shown = null)
    {
        await _stream.WriteAsync(Encoding.ASCII.GetBytes(command + "\r\n"), cancel).ConfigureAwait(false);
        await _stream.FlushAsync(cancel).ConfigureAwait(false);
        return await ExpectAsync(shown ?? command.Split(' ', ':')[0], wanted, cancel).ConfigureAwait(false);
    }

    private async Task<string> ExpectAsync(string command, int wanted, CancellationToken cancel)
    {
        var text = new StringBuilder();
        while (true)
        {
            var line = await LineAsync(cancel).ConfigureAwait(false);
            if (line.Length < 3 || !int.TryParse(line.AsSpan(0, 3), NumberStyles.None, CultureInfo.InvariantCulture, out var code))
            {
                throw new IOException($"{command}: the server does not speak SMTP");
            }

            text.Append(line.Length > 4 ? line[4..] : "").Append('\n');
            if (line.Length == 3 || line[3] != '-')
            {
                return code == wanted || (wanted == 250 && code == 251) ? text.ToString().Trim() : throw new SmtpRefusedException(command, code, text.ToString().Trim());
            }
        }
    }

    private async Task<string> LineAsync(CancellationToken cancel)
    {
        var line = new List<byte>(128);
        while (true)
        {
            if (_start == _end)
            {
                (_start, _end) = (0, await _stream.ReadAsync(_buffer, cancel).ConfigureAwait(false));
                if (_end == 0)
                {
                    throw new IOException("the server closed the connection");
                }
            }

            var b = _buffer[_start++];
            if (b == '\n')
            {
                return Encoding.UTF8.GetString([.. line]).TrimEnd('\r');
            }

            line.Add(b);
            if (line.Count > 4096)
            {
                throw new IOException("the server's answer has no end");
            }
        }
    }

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}
