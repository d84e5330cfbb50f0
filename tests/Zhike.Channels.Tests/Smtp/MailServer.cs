using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;

namespace Zhike.Channels.Tests.Smtp;

/// <summary>A mail as the server took it.</summary>
internal sealed record TakenMail(string[] To, string From, string? User, bool Secure, string Text);

/// <summary>npm's smtp-server in a node process: tests/clients/smtp/server.js.</summary>
internal sealed class MailServer : IAsyncDisposable
{
    private static readonly SemaphoreSlim Installing = new(1);
    private readonly Process _node;

    private MailServer(Process node, int port) => (_node, Port) = (node, port);

    public int Port { get; }

    public ConcurrentQueue<TakenMail> Taken { get; } = new();

    public static async Task<MailServer> StartAsync(params string[] modes)
    {
        var folder = await InstalledAsync();
        var node = Process.Start(new ProcessStartInfo("node", ["server.js", .. modes]) { WorkingDirectory = folder, RedirectStandardOutput = true })!;
        using var ready = JsonDocument.Parse((await node.StandardOutput.ReadLineAsync())!);
        var server = new MailServer(node, ready.RootElement.GetProperty("port").GetInt32());
        _ = server.ListenAsync();
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        _node.Kill();
        await _node.WaitForExitAsync();
        _node.Dispose();
    }

    private async Task ListenAsync()
    {
        while (await _node.StandardOutput.ReadLineAsync() is { } line)
        {
            Taken.Enqueue(JsonSerializer.Deserialize<TakenMail>(line, JsonSerializerOptions.Web)!);
        }
    }

    private static async Task<string> InstalledAsync()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Zhike.slnx")))
        {
            folder = folder.Parent!;
        }

        var clients = Path.Combine(folder.FullName, "tests", "clients", "smtp");
        await Installing.WaitAsync();
        try
        {
            if (!Directory.Exists(Path.Combine(clients, "node_modules", "smtp-server")))
            {
                using var npm = Process.Start(new ProcessStartInfo("npm", ["ci", "--silent"]) { WorkingDirectory = clients })!;
                await npm.WaitForExitAsync();
                npm.ExitCode.ShouldBe(0);
            }
        }
        finally
        {
            Installing.Release();
        }

        return clients;
    }
}
