using System.Diagnostics;
using System.Net.Sockets;
using System.Text;

namespace Zhike.Bench.Harness;

/// <summary>Sends prepared calls over bare sockets that are kept open, for a client of HTTP would take as much of the two cores as the
/// server it measures.</summary>
internal sealed class EventClient : IDisposable
{
    private static ReadOnlySpan<byte> Accepted => "HTTP/1.1 200 "u8;
    private static ReadOnlySpan<byte> Success => "{\"success\":true}"u8;
    private readonly Socket[] _sockets;

    private EventClient(Socket[] sockets) => _sockets = sockets;

    public static async Task<EventClient> ConnectAsync(Uri server, int connections, CancellationToken cancel)
    {
        var sockets = new Socket[connections];
        for (var i = 0; i < connections; i++)
        {
            sockets[i] = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            await sockets[i].ConnectAsync(server.Host, server.Port, cancel).ConfigureAwait(false);
        }

        return new EventClient(sockets);
    }

    /// <summary>One whole request, ready to be sent.</summary>
    public static byte[] Call(string writeKey, ReadOnlySpan<byte> body)
    {
        var head = Encoding.ASCII.GetBytes(
            $"POST /v1/batch HTTP/1.1\r\nHost: localhost\r\nAuthorization: Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes($"{writeKey}:"))}\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n");
        return [.. head, .. body];
    }

    /// <summary>Every call as soon as a connection is free; answers when all were accepted.</summary>
    public Task SendAsync(byte[][] calls, CancellationToken cancel) => EachAsync(calls, _ => TimeSpan.Zero, cancel);

    /// <summary>Every call at its own moment, whether those before it were answered or not; answers how long each took from that
    /// moment, so that waiting for a free connection counts too.</summary>
    public async Task<IReadOnlyList<double>> SendAtAsync(byte[][] calls, TimeSpan between, CancellationToken cancel) =>
        await EachAsync(calls, i => i * between, cancel).ConfigureAwait(false);

    public void Dispose() => Array.ForEach(_sockets, s => s.Dispose());

    private async Task<double[]> EachAsync(byte[][] calls, Func<int, TimeSpan> moment, CancellationToken cancel)
    {
        var (next, started, seconds) = (-1, Stopwatch.GetTimestamp(), new double[calls.Length]);
        await Task.WhenAll(_sockets.Select(socket => Task.Run(() => SomeAsync(socket), cancel))).ConfigureAwait(false);
        return seconds;

        async Task SomeAsync(Socket socket)
        {
            var answer = new byte[4 << 10];
            for (var i = Interlocked.Increment(ref next); i < calls.Length; i = Interlocked.Increment(ref next))
            {
                var wait = moment(i) - Stopwatch.GetElapsedTime(started);
                if (wait > TimeSpan.Zero)
                {
                    await Task.Delay(wait, cancel).ConfigureAwait(false);
                }

                await OneAsync(socket, calls[i], answer, cancel).ConfigureAwait(false);
                seconds[i] = (Stopwatch.GetElapsedTime(started) - moment(i)).TotalSeconds;
            }
        }
    }

    private static async Task OneAsync(Socket socket, byte[] call, byte[] answer, CancellationToken cancel)
    {
        for (var sent = 0; sent < call.Length;)
        {
            sent += await socket.SendAsync(call.AsMemory(sent), cancel).ConfigureAwait(false);
        }

        var length = 0;
        do
        {
            var read = await socket.ReceiveAsync(answer.AsMemory(length), cancel).ConfigureAwait(false);
            length += read;
            if (read == 0 || length == answer.Length || (length >= Accepted.Length && !answer.AsSpan(0, length).StartsWith(Accepted)))
            {
                throw new InvalidOperationException($"The server did not accept a call: {Encoding.UTF8.GetString(answer, 0, length)}");
            }
        }
        while (!answer.AsSpan(0, length).EndsWith(Success));
    }
}
