namespace Zhike.Storage.Facts.Embedded;

/// <summary>Stops a statement when its asker gives up, until it is disposed of.</summary>
internal sealed class Killer : IDisposable
{
    private static readonly TimeSpan Again = TimeSpan.FromMilliseconds(50);

    private readonly EmbeddedEngine _engine;
    private readonly string _tag;
    private readonly CancellationTokenRegistration _registration;
    private volatile bool _over;

    public Killer(EmbeddedEngine engine, string tag, CancellationToken cancel)
    {
        (_engine, _tag) = (engine, tag);
        _registration = cancel.Register(() => _ = Task.Run(KillAsync, CancellationToken.None));
    }

    public void Dispose()
    {
        _over = true;
        _registration.Dispose();
    }

    /// <summary>Again and again: a kill that comes before the engine has begun the statement finds nothing to kill.</summary>
    private async Task KillAsync()
    {
        while (!_over && !_engine.Ended)
        {
            using (var connection = _engine.Connect())
            {
                EngineStatement.Set(connection, $"KILL QUERY WHERE startsWith(query, '/* {_tag} ') ASYNC");
            }

            await Task.Delay(Again, CancellationToken.None).ConfigureAwait(false);
        }
    }
}
