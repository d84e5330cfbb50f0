using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Zhike.Testing;

/// <summary>One MariaDB server a test process, from Debian's package, on a free port of the loopback, in a temporary folder. It
/// ends with the process. User "zhike" with the password "p@ss;word" may read, and nothing else.</summary>
public sealed class TestMySql
{
    private static readonly Lazy<Task<TestMySql>> Server = new(StartAsync);
    private readonly string _socket;
    private readonly int _port;

    private TestMySql(string socket, int port) => (_socket, _port) = (socket, port);

    public static Task<TestMySql> ServerAsync() => Server.Value;

    /// <summary>As a mapping's connection says it.</summary>
    public string Connection(string database) => string.Create(
        CultureInfo.InvariantCulture, $"Server=127.0.0.1;Port={_port};Database={database};User=zhike;Password=\"p@ss;word\"");

    /// <summary>Runs statements as the server's own administrator.</summary>
    public Task RunAsync(string sql) => RunAsync(["mariadb", "--no-defaults", $"--socket={_socket}", "-uroot", "--default-character-set=utf8mb4", "-e", sql]);

    private static async Task<TestMySql> StartAsync()
    {
        if (!File.Exists("/usr/sbin/mariadbd"))
        {
            throw new InvalidOperationException("These tests need a MySQL server: apt-get install mariadb-server.");
        }

        // The server refuses to run as root, so root runs it as the package's own user, who must own the folder.
        var folder = Directory.CreateTempSubdirectory("zhike-mysql-").FullName;
        var isRoot = Environment.UserName == "root";
        if (isRoot)
        {
            await RunAsync(["chown", "mysql", folder]);
        }

        var (data, socket, port) = (Path.Combine(folder, "data"), Path.Combine(folder, "socket"), FreePort());
        string[] asUser = isRoot ? ["--user=mysql"] : [];
        await RunAsync(["mariadb-install-db", "--no-defaults", $"--datadir={data}", "--auth-root-authentication-method=normal", "--skip-test-db", .. asUser]);
        AfterProcess.Run("mariadb-admin --no-defaults --socket=\"$1/socket\" -uroot shutdown >/dev/null 2>&1; rm -rf -- \"$1\"", [folder]);
        string[] server =
        [
            "/usr/sbin/mariadbd", "--no-defaults", $"--datadir={data}", $"--socket={socket}", $"--pid-file={folder}/pid", "--bind-address=127.0.0.1",
            string.Create(CultureInfo.InvariantCulture, $"--port={port}"), "--innodb-flush-log-at-trx-commit=0", "--innodb-buffer-pool-size=32M", .. asUser,
        ];
        await RunAsync(["sh", "-c", "setsid \"$@\" >/dev/null 2>&1 </dev/null &", "sh", .. server]);
        await RunAsync(["sh", "-c", "for i in $(seq 300); do mariadb-admin --no-defaults --socket=\"$1\" -uroot ping >/dev/null 2>&1 && exit 0; sleep 0.2; done; exit 1", "sh", socket]);
        var made = new TestMySql(socket, port);
        await made.RunAsync("CREATE USER 'zhike'@'127.0.0.1' IDENTIFIED BY 'p@ss;word'; GRANT SELECT, INSERT ON *.* TO 'zhike'@'127.0.0.1'");
        return made;
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    private static async Task RunAsync(string[] command)
    {
        var start = new ProcessStartInfo("/bin/sh") { WorkingDirectory = "/", RedirectStandardError = true };
        foreach (var word in (string[])["-c", "exec \"$@\" >/dev/null </dev/null", "sh", .. command])
        {
            start.ArgumentList.Add(word);
        }

        using var process = Process.Start(start)!;
        var errors = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{command[0]} ended with {process.ExitCode}: {errors}");
        }
    }
}
