using System.Collections.Concurrent;

namespace Zhike.Storage.Facts.Embedded;

/// <summary>Threads that stand still in native code while the engine works. On the pool's threads a few statements would hold all of them,
/// unseen by the pool, which adds one in half a second; meanwhile no request is answered. As many threads as statements ever ran at once,
/// which the connections limit; they stay.</summary>
internal static class EngineThreads
{
    private static readonly BlockingCollection<Action> Work = [];
    private static int _idle;

    public static Task<T> RunAsync<T>(Func<T> work)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        void Run()
        {
            try
            {
                done.SetResult(work());
            }
            catch (Exception failed)
            {
                // Belongs to whoever waits for it.
                done.SetException(failed);
            }
        }

        // TRICKY: who lowers the count has one idle thread to itself, so what is added is taken at once.
        if (Interlocked.Decrement(ref _idle) >= 0)
        {
            Work.Add(Run);
        }
        else
        {
            Interlocked.Increment(ref _idle);
            new Thread(() => Loop(Run)) { IsBackground = true, Name = "engine" }.Start();
        }

        return done.Task;
    }

    private static void Loop(Action first)
    {
        for (var work = first; ; work = Work.Take())
        {
            work();
            Interlocked.Increment(ref _idle);
        }
    }
}
