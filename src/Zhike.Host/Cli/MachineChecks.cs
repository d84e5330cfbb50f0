using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Zhike.Host.Options;
using Zhike.Storage.Facts.Embedded;

namespace Zhike.Host.Cli;

/// <summary>What the doctor looks at, one small check each.</summary>
internal static class MachineChecks
{
    private const long Gibibyte = 1L << 30;
    private const long DiskNeeded = 2 * Gibibyte;
    private const long MemoryNeeded = 2 * Gibibyte;
    private const int NodeMajorMin = 20;
    private static readonly string[] LocaleVariables = ["LC_ALL", "LC_CTYPE", "LANG"];

    public static async IAsyncEnumerable<Finding> RunAsync(ZhikeOptions options, RunningServer? server, [EnumeratorCancellation] CancellationToken cancel)
    {
        yield return Platform();
        yield return new Finding(Environment.Version.Major >= 10, true, $".NET runtime {Environment.Version}.", Environment.Version.Major >= 10 ? null : "Install the .NET 10 SDK.");
        yield return await SdkAsync(cancel);
        yield return await NodeAsync(cancel);
        yield return Engine(options);
        yield return DataFolder(options);
        yield return Disk(options);
        yield return Memory();
        yield return await PortAsync(options, server);
        yield return Zones(options);
        yield return Utf8();
        yield return await FontsAsync(cancel);
        yield return Console(options);
        yield return Shipped("catalogue", options.CatalogueFolder, "catalog/");
        yield return Shipped("demo bank", options.DemoFolder, "demo/");
        if (server is not null)
        {
            yield return new Finding(true, false, $"A server runs on this data folder: {server.Address} (process {server.ProcessId}).");
        }
    }

    private static Finding Platform()
    {
        var fit = (OperatingSystem.IsLinux() || OperatingSystem.IsMacOS()) && RuntimeInformation.ProcessArchitecture is Architecture.X64 or Architecture.Arm64;
        return new Finding(fit, true, $"{RuntimeInformation.OSDescription} on {RuntimeInformation.ProcessArchitecture}.", fit ? null : "Zhike runs on Linux and macOS, on x64 and arm64.");
    }

    private static async Task<Finding> SdkAsync(CancellationToken cancel)
    {
        var version = await OutputOfAsync("dotnet", "--version", cancel);
        return version is null
            ? new Finding(false, false, "The .NET SDK is not on the path.", "It is needed to build and test: install dotnet-sdk-10.0.")
            : new Finding(version.StartsWith("10.", StringComparison.Ordinal), false, $".NET SDK {version}.", version.StartsWith("10.", StringComparison.Ordinal) ? null : "Building needs SDK 10: install dotnet-sdk-10.0.");
    }

    private static async Task<Finding> NodeAsync(CancellationToken cancel)
    {
        const string cure = "It fetches the engine and builds the console: install Node.js 20 or newer with npm.";
        var version = await OutputOfAsync("node", "--version", cancel);
        var major = version is not null && int.TryParse(version.TrimStart('v').Split('.')[0], CultureInfo.InvariantCulture, out var number) ? number : 0;
        return major >= NodeMajorMin
            ? new Finding(true, false, $"Node.js {version}.")
            : new Finding(false, false, version is null ? "Node.js is not on the path." : $"Node.js {version} is too old.", cure);
    }

    private static Finding Engine(ZhikeOptions options)
    {
        if (!string.IsNullOrEmpty(options.Storage.FactsConnection))
        {
            return new Finding(true, true, "The facts are on a ClickHouse server (Facts:Connection), so no engine library is needed.");
        }

        return EngineLibrary.Find(options.Storage.LibraryPath) is { } found
            ? new Finding(true, true, $"Engine library {found} ({new FileInfo(found).Length / (1 << 20)} MiB).")
            : new Finding(false, true, "The engine library (libchdb.so) is not there.", "Run npm ci in native/, or name it with Facts:LibraryPath.");
    }

    private static Finding DataFolder(ZhikeOptions options)
    {
        try
        {
            Directory.CreateDirectory(options.DataFolder);
            var probe = Path.Combine(options.DataFolder, $".doctor-{Environment.ProcessId}");
            File.WriteAllText(probe, "");
            File.Delete(probe);
            return new Finding(true, true, $"The data folder {options.DataFolder} can be written.");
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return new Finding(false, true, $"The data folder {options.DataFolder} cannot be written ({problem.Message}).", "Name another one with --data, or change its owner.");
        }
    }

    private static Finding Disk(ZhikeOptions options)
    {
        var folder = new DirectoryInfo(options.DataFolder);
        while (!folder.Exists && folder.Parent is not null)
        {
            folder = folder.Parent;
        }

        var free = new DriveInfo(folder.FullName).AvailableFreeSpace;
        return new Finding(free >= DiskNeeded, true, $"{free / (double)Gibibyte:0.0} GiB of disk free at the data folder.", free >= DiskNeeded ? null : "Free some: the demo needs 2 GiB, a million customers about 5.");
    }

    private static Finding Memory()
    {
        var memory = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        return new Finding(memory >= MemoryNeeded, true, $"{memory / (double)Gibibyte:0.0} GiB of memory, {Environment.ProcessorCount} cores.", memory >= MemoryNeeded ? null : "Zhike needs 2 GiB for the demo, 8 for ten million customers.");
    }

    private static async Task<Finding> PortAsync(ZhikeOptions options, RunningServer? server)
    {
        if (server is not null)
        {
            return new Finding(true, true, $"Port {options.Port}: not looked at, a server runs on this data folder.");
        }

        try
        {
            using var listener = new TcpListener(options.Address == "localhost" ? IPAddress.Loopback : IPAddress.Parse(options.Address), options.Port);
            listener.Start();
            await Task.CompletedTask;
            return new Finding(true, true, $"Port {options.Port} is free.");
        }
        catch (SocketException)
        {
            return new Finding(false, true, $"Port {options.Port} is taken by another program.", "Name another one with --port N.");
        }
    }

    private static Finding Zones(ZhikeOptions options) => TimeZoneInfo.TryFindSystemTimeZoneById(options.Bank.TimeZone, out _)
        ? new Finding(true, true, $"Time zone {options.Bank.TimeZone} is known.")
        : new Finding(false, true, $"The time zone {options.Bank.TimeZone} is not known.", "Install tzdata.");

    private static Finding Utf8()
    {
        var locale = LocaleVariables.Select(Environment.GetEnvironmentVariable).FirstOrDefault(v => !string.IsNullOrEmpty(v)) ?? "";
        var utf8 = locale.Contains("UTF-8", StringComparison.OrdinalIgnoreCase) || locale.Contains("utf8", StringComparison.OrdinalIgnoreCase);
        return new Finding(utf8, false, utf8 ? $"Locale {locale}." : $"The locale \"{locale}\" is not UTF-8.", utf8 ? null : "Chinese in the terminal may come out wrong: export LANG=C.UTF-8.");
    }

    private static async Task<Finding> FontsAsync(CancellationToken cancel)
    {
        var fonts = await OutputOfAsync("fc-list", ":lang=zh family", cancel);
        return string.IsNullOrWhiteSpace(fonts)
            ? new Finding(false, false, "No Chinese font is installed on this machine.", "A browser here would show boxes: install fonts-noto-cjk. Other machines' browsers bring their own.")
            : new Finding(true, false, "Chinese fonts are installed.");
    }

    private static Finding Console(ZhikeOptions options) =>
        options.ConsoleFolder is { } folder && File.Exists(Path.Combine(folder, "index.html"))
            ? new Finding(true, false, $"The console is built ({folder}).")
            : new Finding(false, false, "The console is not built.", "./zhike up builds it; or run npm ci and npm run build in console/.");

    private static Finding Shipped(string what, string? folder, string name) => folder is not null
        ? new Finding(true, false, $"The {what} is at {folder}.")
        : new Finding(false, false, $"The {what} is not there.", $"Put {name} beside the program.");

    /// <summary>The first line that a program prints; null when there is no such program.</summary>
    private static async Task<string?> OutputOfAsync(string program, string arguments, CancellationToken cancel)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true });
            var output = await process!.StandardOutput.ReadToEndAsync(cancel);
            await process.WaitForExitAsync(cancel);
            return process.ExitCode == 0 ? output.Split('\n')[0].Trim() : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }
}
