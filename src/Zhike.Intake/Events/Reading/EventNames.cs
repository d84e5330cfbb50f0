using System.Collections.Concurrent;
using Zhike.Kernel;
using Zhike.Storage;
using Zhike.Storage.Facts;
using Zhike.Storage.Facts.Rows;

namespace Zhike.Intake.Events.Reading;

/// <summary>The names of events that each source has sent. A program that writes an order number into the name would fill every list of
/// events with names; beyond the limit, events of further names are kept apart.</summary>
internal sealed class EventNames(IFacts facts) : IDisposable
{
    /// <summary>Names a source.</summary>
    public const int PerSourceMax = 5_000;

    /// <summary>Of an event that is kept apart for its name.</summary>
    public const string Violation = "names:event";

    private static readonly Viewer Loading = Viewer.Bank("event names");
    private readonly ConcurrentDictionary<string, ConcurrentDictionary<string, byte>> _known = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _loading = new(1);
    private volatile bool _loaded;

    public void Dispose() => _loading.Dispose();

    /// <summary>True when the name is known, or there is room for it.</summary>
    public bool Admit(string source, string name)
    {
        var names = _known.GetOrAdd(source, static _ => new ConcurrentDictionary<string, byte>(StringComparer.Ordinal));
        if (names.ContainsKey(name))
        {
            return true;
        }

        if (names.Count >= PerSourceMax)
        {
            return false;
        }

        names.TryAdd(name, 0);
        return true;
    }

    /// <summary>After a start the store tells what was sent before.</summary>
    public async ValueTask LoadAsync(CancellationToken cancel)
    {
        if (_loaded)
        {
            return;
        }

        await _loading.WaitAsync(cancel).ConfigureAwait(false);
        try
        {
            if (!_loaded)
            {
                var statement = new FactsStatement("event names", SqlFile.Beside<EventNames>("EventNames.sql")).Within(FactsLimits.Batch);
                await foreach (var (source, name) in facts.StreamAsync(Loading, statement, (ref RowReader row) => (row.Text(), row.Text()), cancel).ConfigureAwait(false))
                {
                    Admit(source, name);
                }

                _loaded = true;
            }
        }
        finally
        {
            _loading.Release();
        }
    }
}
