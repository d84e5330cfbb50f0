using System.Collections.Frozen;
using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Zhike.Kernel;
using Zhike.Storage.Facts;
using Zhike.Storage.Records;

namespace Zhike.Storage.Relay;

/// <summary>Carries facts from the records store to the facts store, each exactly once, through any crash.
/// Three steps: rows are stamped with a batch (committed); the batch is inserted with its stamp as the engine's deduplication
/// token; its rows are deleted. Whoever finds a stamped batch after a crash inserts it again: the engine drops the repetition.</summary>
public sealed class FactsRelay(IRecords records, IFacts facts, TimeProvider clock, IIds ids) : IDisposable
{
    /// <summary>Rows a batch: one insert, a few hundred kilobytes.</summary>
    public const int BatchRows = 1000;

    private static readonly FrozenSet<string> Targets = new[] { "outcomes", "events", "consents", "customer_identities" }.ToFrozenSet();

    private readonly SemaphoreSlim _one = new(1);

    /// <summary>Called between the steps; tests throw here.</summary>
    internal Action<string> AtStep { get; set; } = _ => { };

    /// <summary>Puts a fact into the unit of work that changes the record; it is saved or lost with it.</summary>
    public void Add(RecordsContext unit, string target, string id, object row)
    {
        if (!Targets.Contains(target))
        {
            throw new ArgumentException($"The relay carries {string.Join(", ", Targets)}, not {target}.");
        }

        unit.Add(new RelayedFact { Id = id, Target = target, Fact = JsonSerializer.Serialize(row), QueuedAt = clock.GetUtcNow() });
    }

    /// <summary>Carries everything that waits. Answers how many facts arrived.</summary>
    public async Task<int> DrainAsync(CancellationToken cancel)
    {
        await _one.WaitAsync(cancel).ConfigureAwait(false);
        try
        {
            var carried = 0;
            foreach (var target in await WaitingAsync(cancel).ConfigureAwait(false))
            {
                while (true)
                {
                    var moved = await CarryAsync(target, cancel).ConfigureAwait(false);
                    carried += moved;
                    if (moved == 0)
                    {
                        break;
                    }
                }
            }

            return carried;
        }
        finally
        {
            _one.Release();
        }
    }

    public void Dispose() => _one.Dispose();

    private async Task<List<string>> WaitingAsync(CancellationToken cancel)
    {
        using var unit = records.Open();
        return await unit.Set<RelayedFact>().Select(f => f.Target).Distinct().ToListAsync(cancel).ConfigureAwait(false);
    }

    private async Task<int> CarryAsync(string target, CancellationToken cancel)
    {
        using var unit = records.Open();
        var batch = await unit.Set<RelayedFact>().Where(f => f.Target == target && f.Batch != "").Select(f => f.Batch).FirstOrDefaultAsync(cancel).ConfigureAwait(false)
            ?? await StampAsync(unit, target, cancel).ConfigureAwait(false);
        AtStep("stamped");

        // TRICKY: the order must be the same at every try, or the engine takes the repetition for new rows.
        var rows = await unit.Set<RelayedFact>().AsNoTracking().Where(f => f.Batch == batch && f.Target == target)
            .OrderBy(f => f.Id).Select(f => f.Fact).ToListAsync(cancel).ConfigureAwait(false);
        if (rows.Count == 0)
        {
            return 0;
        }

        var insert = new FactsInsert($"relay {target}", target, "JSONEachRow", batch);
        await facts.InsertAsync(insert, Once(Encoding.UTF8.GetBytes(string.Join('\n', rows) + "\n")), cancel).ConfigureAwait(false);
        AtStep("inserted");
        await unit.Set<RelayedFact>().Where(f => f.Batch == batch && f.Target == target).ExecuteDeleteAsync(cancel).ConfigureAwait(false);
        AtStep("deleted");
        return rows.Count;
    }

    private async Task<string> StampAsync(RecordsContext unit, string target, CancellationToken cancel)
    {
        var batch = $"relay-{ids.Next():n}";
        var picked = unit.Set<RelayedFact>().Where(f => f.Target == target && f.Batch == "").OrderBy(f => f.QueuedAt).ThenBy(f => f.Id).Take(BatchRows).Select(f => f.Id);
        await unit.Set<RelayedFact>().Where(f => f.Batch == "" && picked.Contains(f.Id))
            .ExecuteUpdateAsync(set => set.SetProperty(f => f.Batch, batch), cancel).ConfigureAwait(false);
        return batch;
    }

    private static async IAsyncEnumerable<ReadOnlyMemory<byte>> Once(byte[] bytes)
    {
        await Task.CompletedTask.ConfigureAwait(false);
        yield return bytes;
    }
}
