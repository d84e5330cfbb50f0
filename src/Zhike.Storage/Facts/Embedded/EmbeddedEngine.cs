using System.Runtime.InteropServices;

namespace Zhike.Storage.Facts.Embedded;

/// <summary>The engine inside this process. libchdb keeps one storage path a process, so there is one of these; every
/// database in it gets its own <see cref="EmbeddedFacts"/>. The folder is locked: two processes never write one store.</summary>
/// <remarks>TRICKY: a connection that is still open when the process ends takes the process down with signal 11, for the library's own
/// end runs under it. So the engine knows all its connections, and its end is theirs; the end of the process is the engine's.</remarks>
public sealed class EmbeddedEngine : IDisposable
{
    /// <summary>How long a statement may take to notice that the engine ends.</summary>
    private static readonly TimeSpan EndMax = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan KillAgain = TimeSpan.FromMilliseconds(50);

    private static readonly Lock Gate = new();
    private static EmbeddedEngine? _running;
    private readonly object _changed = new();
    private readonly List<EmbeddedFacts> _databases = [];
    private readonly FolderLock _folder;
    private readonly EngineConnection _keeper;
    private int _open;

    static EmbeddedEngine() => AppDomain.CurrentDomain.ProcessExit += (_, _) => EndWithProcess();

    private EmbeddedEngine(string path, FolderLock folder) => (Path, _folder, _keeper) = (path, folder, EngineConnection.Open(path, () => { }));

    public string Path { get; }

    /// <summary>From here on no statement begins.</summary>
    internal bool Ended { get; private set; }

    /// <summary>Starts the engine on a folder (made when missing), or answers the one that already runs on it.</summary>
    /// <exception cref="Kernel.ProblemException">Another process uses the folder, or this process runs on another one.</exception>
    public static EmbeddedEngine Start(string path, string? libraryPath = null)
    {
        path = System.IO.Path.GetFullPath(path);
        lock (Gate)
        {
            if (_running is not null)
            {
                return _running.Path == path
                    ? _running
                    : throw new InvalidOperationException($"This process already runs the engine on {_running.Path}; libchdb serves one folder a process.");
            }

            LibChdb.LibraryPath = libraryPath;
            var folder = FolderLock.Take(path);
            try
            {
                StandardInput.HideFromEngine();

                // TRICKY: with chDB's own handlers a NullReferenceException in .NET would hang the process for ever.
                LibChdb.SetSignalHandlersEnabled(0);
                return _running = new EmbeddedEngine(path, folder);
            }
            catch
            {
                folder.Dispose();
                throw;
            }
        }
    }

    public static string LibraryVersion => Marshal.PtrToStringUTF8(LibChdb.Version()) ?? "";

    /// <summary>Stops what runs, closes every connection and lets go of the folder. Where a statement does not stop in time the folder
    /// stays locked until the process ends.</summary>
    public void Dispose()
    {
        lock (Gate)
        {
            if (_running != this)
            {
                return;
            }

            foreach (var database in EndedDatabases())
            {
                database.Dispose();
            }

            if (StopStatements())
            {
                _keeper.Dispose();
                _folder.Dispose();
                _running = null;
            }
        }
    }

    internal EngineConnection Connect()
    {
        lock (_changed)
        {
            ObjectDisposedException.ThrowIf(Ended, this);
            _open++;
        }

        try
        {
            return EngineConnection.Open(Path, Closed);
        }
        catch
        {
            Closed();
            throw;
        }
    }

    /// <summary>A database whose connections end with the engine, also when nobody disposes of it.</summary>
    internal void Add(EmbeddedFacts database)
    {
        lock (_changed)
        {
            ObjectDisposedException.ThrowIf(Ended, this);
            _databases.Add(database);
        }
    }

    internal void Remove(EmbeddedFacts database)
    {
        lock (_changed)
        {
            _databases.Remove(database);
        }
    }

    private static void EndWithProcess()
    {
        _running?.Dispose();
        if (_running is not null)
        {
            // A statement that will not stop: everything acknowledged is on the disk, so leaving without the library's own end loses nothing.
            ProcessEnd.Now(Environment.ExitCode);
        }
    }

    private List<EmbeddedFacts> EndedDatabases()
    {
        lock (_changed)
        {
            Ended = true;
            return [.. _databases];
        }
    }

    private bool StopStatements()
    {
        lock (_changed)
        {
            for (var waited = TimeSpan.Zero; _open > 0 && waited < EndMax; waited += KillAgain)
            {
                // Again and again: a kill that comes before the engine has begun a statement finds nothing to kill.
                EngineStatement.KillAll(_keeper);
                Monitor.Wait(_changed, KillAgain);
            }

            return _open == 0;
        }
    }

    private void Closed()
    {
        lock (_changed)
        {
            _open--;
            Monitor.PulseAll(_changed);
        }
    }
}
