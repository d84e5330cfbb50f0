using System.Diagnostics;
using System.Globalization;

namespace Zhike.Storage.Tests.Faults;

/// <summary>A running <see cref="ChildProgram"/>. Only its own process is ever killed.</summary>
internal sealed class Child : IDisposable
{
    private readonly Process _process;

    private Child(Process process) => _process = process;

    public static Child Start(string verb, string folder, params string[] more)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!.EndsWith("dotnet", StringComparison.Ordinal) ? Environment.ProcessPath : "dotnet")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        start.ArgumentList.Add(typeof(ChildProgram).Assembly.Location);
        start.ArgumentList.Add(verb);
        start.ArgumentList.Add(folder);
        Array.ForEach(more, start.ArgumentList.Add);
        return new Child(Process.Start(start)!);
    }

    public int Id => _process.Id;

    /// <summary>The next line of its output; null at the end.</summary>
    public async Task<string?> LineAsync() => await _process.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(60));

    public Task TellAsync(string line) => _process.StandardInput.WriteLineAsync(line);

    /// <summary>SIGKILL: no handler runs, no buffer is written.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    public async Task<int> EndAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        return _process.ExitCode;
    }

    public static long Number(string? line, string word) =>
        line is not null && line.StartsWith(word + " ", StringComparison.Ordinal)
            ? long.Parse(line[(word.Length + 1)..], CultureInfo.InvariantCulture)
            : throw new InvalidOperationException($"Expected \"{word} N\", but the child said \"{line}\".");

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit();
        }

        _process.Dispose();
    }
}
