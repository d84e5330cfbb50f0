using Zhike.Intake.Mapping;
using Zhike.Storage.Facts;
using Zhike.Storage.Facts.Rows;

namespace Zhike.Intake.Import.Reading;

/// <summary>The messages of a topic that have landed since the last finished run, each one JSON object.</summary>
internal sealed class KafkaReader(IFacts facts, KafkaTopic topic, string? since) : IRowReader
{
    private IAsyncEnumerator<ReadRow>? _rows;
    private JsonRow _row = new([]);
    private RowFields? _fields;
    private int _key;

    public (long Done, long Total) Progress => (0, 0);

    public async Task OpenAsync(IReadOnlyList<string> wanted, CancellationToken cancel)
    {
        _row = new JsonRow(wanted);
        _key = wanted.ToList().IndexOf(SourceQuery.LandedAt);
        await topic.MakeAsync(facts, cancel).ConfigureAwait(false);
        var statement = new FactsStatement("import: read a topic", $$"""
            SELECT toString(landed_at), message FROM {{topic.Landing}}
            WHERE landed_at >= parseDateTime64BestEffort({since:String}, 6, 'UTC') ORDER BY landed_at, part, position
            """).Within(FactsLimits.Batch).With("since", since ?? "1970-01-02 00:00:00");
        _rows = facts.StreamAsync(ImportWorkspace.Importer, statement, Put, cancel).GetAsyncEnumerator(cancel);
    }

    public async ValueTask<ReadRow> NextAsync(RowFields fields, CancellationToken cancel)
    {
        _fields = fields;
        return await _rows!.MoveNextAsync().ConfigureAwait(false) ? _rows.Current : ReadRow.Ended;
    }

    public ValueTask DisposeAsync() => _rows?.DisposeAsync() ?? ValueTask.CompletedTask;

    private ReadRow Put(ref RowReader row)
    {
        var landed = row.Utf8();
        var message = row.Utf8();
        if (row.Incomplete)
        {
            return ReadRow.Ended;
        }

        var read = _row.Read(message, _fields!);
        _fields!.Put(_key, landed);
        return read;
    }
}
