using System.Globalization;
using System.Text.Json;
using Zhike.Contracts.Customers;
using Zhike.Customers.Tests.Bank;
using Zhike.Kernel;
using Zhike.Storage.Facts;
using Zhike.Storage.Facts.Rows;
using Zhike.Testing;

namespace Zhike.Customers.Tests.Tags;

/// <summary>The law of real-time tags: after every turn the values are those that a full computation for the open day gives at that moment, and
/// the recorded changes lead from the first night to now without a gap or a repetition, whoever recorded them. Four sequences of
/// thirty customers each: 120 random histories, whose facts come in random batches between random steps of the clock.</summary>
public sealed class RealtimeTagLawTests
{
    private const int Customers = 30;

    /// <summary>Every form of tag that can be real-time; those made of ranks stay nightly.</summary>
    private static readonly string[] Nightly = ["balance_rank", "growth_rank", "rank_ratio", "top_or_new"];

    private static readonly string Tags = string.Join("\n---\n", SomeTags.Yaml.Split("\n---\n").Select(tag =>
        Nightly.Any(n => tag.Contains($"key: {n},", StringComparison.Ordinal)) ? tag : $"{tag.TrimEnd()[..^1]}, freshness: realtime}}"));

    private static DateOnly First => LiveStage.Night;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task After_every_turn_the_values_are_those_of_a_full_run_for_the_open_day(int seed)
    {
        var random = new Random(seed);
        using var bank = await TestBank.OpenAsync();
        var (people, bookings) = Histories.Of(seed, Customers, 20, First.AddDays(-150), First.AddDays(4));
        await bank.AddAsync(people);
        await bank.AddAsync(bookings);
        bank.Definitions.Put("tag", Tags);
        await bank.RunTagsAsync(First);
        var keys = (await bank.Tags.AllAsync(CancellationToken.None)).Select(t => t.Key).Except(Nightly).ToList();
        var turns = bank.Get<ITagTurns>();
        var night = await WordsAsync(bank);
        var touched = 0L;

        for (var step = 0; step < 14; step++)
        {
            await ArriveAsync(bank, people, random, step);
            turns = random.Next(6) == 0 ? bank.Restarted() : turns;
            touched += await turns.TurnAsync(CancellationToken.None);

            var (live, full) = (await LiveAsync(bank, keys), await FullAsync(bank, keys));
            live.Except(full).Concat(full.Except(live)).ShouldBeEmpty($"seed {seed}, step {step}, {bank.Wall.GetUtcNow():O}");
            await ChangesLeadToNowAsync(bank, night);

            bank.Wall.Advance(random.Next(3) == 0 ? TimeSpan.FromHours(random.Next(5, 30)) : TimeSpan.FromMinutes(random.Next(1, 300)));
            var current = await bank.CurrentAsync(CancellationToken.None);
            if (Today(bank) > current && random.Next(3) > 0)
            {
                // At times the run of today is made today already, as on the demo bank.
                await bank.NightAsync(current.AddDays(1));
            }
            else if (random.Next(5) == 0)
            {
                await bank.NightAsync(current);
            }
        }

        touched.ShouldBeGreaterThan(Customers, "hardly anything happened");
    }

    private static DateOnly Today(TestBank bank) => bank.Get<BankClock>().Today();

    /// <summary>A random batch: bookings of late and coming days, events, changed and new customers, holdings.</summary>
    private static async Task ArriveAsync(TestBank bank, Customer[] people, Random random, int step)
    {
        var today = Today(bank);
        ulong Anybody() => (ulong)random.Next(1, Customers + 1);
        for (var i = random.Next(4); i > 0; i--)
        {
            var credit = random.Next(2) == 0;
            await bank.AddAsync(new Booking(
                (ulong)(200_000 + (step * 100) + i), Anybody(), today.AddDays(random.Next(-40, 3)), credit ? "credit" : "debit", credit ? "cash_in" : "card_payment", random.Next(1, 9999),
                Balance: random.Next(9999), Run: $"run{step / 2}"));
        }

        for (var i = random.Next(5); i > 0; i--)
        {
            await bank.EventAsync(Anybody(), random.Next(3) == 0 ? "transfer_done" : "app_login", bank.Wall.GetUtcNow().AddHours(-random.Next(0, random.Next(2) == 0 ? 3 : 90)));
        }

        if (random.Next(3) == 0)
        {
            await bank.AddAsync(
                people[random.Next(Customers)] with { Gender = "X", Version = (ulong)(step + 2) },
                new Customer((ulong)(1_000 + step), today.AddDays(random.Next(-40, 2)), new DateOnly(1960, today.Month, today.Day), Version: (ulong)(step + 2)));
        }

        if (random.Next(3) == 0)
        {
            await bank.Facts.RunAsync(
                $"""
                INSERT INTO holding_versions (customer_id, holding_no, account_id, product_id, kind, opened_on, closed_on, amount, version)
                VALUES ({Anybody()}, 'card:{step}', 0, 'card', 'card', '{today.AddDays(random.Next(-2, 2)):yyyy-MM-dd}', '{today.AddDays(2):yyyy-MM-dd}', 0, {step + 2})
                """);
        }
    }

    private static async Task<List<string>> LiveAsync(TestBank bank, IReadOnlyList<string> keys)
    {
        var values = await bank.Tags.ValuesAsync(
            Viewer.Bank("test"), [.. Enumerable.Range(1, 2_000).Select(i => (ulong)i)], await bank.CurrentAsync(CancellationToken.None), CancellationToken.None);
        return Written(values.OrderBy(v => v.Key).Select(v => (v.Key, keys.Select(k => v.Value[k]))), keys);
    }

    /// <summary>Beside everything else, from the facts alone, by the nightly run's full statement.</summary>
    private static async Task<List<string>> FullAsync(TestBank bank, IReadOnlyList<string> keys)
    {
        var replay = bank.Get<IReplayTags>();
        var reads = keys.Select(k => LiveDefinitions.Json($"{{tag: {k}, op: not_null}}")).ToList();
        var table = await replay.OpenAsync("law", reads, CancellationToken.None);
        await replay.ComputeAsync("law", Today(bank), CancellationToken.None);
        var rows = await FactsReading.ListAsync(
            bank.Facts, Viewer.Bank("test"),
            new FactsStatement("full", $"SELECT customer_id, {string.Join(", ", keys.Select(k => $"`{k}`"))} FROM {table} WHERE as_of = {{day:Date}} ORDER BY customer_id").With("day", Today(bank)),
            (ref RowReader row) => Row(ref row, keys.Count), CancellationToken.None);
        await replay.CloseAsync("law", CancellationToken.None);
        return Written(rows, keys);
    }

    private static (ulong, IEnumerable<object?>) Row(ref RowReader row, int count)
    {
        var customer = row.UInt64();
        var values = new object?[count];
        for (var i = 0; i < count; i++)
        {
            values[i] = row.Any();
        }

        return (customer, values);
    }

    /// <summary>A word a value, so that a difference can be read.</summary>
    private static List<string> Written(IEnumerable<(ulong Customer, IEnumerable<object?> Values)> rows, IReadOnlyList<string> keys) =>
        [.. rows.SelectMany(r => r.Values.Select((v, i) => string.Create(CultureInfo.InvariantCulture, $"{r.Customer} {keys[i]} {v}")))];

    /// <summary>Per customer and tag all rows make one chain, in the order of their instants: from the word of the first night to the word of
    /// now. Nothing is missing and nothing stated twice, whoever recorded it.</summary>
    private static async Task ChangesLeadToNowAsync(TestBank bank, IReadOnlyDictionary<string, string> first)
    {
        var rows = await bank.TextsAsync(
            "SELECT concat_ws(char(9), concat_ws(' ', toString(customer_id), tag), ifNull(old_value, '-'), ifNull(new_value, '-'), toString(as_of), toString(source)) FROM tag_changes WHERE as_of >= '1994-03-31' ORDER BY tag, customer_id, changed_at");
        var chains = rows.Select(r => r.Split('\t')).GroupBy(r => r[0]).ToDictionary(g => g.Key, g => g.ToList());
        foreach (var (who, word) in await WordsAsync(bank))
        {
            var last = first.GetValueOrDefault(who, "-");
            var chain = chains.GetValueOrDefault(who) ?? [];
            foreach (var row in chain)
            {
                row[1].ShouldBe(last, $"{who}: {JsonSerializer.Serialize(chain)} from {first.GetValueOrDefault(who, "-")} to {word}");
                last = row[2];
            }

            last.ShouldBe(word, $"{who}: {JsonSerializer.Serialize(chain)} from {first.GetValueOrDefault(who, "-")}");
            chain.ShouldAllBe(row => row[1] != row[2], who);
        }
    }

    /// <summary>What tag_changes would say of each value of now, found from the definitions and not from the statements.</summary>
    private static async Task<Dictionary<string, string>> WordsAsync(TestBank bank)
    {
        var infos = (await bank.Tags.AllAsync(CancellationToken.None)).Where(t => (t.Bands.Count > 0 || t.Type is "text" or "flag") && !Nightly.Contains(t.Key)).ToList();
        var values = await bank.Tags.ValuesAsync(
            Viewer.Bank("test"), [.. Enumerable.Range(1, 2_000).Select(i => (ulong)i)], await bank.CurrentAsync(CancellationToken.None), CancellationToken.None);
        return values.SelectMany(v => infos.Select(info => (Who: $"{v.Key} {info.Key}", Word: Word(info, v.Value[info.Key])))).ToDictionary(w => w.Who, w => w.Word);
    }

    private static string Word(TagInfo tag, object? value) => value switch
    {
        null => "-",
        bool flag => flag ? "true" : "false",
        string text => text,
        _ => tag.Bands.FirstOrDefault(b => !(Number(value) < b.From) && !(Number(value) >= b.To))?.Name.En ?? "-",
    };

    private static decimal Number(object value) => Convert.ToDecimal(value, CultureInfo.InvariantCulture);
}
