using System.Runtime.InteropServices;
using System.Text;

namespace Zhike.Intake.Tests.Import.Reading;

/// <summary>The broker that librdkafka carries for its own tests: it speaks Kafka's protocol on a port of this machine (topics, groups, committed
/// offsets), and keeps messages in memory. Needs librdkafka (Debian: librdkafka1); only functions that the library keeps stable are called.</summary>
internal sealed partial class MockBroker : IDisposable
{
    private const string Library = "librdkafka.so.1";
    private const int Producer = 0;
    private const int CopyPayload = 2;
    private const int AnyPartition = -1;
    private const int FlushMs = 10_000;
    private const int ErrorBytes = 512;

    private readonly nint _client;
    private readonly nint _cluster;

    public MockBroker()
    {
        if (!NativeLibrary.TryLoad(Library, out _))
        {
            throw new InvalidOperationException("These tests need a broker: apt-get install librdkafka1.");
        }

        var error = new byte[ErrorBytes];
        _client = NewClient(Producer, NewConfiguration(), error, (nuint)error.Length);
        _client.ShouldNotBe(0, Encoding.UTF8.GetString(error).TrimEnd('\0'));
        _cluster = NewCluster(_client, 1);
        Brokers = Marshal.PtrToStringUTF8(Bootstraps(_cluster))!;
        AddBrokers(_client, Brokers).ShouldBe(1);
    }

    /// <summary>127.0.0.1 and the port.</summary>
    public string Brokers { get; }

    public void MakeTopic(string name, int partitions) => CreateTopic(_cluster, name, partitions, 1).ShouldBe(0);

    /// <summary>Sends messages, and waits until the broker has them.</summary>
    public void Send(string topic, IEnumerable<string> messages)
    {
        var handle = NewTopic(_client, topic, 0);
        foreach (var message in messages)
        {
            var payload = Encoding.UTF8.GetBytes(message);
            Produce(handle, AnyPartition, CopyPayload, payload, (nuint)payload.Length, 0, 0, 0).ShouldBe(0);
        }

        Flush(_client, FlushMs).ShouldBe(0);
        DestroyTopic(handle);
    }

    public void Dispose()
    {
        DestroyCluster(_cluster);
        DestroyClient(_client);
    }

    [LibraryImport(Library, EntryPoint = "rd_kafka_conf_new")]
    private static partial nint NewConfiguration();

    [LibraryImport(Library, EntryPoint = "rd_kafka_new")]
    private static partial nint NewClient(int type, nint configuration, byte[] error, nuint errorBytes);

    [LibraryImport(Library, EntryPoint = "rd_kafka_destroy")]
    private static partial void DestroyClient(nint client);

    [LibraryImport(Library, EntryPoint = "rd_kafka_brokers_add", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int AddBrokers(nint client, string brokers);

    [LibraryImport(Library, EntryPoint = "rd_kafka_mock_cluster_new")]
    private static partial nint NewCluster(nint client, int brokers);

    [LibraryImport(Library, EntryPoint = "rd_kafka_mock_cluster_destroy")]
    private static partial void DestroyCluster(nint cluster);

    [LibraryImport(Library, EntryPoint = "rd_kafka_mock_cluster_bootstraps")]
    private static partial nint Bootstraps(nint cluster);

    [LibraryImport(Library, EntryPoint = "rd_kafka_mock_topic_create", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int CreateTopic(nint cluster, string topic, int partitions, int replicas);

    [LibraryImport(Library, EntryPoint = "rd_kafka_topic_new", StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint NewTopic(nint client, string topic, nint configuration);

    [LibraryImport(Library, EntryPoint = "rd_kafka_topic_destroy")]
    private static partial void DestroyTopic(nint topic);

    [LibraryImport(Library, EntryPoint = "rd_kafka_produce")]
    private static partial int Produce(nint topic, int partition, int flags, byte[] payload, nuint bytes, nint key, nuint keyBytes, nint opaque);

    [LibraryImport(Library, EntryPoint = "rd_kafka_flush")]
    private static partial int Flush(nint client, int timeoutMs);
}
