using System.Globalization;
using Zhike.Contracts.Jobs;

namespace Zhike.Host.Cli;

/// <summary>Shows how far long work is: one line that is drawn anew on a terminal; elsewhere a plain line when a step begins
/// and at every tenth of it.</summary>
internal sealed class ProgressLine(string title) : IProgressSink, IDisposable
{
    private const int BarWidth = 30;
    private const long DrawEveryMs = 100;
    private readonly Lock _gate = new();
    private string _step = "";
    private long _tenth = -1;
    private long _drawnAt = long.MinValue;
    private bool _drawn;

    public void Report(string step, long done, long total)
    {
        lock (_gate)
        {
            if (Say.OnTerminal)
            {
                Draw(step, done, total);
            }
            else
            {
                Tell(step, done, total);
            }
        }
    }

    /// <summary>Takes the line away, so that what follows stands on its own.</summary>
    public void Dispose()
    {
        if (_drawn)
        {
            Console.Error.Write("\r\x1b[K");
            _drawn = false;
        }
    }

    private void Draw(string step, long done, long total)
    {
        var now = Environment.TickCount64;
        if (step == _step && done != total && now - _drawnAt < DrawEveryMs)
        {
            return;
        }

        (_step, _drawnAt, _drawn) = (step, now, true);
        var width = Math.Max(20, Console.WindowWidth - 1);
        var line = total > 0
            ? string.Create(CultureInfo.InvariantCulture, $"{title} [{Bar(done, total)}] {Share(done, total),3}% {step} {done:N0}/{total:N0}")
            : $"{title} {step}";
        Console.Error.Write($"\r\x1b[K{(line.Length > width ? line[..width] : line)}");
    }

    private void Tell(string step, long done, long total)
    {
        var tenth = total > 0 ? Share(done, total) / 10 : 0;
        if (step.Length == 0 || (step == _step && tenth == _tenth))
        {
            return;
        }

        (_step, _tenth) = (step, tenth);
        Say.Aside(total > 0
            ? string.Create(CultureInfo.InvariantCulture, $"{title}: {step} {done:N0} of {total:N0} ({Share(done, total)}%)")
            : $"{title}: {step}");
    }

    private static string Bar(long done, long total)
    {
        var full = (int)(BarWidth * Math.Min(done, total) / total);
        return new string('#', full) + new string('-', BarWidth - full);
    }

    private static long Share(long done, long total) => Math.Min(100, 100 * done / total);
}
