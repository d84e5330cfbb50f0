using System.Data.Common;
using System.Globalization;
using Zhike.Intake.Mapping;
using Zhike.Kernel;
using Zhike.Storage.Facts;

namespace Zhike.Intake.Import.Reading;

/// <summary>A topic as the engine reads it: a queue (the engine's own Kafka table), a landing table on the disk, and the flow from one into
/// the other, which commits the queue's offsets only when the messages have landed. Imports read the landing table, so a message that a
/// mapping refuses is still there when the mapping has been mended.</summary>
/// <param name="Landing">Name of the landing table; the others bear the same with another ending.</param>
internal sealed record KafkaTopic(string Landing, string Brokers, string Group, string Topic)
{
    /// <summary>Messages stay landed for so long.</summary>
    private const int DaysKept = 30;

    private string Queue => $"{Landing}_queue";

    private string Flow => $"{Landing}_flow";

    /// <param name="connection">"Brokers=host:9092,host:9092;Group=zhike".</param>
    public static KafkaTopic Of(SourceQuery query, string connection)
    {
        try
        {
            var given = new DbConnectionStringBuilder { ConnectionString = connection };
            if (given.TryGetValue("Brokers", out var brokers) && brokers is string { Length: > 0 } hosts)
            {
                var group = given.TryGetValue("Group", out var named) ? (string)named : "zhike";
                return new KafkaTopic($"topic_{StableHash.Word(hosts, group, query.Text)}", hosts, group, query.Text);
            }
        }
        catch (ArgumentException)
        {
            // Said below.
        }

        throw QueryFields.Unreachable(query, "it must look like Brokers=host:9092,host:9092;Group=zhike");
    }

    /// <summary>Makes the three where they are missing. The engine begins to read with it, and goes on by itself, also after a start.</summary>
    public async Task MakeAsync(IFacts facts, CancellationToken cancel)
    {
        await RunAsync($"""
            CREATE TABLE IF NOT EXISTS {Landing}
            (
                landed_at DateTime64(6, 'UTC'), part UInt64, position UInt64, message String CODEC(ZSTD)
            )
            ENGINE = MergeTree ORDER BY (landed_at, part, position) TTL toDateTime(landed_at) + INTERVAL {DaysKept} DAY
            SETTINGS fsync_after_insert = 1, fsync_part_directory = 1
            """).ConfigureAwait(false);
        await RunAsync($"CREATE TABLE IF NOT EXISTS {Queue} (message String) ENGINE = Kafka SETTINGS {Settings()}").ConfigureAwait(false);
        await RunAsync($"""
            CREATE MATERIALIZED VIEW IF NOT EXISTS {Flow} TO {Landing} AS
            SELECT now64(6, 'UTC') AS landed_at, _partition AS part, _offset AS position, message FROM {Queue}
            """).ConfigureAwait(false);

        Task<FactsSummary> RunAsync(string sql) =>
            facts.ExecuteAsync(ImportWorkspace.Importer, new FactsStatement("import: topic", sql), cancel);
    }

    /// <summary>Settings of an engine are no values to bind; a quote in one is doubled.</summary>
    private string Settings() => string.Create(
        CultureInfo.InvariantCulture,
        $"kafka_broker_list = {Text(Brokers)}, kafka_topic_list = {Text(Topic)}, kafka_group_name = {Text(Group)}, kafka_format = 'RawBLOB', kafka_num_consumers = 1");

    private static string Text(string value) => $"'{value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "''", StringComparison.Ordinal)}'";
}
