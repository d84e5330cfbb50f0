using System.Buffers.Binary;

namespace Zhike.Intake.Events;

/// <summary>Which events were seen lately, by eight bytes of their id (a hash already): two generations of open hash tables.
/// When the younger is full the older is forgotten; what was received before <see cref="Since"/> may be. Two different ids are taken for one with a chance below 10⁻¹² at ten million.
/// Used by one thread at a time.</summary>
internal sealed class RecentIds(TimeProvider clock, int generationMax = RecentIds.GenerationMaxDefault)
{
    /// <summary>Ids a generation; both together take at most 256 MiB.</summary>
    public const int GenerationMaxDefault = 8_000_000;

    private Generation _young = new();
    private Generation _old = new();

    private DateTimeOffset _youngSince = DateTimeOffset.MinValue;

    public long Count => _young.Count + _old.Count;

    /// <summary>Everything received from then on is remembered.</summary>
    public DateTimeOffset Since { get; private set; } = DateTimeOffset.MinValue;

    public bool Contains(Guid id) => KeyOf(id) is var key && (_young.Contains(key) || _old.Contains(key));

    /// <summary>What was added until now came in no order: all of it since then.</summary>
    public void Loaded(DateTimeOffset since) => (Since, _youngSince) = (since, clock.GetUtcNow());

    /// <summary>False when it is there already.</summary>
    public bool Add(Guid id)
    {
        var key = KeyOf(id);
        if (_young.Contains(key) || _old.Contains(key))
        {
            return false;
        }

        if (_young.Count >= generationMax)
        {
            (_old, _young) = (_young, new Generation());
            (Since, _youngSince) = (_youngSince, clock.GetUtcNow());
        }

        _young.Add(key);
        return true;
    }

    /// <summary>For an event that could not be stored after all.</summary>
    public void Remove(Guid id)
    {
        var key = KeyOf(id);
        _young.Remove(key);
        _old.Remove(key);
    }

    private static ulong KeyOf(Guid id)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes, bigEndian: true, out _);
        // The last half: ids made from the clock differ there too. 0 and 1 mean empty and removed.
        return Math.Max(2, BinaryPrimitives.ReadUInt64LittleEndian(bytes[8..]));
    }

    private sealed class Generation
    {
        private const ulong Removed = 1;
        private ulong[] _slots = new ulong[1 << 12];

        public int Count { get; private set; }

        public bool Contains(ulong key)
        {
            for (var i = Place(key); _slots[i] != 0; i = (i + 1) & (_slots.Length - 1))
            {
                if (_slots[i] == key)
                {
                    return true;
                }
            }

            return false;
        }

        public void Add(ulong key)
        {
            if (++Count * 2 > _slots.Length)
            {
                var before = _slots;
                _slots = new ulong[before.Length * 2];
                foreach (var kept in before.Where(k => k > Removed))
                {
                    Put(kept);
                }
            }

            Put(key);
        }

        public void Remove(ulong key)
        {
            for (var i = Place(key); _slots[i] != 0; i = (i + 1) & (_slots.Length - 1))
            {
                if (_slots[i] == key)
                {
                    _slots[i] = Removed;
                    return;
                }
            }
        }

        private void Put(ulong key)
        {
            var i = Place(key);
            while (_slots[i] > Removed)
            {
                i = (i + 1) & (_slots.Length - 1);
            }

            _slots[i] = key;
        }

        private int Place(ulong key) => (int)((key >> 20) & (ulong)(_slots.Length - 1));
    }
}
