using System.Globalization;
using Zhike.Customers.Tests.Bank;
using Zhike.Kernel;
using Zhike.Storage.Facts;

namespace Zhike.Customers.Tests.Tags;

/// <summary>Every case of <see cref="Meanings"/> in one bank: a customer and a tag each.</summary>
public sealed class MeaningTests(MeaningBank bank) : IClassFixture<MeaningBank>
{
    public static TheoryData<string> Words => [.. Meanings.All.Select(m => m.Words)];

    [Theory]
    [MemberData(nameof(Words))]
    public void The_value_is_what_the_words_say(string words)
    {
        var (meaning, place) = Meanings.All.Select((m, i) => (m, i)).Single(m => m.m.Words == words);

        bank.Values[place].ShouldBe(meaning.Value, $"{meaning.Tag} of {meaning.Facts}");
    }

    [Fact]
    public void There_are_enough_cases_to_mean_something() => Meanings.All.Count.ShouldBeGreaterThanOrEqualTo(90);
}

/// <summary>All facts are there from the beginning; a run a date.</summary>
public sealed class MeaningBank : IAsyncLifetime
{
    private readonly Dictionary<int, string> _values = [];

    public IReadOnlyDictionary<int, string> Values => _values;

    public async Task InitializeAsync()
    {
        using var bank = await TestBank.OpenAsync();
        foreach (var (place, meaning) in Meanings.All.Index())
        {
            bank.Definitions.Put("tag", $"{{key: case_{place}, name: {{zh: 例, en: case}}, dimension: basic, {Spelt(meaning.Tag)}}}");
            await new Happening(bank, (ulong)(place + 1)).TellAsync(meaning.Facts);
        }

        foreach (var date in Meanings.All.Select((m, i) => (Meaning: m, Place: i)).GroupBy(m => m.Meaning.AsOf))
        {
            var asOf = DateOnly.ParseExact(date.Key, "yyyy-MM-dd", CultureInfo.InvariantCulture);
            await bank.RunTagsAsync(asOf);
            var values = await bank.ValuesAsync(asOf);
            foreach (var (_, place) in date)
            {
                _values[place] = Shown(values[(ulong)(place + 1)][$"case_{place}"]);
            }
        }
    }

    public Task DisposeAsync() => Task.CompletedTask;

    private static string Spelt(string tag) => tag[..2] switch
    {
        "T " => $"kind: measure, fact: transactions, {tag[2..]}",
        "E " => $"kind: measure, fact: events, {tag[2..]}",
        "H " => $"kind: measure, fact: holdings, {tag[2..]}",
        _ => tag,
    };

    private static string Shown(object? value) => value switch
    {
        null => "absent",
        bool flag => flag ? "true" : "false",
        decimal money => money.ToString("0.##", CultureInfo.InvariantCulture),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    /// <summary>One customer's facts, read from a line.</summary>
    private sealed class Happening(TestBank bank, ulong customer)
    {
        private static readonly string[] Channels = ["counter", "atm", "app", "web", "pos", "batch"];
        private static readonly string[] Purposes = ["household", "insurance", "pension", "loan", "salary"];
        private ulong _next = customer * 100;
        private string _opened = "1980-01-01";
        private string _born = "NULL";

        public async Task TellAsync(string facts)
        {
            foreach (var fact in facts.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            {
                var words = fact.Split(' ');
                await (words[0] switch
                {
                    "event" => EventAsync(words),
                    "hold" => HoldAsync(words),
                    "opened" => Task.FromResult(_opened = Day(words[1])),
                    "born" => Task.FromResult(_born = $"'{words[1]}'"),
                    _ => BookAsync(words),
                });
            }

            await RunAsync($"INSERT INTO customer_versions (customer_id, customer_no, opened_on, birth_date, org_path, version) VALUES ({customer}, 'C{customer}', '{_opened}', {_born}, '/hq/', 1)");
        }

        private Task BookAsync(string[] words)
        {
            var direction = words[1][0] == '+' ? "credit" : "debit";
            string Word(Func<string, bool> fits, string otherwise) => words.Skip(2).FirstOrDefault(fits) ?? otherwise;
            var number = Word(w => w[0] == '#', $"#{_next++}")[1..];
            var balance = Word(w => w[0] == '=', "=NULL")[1..];
            var account = Word(w => w[0] == '@', "@1")[1..];
            var from = Word(w => w.StartsWith("from=", StringComparison.Ordinal), "from=")[5..];
            var channel = Word(Channels.Contains, "unknown");
            var purpose = Word(Purposes.Contains, "none");
            var kind = Word(w => char.IsLetter(w[0]) && !Channels.Contains(w) && !Purposes.Contains(w) && !w.StartsWith("from=", StringComparison.Ordinal), direction == "credit" ? "cash_in" : "cash_out");
            return RunAsync(
                $"""
                INSERT INTO transactions (customer_id, booked_on, transaction_id, account_id, booked_at, direction, kind, purpose, channel, amount, balance_after, counterparty_account, run_id)
                VALUES ({customer}, '{Day(words[0])}', {number}, {account}, '{Day(words[0])} 00:00:00', '{direction}', '{kind}', '{purpose}', '{channel}', {words[1][1..].Trim('(', ')')}, {balance}, '{from}', 'r')
                """);
        }

        private Task EventAsync(string[] words)
        {
            var channel = words.FirstOrDefault(w => w.StartsWith("channel=", StringComparison.Ordinal))?[8..] ?? "";
            return RunAsync($"INSERT INTO events (event_id, ts, received_at, name, customer_id, channel, properties) VALUES (generateUUIDv4(), '{Day(words[2])} {words[3]}{(words[3].Length == 5 ? ":00" : "")}', '1995-01-01', '{words[1]}', {customer}, '{channel}', '{{}}')");
        }

        private Task HoldAsync(string[] words)
        {
            var days = words[2].Split("..");
            var amount = words.FirstOrDefault(w => w[0] == '=')?[1..] ?? "0";
            return RunAsync(
                $"INSERT INTO holding_versions (customer_id, holding_no, kind, opened_on, closed_on, amount, version) VALUES ({customer}, '{_next++}', '{words[1]}', '{Day(days[0])}', {(days[1].Length == 0 ? "NULL" : $"'{Day(days[1])}'")}, {amount}, 1)");
        }

        private static string Day(string word) => word.Length == 5 ? $"1994-{word}" : word;

        private Task RunAsync(string sql) => bank.Facts.ExecuteAsync(Viewer.Bank("test"), new FactsStatement("fact", sql), CancellationToken.None);
    }
}
