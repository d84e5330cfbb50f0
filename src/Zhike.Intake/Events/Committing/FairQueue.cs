using System.Threading.Channels;

namespace Zhike.Intake.Events.Committing;

/// <summary>Calls that wait for the disk, a queue for each source. Sources are served in turn, each so many bytes (deficit round robin: Shreedhar
/// and Varghese 1996), so that one that floods waits for itself. It may hold half of what may wait; then it, and it alone, is told to come again.</summary>
internal sealed class FairQueue(int callsMax = FairQueue.CallsMaxDefault, long bytesMax = FairQueue.BytesMaxDefault)
{
    /// <summary>Calls that may wait.</summary>
    public const int CallsMaxDefault = 4_000;

    /// <summary>Bytes of rows that may wait.</summary>
    public const long BytesMaxDefault = 64 << 20;

    private const int Turn = 64 << 10;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Line> _lines = new(StringComparer.Ordinal);
    private readonly Queue<Line> _turns = new();
    private readonly Channel<bool> _signal = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private int _calls;
    private long _bytes;
    private bool _closed;

    /// <summary>False when there is no room for it.</summary>
    public bool TryAdd(Waiting call)
    {
        lock (_gate)
        {
            if (!_lines.TryGetValue(call.Rows.Source, out var line))
            {
                _lines[call.Rows.Source] = line = new Line();
            }

            if (_closed || _calls >= callsMax || _bytes + call.Bytes > bytesMax || line.Calls.Count >= callsMax / 2 || line.Bytes + call.Bytes > bytesMax / 2)
            {
                return false;
            }

            (_calls, _bytes, line.Bytes) = (_calls + 1, _bytes + call.Bytes, line.Bytes + call.Bytes);
            line.Calls.Enqueue(call);
            if (line.Calls.Count == 1)
            {
                line.Credit = 0;
                _turns.Enqueue(line);
            }
        }

        _signal.Writer.TryWrite(true);
        return true;
    }

    /// <summary>Waits until something waits; false when nothing will any more.</summary>
    public async ValueTask<bool> WaitAsync()
    {
        while (true)
        {
            lock (_gate)
            {
                if (_calls > 0)
                {
                    return true;
                }
            }

            if (!await _signal.Reader.WaitToReadAsync().ConfigureAwait(false))
            {
                lock (_gate)
                {
                    return _calls > 0;
                }
            }

            _signal.Reader.TryRead(out _);
        }
    }

    /// <summary>Moves calls into the group until it has enough or nothing waits.</summary>
    public void TakeInto(CallGroup group)
    {
        lock (_gate)
        {
            while (!group.IsFull && _turns.TryPeek(out var line))
            {
                if (line.Credit <= 0)
                {
                    line.Credit += Turn;
                }

                while (!group.IsFull && line.Credit > 0 && line.Calls.TryDequeue(out var call))
                {
                    group.Add(call);
                    line.Credit -= call.Bytes;
                    (_calls, _bytes, line.Bytes) = (_calls - 1, _bytes - call.Bytes, line.Bytes - call.Bytes);
                }

                if (line.Calls.Count == 0)
                {
                    _turns.Dequeue();
                }
                else if (line.Credit <= 0)
                {
                    _turns.Enqueue(_turns.Dequeue());
                }
            }
        }
    }

    /// <summary>What waits is still served; nothing more is let in.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _closed = true;
        }

        _signal.Writer.TryComplete();
    }

    private sealed class Line
    {
        public Queue<Waiting> Calls { get; } = new();

        public long Bytes { get; set; }

        public long Credit { get; set; }
    }
}

/// <summary>The calls of one insert.</summary>
internal sealed class CallGroup
{
    /// <summary>Events of one insert.</summary>
    public const int EventsMax = 50_000;

    /// <summary>Bytes of one insert.</summary>
    public const int BytesMax = 32 << 20;

    private long _bytes;

    public List<Waiting> Calls { get; } = [];

    public int Events { get; private set; }

    public bool IsFull => Events >= EventsMax || _bytes >= BytesMax;

    public void Clear()
    {
        Calls.Clear();
        (Events, _bytes) = (0, 0);
    }

    public void Add(Waiting call)
    {
        Calls.Add(call);
        (Events, _bytes) = (Events + call.Events, _bytes + call.Bytes);
    }
}
