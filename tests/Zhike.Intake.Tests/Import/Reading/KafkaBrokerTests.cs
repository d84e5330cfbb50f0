using System.Diagnostics;
using Zhike.Intake.Import.Reading;
using Zhike.Intake.Mapping;
using Zhike.Testing;

namespace Zhike.Intake.Tests.Import.Reading;

/// <summary>A topic the whole way: from a broker that speaks Kafka's protocol over TCP, through the engine's own Kafka table, into the standard model.</summary>
public sealed class KafkaBrokerTests
{
    private const string Topic = "products";
    /// <summary>A group of consumers waits for members that left without a word: up to half a minute.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    [Fact]
    public async Task Messages_of_a_broker_land_are_imported_and_are_not_read_again_when_the_engine_begins_anew()
    {
        using var broker = new MockBroker();
        broker.MakeTopic(Topic, 3);
        var connection = $"Brokers={broker.Brokers};Group=zhike";
        var topic = KafkaTopic.Of(new SourceQuery("bus", Topic, null), connection);
        var stage = await ImportStage.NewAsync();
        stage.Configuration["Sources:Connections:bus"] = connection;
        stage.Write("mapping.yaml", $$"""
            mapping: test
            source: {kind: kafka, connection: bus, topic: {{Topic}}}
            target: products
            columns: {product_id: id, name_zh: name.zh, kind: kind}
            """);
        try
        {
            broker.Send(Topic, [.. Enumerable.Range(1, 1000).Select(Product), "not json"]);
            (await stage.RunAsync("mapping.yaml")).Single().Rows.ShouldBe(0, "the first run only begins to read");
            await LandedAsync(stage, topic, 1001);
            var first = (await stage.RunAsync("mapping.yaml")).Single();
            (first.Rows, first.Accepted, first.RefusedRows).ShouldBe((1001, 1000, 1));

            // As after a restart: the queue and the flow are made anew, and go on from the offsets they committed.
            await stage.Facts.RunAsync($"DROP TABLE {topic.Landing}_flow SYNC;\nDROP TABLE {topic.Landing}_queue SYNC;\n");
            broker.Send(Topic, Enumerable.Range(1001, 500).Select(Product));
            await topic.MakeAsync(stage.Facts, CancellationToken.None);
            await LandedAsync(stage, topic, 1501);
            (await stage.RunAsync("mapping.yaml")).Single().Accepted.ShouldBe(500);

            (await stage.CountAsync($"SELECT uniqExact(part, position) FROM {topic.Landing}")).ShouldBe(1501);
            (await stage.TextAsync("SELECT concat(toString(count()), ' ', toString(uniqExact(product_id)), ' ', toString(sum(toUInt64(product_id)))) FROM products FINAL"))
                .ShouldBe($"1500 1500 {1500 * 1501 / 2}");
        }
        finally
        {
            await stage.Facts.RunAsync($"DROP TABLE IF EXISTS {topic.Landing}_flow SYNC;\nDROP TABLE IF EXISTS {topic.Landing}_queue SYNC;\n");
        }
    }

    private static string Product(int number) => $$"""{"id":"{{number}}","name":{"zh":"产品{{number}}"},"kind":"card"}""";

    /// <summary>The engine reads by itself, so one can only ask whether it has.</summary>
    private static async Task LandedAsync(ImportStage stage, KafkaTopic topic, long messages)
    {
        var waited = Stopwatch.StartNew();
        while (await stage.CountAsync($"SELECT count() FROM {topic.Landing}") < messages)
        {
            waited.Elapsed.ShouldBeLessThan(Patience, "the engine did not read the topic");
            await Task.Delay(TimeSpan.FromMilliseconds(200));
        }
    }
}
