using System.Diagnostics;

namespace Zhike.Bench.Harness;

/// <summary>How long the disk itself takes meanwhile: 64 KiB more of a file, all the way down, twenty times a second. What waits for the
/// disk can be no faster; shared disks are at times a hundred times slower than at others.</summary>
internal sealed class DiskProbe : IAsyncDisposable
{
    private const int Bytes = 64 << 10;
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(50);
    private readonly CancellationTokenSource _stop = new();
    private readonly List<double> _seconds = [];
    private readonly Task _loop;

    /// <param name="folder">On the disk that is asked.</param>
    public DiskProbe(string folder) => _loop = Task.Factory.StartNew(
        () => Loop(Path.Combine(folder, "disk-probe"), _stop.Token), _stop.Token, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    /// <summary>All measured until now; ends the probe.</summary>
    public async Task<Sample> StopAsync()
    {
        await DisposeAsync().ConfigureAwait(false);
        return new Sample(_seconds);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_stop.IsCancellationRequested)
        {
            await _stop.CancelAsync().ConfigureAwait(false);
            await _loop.ConfigureAwait(false);
            _stop.Dispose();
        }
    }

    private void Loop(string path, CancellationToken stop)
    {
        using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0, FileOptions.DeleteOnClose);
        var bytes = new byte[Bytes];
        do
        {
            Random.Shared.NextBytes(bytes);
            var started = Stopwatch.GetTimestamp();
            file.Write(bytes);
            file.Flush(flushToDisk: true);
            _seconds.Add(Stopwatch.GetElapsedTime(started).TotalSeconds);
        }
        while (!stop.WaitHandle.WaitOne(Between));
    }
}
