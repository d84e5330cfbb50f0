using System.Diagnostics;

namespace Zhike.Testing;

/// <summary>Cleans up behind this process, however it ends. The test runner does not wait for exit handlers, so a shell
/// outside waits on a pipe instead: it closes when this process is gone, killed or not.</summary>
internal static class AfterProcess
{
    // Kept for as long as the process lives: a collected Process would close its end of the pipe.
    private static readonly List<Process> Waiting = [];

    /// <param name="script">For /bin/sh; sees the arguments as $1, $2 …</param>
    public static void Run(string script, params string[] arguments)
    {
        // setsid: whoever ends this process together with its children does not end the shell.
        var start = new ProcessStartInfo("setsid", ["/bin/sh", "-c", $"cat >/dev/null 2>&1; {script}", "sh", .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = "/",
        };
        lock (Waiting)
        {
            Waiting.Add(Process.Start(start)!);
        }
    }
}
