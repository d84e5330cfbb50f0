using Zhike.Intake.Import.Reading;
using Zhike.Intake.Mapping;
using Zhike.Kernel;
using Zhike.Testing;

namespace Zhike.Intake.Tests.Import.Reading;

/// <summary>What lands from a topic is imported, whatever brought it. That messages travel from a broker into the landing table: KafkaBrokerTests.</summary>
public sealed class KafkaTests
{
    private const string Mapping =
        """
        mapping: test
        source: {kind: kafka, connection: bus, topic: "it's products"}
        target: products
        columns: {product_id: id, name_zh: name.zh, kind: kind}
        """;

    [Fact]
    public async Task Messages_that_landed_are_imported_bad_ones_named_and_only_new_ones_read_the_next_time()
    {
        var stage = await ImportStage.NewAsync();
        stage.Configuration["Sources:Connections:bus"] = "Brokers=127.0.0.1:1;Group=zhike";
        stage.Write("mapping.yaml", Mapping);
        var topic = KafkaTopic.Of(new SourceQuery("bus", "it's products", null), "Brokers=127.0.0.1:1;Group=zhike");
        try
        {
            (await stage.RunAsync("mapping.yaml")).Single().Rows.ShouldBe(0);
            (await stage.TextsAsync($"SELECT engine FROM system.tables WHERE database = currentDatabase() AND startsWith(name, '{topic.Landing}') ORDER BY engine"))
                .ShouldBe(["Kafka", "MaterializedView", "MergeTree"]);
            await LandAsync(1, 0, """{"id":"1","name":{"zh":"一"},"kind":"card"}""");
            await LandAsync(1, 1, "not json");
            await LandAsync(2, 2, """{"id":"2","name":{"zh":"二"}}""");

            var first = (await stage.RunAsync("mapping.yaml")).Single();
            await LandAsync(1_000_000, 3, """{"id":"3","name":{"zh":"三"},"kind":"card"}""");
            var second = (await stage.RunAsync("mapping.yaml")).Single();

            (first.Rows, first.Accepted).ShouldBe((3, 1));
            first.Refused.Select(r => (r.Row, r.Column)).ShouldBe([(2, ""), (3, "kind")]);
            (second.Rows, second.Accepted).ShouldBe((2, 1));
            (await stage.TextsAsync("SELECT name_zh FROM products ORDER BY product_id")).ShouldBe(["一", "三"]);
        }
        finally
        {
            await stage.Facts.RunAsync($"DROP TABLE IF EXISTS {topic.Landing}_flow SYNC;\nDROP TABLE IF EXISTS {topic.Landing}_queue SYNC;\n");
        }

        Task LandAsync(int microsecond, int position, string message) => stage.Facts.RunAsync(
            $"INSERT INTO {topic.Landing} SELECT toDateTime64(toStartOfDay(now('UTC')), 6, 'UTC') + toIntervalMicrosecond({microsecond}), 0, {position}, '{message}';");
    }

    [Theory]
    [InlineData("Group=zhike")]
    [InlineData("no connection")]
    public void A_connection_without_brokers_is_refused(string connection) =>
        Should.Throw<ProblemException>(() => KafkaTopic.Of(new SourceQuery("bus", "t", null), connection)).Message.ShouldContain("Brokers=");
}
