namespace Zhike.Intake.Events.Committing;

/// <summary>One call that waits for the disk, and what became of each of its rows.</summary>
internal sealed class Waiting(EventRows rows)
{
    private readonly Fate[] _fates = new Fate[rows.Count];
    private readonly Fate[] _keptApart = new Fate[rows.Quarantined.Count];
    private readonly TaskCompletionSource<IReadOnlyList<int>> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private enum Fate : byte
    {
        /// <summary>Nobody has looked yet.</summary>
        Open,
        New,
        SeenBefore,
        Refused,
    }

    public EventRows Rows => rows;

    public int Events => rows.Count + rows.Quarantined.Count;

    /// <summary>What it holds in memory, about.</summary>
    public int Bytes { get; } = rows.Bytes + rows.Quarantined.Bytes + 1024;

    /// <summary>Places of the events that the store refused.</summary>
    public Task<IReadOnlyList<int>> Done => _done.Task;

    public bool AnyRefused => _fates.Contains(Fate.Refused);

    public bool IsNew(int row) => _fates[row] == Fate.New;

    public bool IsNewQuarantined(int row) => _keptApart[row] == Fate.New;

    /// <summary>Null when every row is new.</summary>
    public Func<int, bool>? Kept(int from, int to) =>
        from == 0 && to == rows.Count && _fates.All(f => f == Fate.New) ? null : row => row >= from && row < to && IsNew(row);

    /// <summary>Remembers the rows; those that were seen before are not stored again.</summary>
    /// <returns>How many were seen before.</returns>
    public int Sift(RecentIds recent)
    {
        for (var i = 0; i < _fates.Length; i++)
        {
            _fates[i] = recent.Add(rows.Facts[i].Id) ? Fate.New : Fate.SeenBefore;
        }

        for (var i = 0; i < _keptApart.Length; i++)
        {
            _keptApart[i] = recent.Add(rows.Quarantined.Ids[i]) ? Fate.New : Fate.SeenBefore;
        }

        return _fates.Count(f => f == Fate.SeenBefore) + _keptApart.Count(f => f == Fate.SeenBefore);
    }

    public void Refuse(int row, RecentIds recent)
    {
        _fates[row] = Fate.Refused;
        recent.Remove(rows.Facts[row].Id);
    }

    public void Succeed() => _done.TrySetResult(AnyRefused ? [.. Enumerable.Range(0, rows.Count).Where(i => _fates[i] == Fate.Refused).Select(i => rows.Facts[i].Place)] : []);

    /// <summary>Nothing of it counts as stored: sent again, it is taken again.</summary>
    public void Fail(Exception why, RecentIds recent)
    {
        for (var i = 0; i < rows.Count; i++)
        {
            if (IsNew(i))
            {
                recent.Remove(rows.Facts[i].Id);
            }
        }

        for (var i = 0; i < _keptApart.Length; i++)
        {
            if (IsNewQuarantined(i))
            {
                recent.Remove(rows.Quarantined.Ids[i]);
            }
        }

        _done.TrySetException(why);
    }
}
