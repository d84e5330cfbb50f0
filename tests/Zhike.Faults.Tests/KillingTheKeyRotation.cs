using System.Globalization;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Xunit.Abstractions;
using Zhike.Contracts.Customers;
using Zhike.Host;
using Zhike.Host.Options;
using Zhike.Kernel;
using Zhike.Storage.Facts;
using Zhike.Storage.Facts.Rows;
using Zhike.Testing;

namespace Zhike.Faults.Tests;

/// <summary>kill -9 at random moments while the personal data gets a new key: everybody can be read after each, and the next run goes on.</summary>
public sealed class KillingTheKeyRotation(ITestOutputHelper output)
{
    private const int Customers = 100_000;
    private const int Kills = 3;
    private const int Seed = 20261122;
    private const int ReadAtOnce = 25_000;

    /// <summary>A batch takes about as long.</summary>
    private const int SealingMs = 300;

    private static readonly Viewer Reader = Viewer.Bank("fault test") with { MaySeePersonalData = true };

    [Fact]
    public async Task Everybody_can_be_read_after_every_kill_and_the_rotation_comes_to_its_end()
    {
        var data = Path.Combine(TestFolder.New(), "data");
        await ServerProcess.RunAsync(data, ["import", await MappingAsync()], CancellationToken.None);
        var random = new Random(Seed);
        var (killed, anew) = (0, 0L);
        for (var (kill, ended) = (1, false); kill <= Kills && !ended; kill++)
        {
            // It says so at its begin and after each batch: the first kill comes behind a batch, the others anywhere.
            ended = await ServerProcess.RunAndKillAsync(
                data, ["rotate-personal-key"], "seal anew", kill == 1 ? 2 : random.Next(1, 3), TimeSpan.FromMilliseconds(random.Next(SealingMs)));
            killed += ended ? 0 : 1;
            var keys = await KeysAsync(data);
            output.WriteLine($"kill {kill}: {(ended ? "had ended" : "killed")}, {string.Join(", ", keys.Select(k => $"{k.Value} under {k.Key}"))}");
            keys.Count.ShouldBeLessThanOrEqualTo(2, "a run that goes on makes no further key");
            anew = Math.Max(anew, keys.Count == 2 ? keys.Values.Min() : 0);
        }

        killed.ShouldBeGreaterThan(0);
        anew.ShouldBeGreaterThan(0, "no kill came in the middle");
        await ServerProcess.RunAsync(data, ["rotate-personal-key"], CancellationToken.None);
        (await KeysAsync(data)).Count.ShouldBe(1);
        KeyLines(data).ShouldBe(2);
        await ServerProcess.RunAsync(data, ["rotate-personal-key", "--finish"], CancellationToken.None);
        (await KeysAsync(data)).Count.ShouldBe(1);
        KeyLines(data).ShouldBe(1);
    }

    private static int KeyLines(string data) => File.ReadAllLines(KeyFile(data)).Count(l => l.StartsWith("id ", StringComparison.Ordinal));

    private static string KeyFile(string data) => Directory.EnumerateFiles(data, "personal.key", SearchOption.AllDirectories).Single();

    /// <summary>How many customers stand under which key; before, every one of them is read and compared.</summary>
    private static async Task<Dictionary<string, long>> KeysAsync(string data)
    {
        var options = ZhikeOptions.Read(ConfigurationSources.Build([KeyValuePair.Create("Data", (string?)data), KeyValuePair.Create("Demo", (string?)"false")])).OrThrow();
        var services = new ServiceCollection();
        services.AddSingleton<Microsoft.Extensions.Configuration.IConfiguration>(ConfigurationSources.Build([]));
        services.AddLogging();
        services.AddZhike(options, TimeProvider.System);
        await using var bank = services.BuildServiceProvider();
        var facts = bank.GetRequiredService<IFacts>();
        var ids = await facts.ListAsync(
            Reader, new FactsStatement("customers", "SELECT customer_id, customer_no FROM customers"), (ref RowReader row) => (Id: row.UInt64(), No: row.Text()), CancellationToken.None);
        ids.Count.ShouldBe(Customers);
        foreach (var some in ids.Chunk(ReadAtOnce))
        {
            var people = await bank.GetRequiredService<IPersonalData>().ReadAsync(Reader, [.. some.Select(c => c.Id)], CancellationToken.None);
            some.Where(c => people.GetValueOrDefault(c.Id) is not { } person || person.Phone != PhoneOf(c.No) || person.Name != $"客户{c.No}").ShouldBeEmpty();
        }

        return (await facts.ListAsync(
            Reader, new FactsStatement("keys", "SELECT toString(key_id), count() FROM customer_secrets GROUP BY 1"), (ref RowReader row) => (Key: row.Text(), Rows: (long)row.UInt64()), CancellationToken.None))
            .ToDictionary(k => k.Key, k => k.Rows);
    }

    private static string PhoneOf(string customerNo) => $"199{customerNo[1..]}";

    private static async Task<string> MappingAsync()
    {
        var folder = TestFolder.New();
        Directory.CreateDirectory(folder);
        var rows = new StringBuilder("no,opened,name,phone\n");
        for (var i = 1; i <= Customers; i++)
        {
            var no = string.Create(CultureInfo.InvariantCulture, $"C{i:00000000}");
            rows.Append(CultureInfo.InvariantCulture, $"{no},2020-01-01,客户{no},{PhoneOf(no)}\n");
        }

        await File.WriteAllTextAsync(Path.Combine(folder, "people.csv"), rows.ToString());
        var mapping = Path.Combine(folder, "people.yaml");
        await File.WriteAllTextAsync(mapping, """
            mapping: people
            source: {path: people.csv}
            targets:
              - target: customers
                columns: {customer_no: no, opened_on: opened}
              - target: personal_data
                columns: {customer_no: no, name: name, phone: phone}
            """);
        return mapping;
    }
}
