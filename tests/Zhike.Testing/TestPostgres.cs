using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace Zhike.Testing;

/// <summary>One PostgreSQL server a test process, from Debian's package, on a free port of the loopback, in a temporary
/// folder. It ends with the process. ZHIKE_TEST_POSTGRES names a running server instead.</summary>
public static class TestPostgres
{
    private static readonly Lazy<Task<string>> Server = new(
        () => Environment.GetEnvironmentVariable("ZHIKE_TEST_POSTGRES") is { Length: > 0 } running ? Task.FromResult(running) : StartAsync("max_connections=200"));

    /// <summary>The connection to the server's database "postgres", as a user who may make databases.</summary>
    public static Task<string> ConnectionAsync() => Server.Value;

    /// <summary>A further server with settings of its own ("shared_buffers=4GB"), which also ends with the process.</summary>
    public static async Task<string> StartAsync(params string[] settings)
    {
        var programs = Directory.Exists("/usr/lib/postgresql")
            ? Directory.GetDirectories("/usr/lib/postgresql").Select(v => Path.Combine(v, "bin")).Where(b => File.Exists(Path.Combine(b, "initdb"))).Order().LastOrDefault()
            : null;
        if (programs is null)
        {
            throw new InvalidOperationException("These tests need PostgreSQL: apt-get install postgresql, or name a server in ZHIKE_TEST_POSTGRES.");
        }

        // The server refuses to run as root, so root runs it as the package's own user, who must own the folder.
        var folder = Directory.CreateTempSubdirectory("zhike-postgres-").FullName;
        string[] asUser = Environment.UserName == "root" ? ["runuser", "-u", "postgres", "--"] : [];
        if (asUser.Length > 0)
        {
            await RunAsync(["chown", "postgres", folder]);
        }

        var data = Path.Combine(folder, "data");
        var port = FreePort();
        await RunAsync([.. asUser, Path.Combine(programs, "initdb"), "-D", data, "-U", "zhike", "-A", "trust", "-E", "UTF8", "--locale=C", "-N"]);
        AfterProcess.Run("folder=$1; shift; \"$@\" -D \"$folder/data\" -m immediate -w stop >/dev/null 2>&1; rm -rf -- \"$folder\"", [folder, .. asUser, Path.Combine(programs, "pg_ctl")]);
        await RunAsync(
        [
            .. asUser, Path.Combine(programs, "pg_ctl"), "-D", data, "-w", "-t", "60", "-l", Path.Combine(folder, "log"),
            "-o", string.Create(CultureInfo.InvariantCulture, $"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder} -c fsync=off{string.Concat(settings.Select(s => $" -c {s}"))}"), "start",
        ]);
        return new NpgsqlConnectionStringBuilder { Host = "127.0.0.1", Port = port, Username = "zhike", Database = "postgres" }.ToString();
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    private static async Task RunAsync(string[] command)
    {
        using var process = Start(command);
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{string.Join(' ', command)} ended with {process.ExitCode}.");
        }
    }

    /// <summary>Without pipes: a server that stays would hold them open, and whoever reads them would wait for ever.</summary>
    private static Process Start(string[] command)
    {
        var start = new ProcessStartInfo("/bin/sh") { WorkingDirectory = "/" };
        start.ArgumentList.Add("-c");
        start.ArgumentList.Add("exec \"$@\" >/dev/null 2>&1 </dev/null");
        start.ArgumentList.Add("sh");
        foreach (var word in command)
        {
            start.ArgumentList.Add(word);
        }

        return Process.Start(start)!;
    }
}
