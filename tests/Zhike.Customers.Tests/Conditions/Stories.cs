using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Zhike.Customers.Tests.Bank;
using Zhike.Testing;

namespace Zhike.Customers.Tests.Conditions;

/// <summary>Facts written as people tell them: "1 cash:500@-5 login@-3T10:00; 2 city=Kunming". Days count from <see cref="Day"/>.
/// cash and salary come in, pay and fee go out, each at the customer's only account, whose balance follows; any other word is
/// an event, with properties in brackets: login[page=loan,amount=3]@-2. A customer opened their account 300 days ago unless
/// "opened@-20" says otherwise, and belongs to outlet o1 unless "outlet=o2" does.</summary>
internal static partial class Stories
{
    public static DateOnly Day { get; } = new(1994, 3, 31);

    /// <summary>Customer n of story s has the number s * 100 + n.</summary>
    public static async Task TellAsync(TestBank bank, IReadOnlyList<string> stories)
    {
        var customers = new List<Customer>();
        var (bookings, events) = (new StringBuilder(), new StringBuilder());
        foreach (var (story, text) in stories.Index())
        {
            foreach (var person in text.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            {
                var words = person.Split(' ', StringSplitOptions.RemoveEmptyEntries);
                var id = ((ulong)story * 100) + ulong.Parse(words[0], CultureInfo.InvariantCulture);
                customers.Add(Person(id, words[1..]));
                Tell(id, [.. words[1..].Where(w => w.Contains('@') && !w.StartsWith("opened@", StringComparison.Ordinal)).Select(Fact.Read).OrderBy(f => f.At)], bookings, events);
            }
        }

        await bank.AddAsync([.. customers]);
        await bank.Facts.RunAsync($"INSERT INTO transactions (customer_id, booked_on, transaction_id, account_id, booked_at, direction, kind, purpose, amount, balance_after, run_id) VALUES {bookings}");
        await bank.Facts.RunAsync($"INSERT INTO events (event_id, ts, received_at, name, customer_id, properties) VALUES {events}");
    }

    private static Customer Person(ulong id, string[] words)
    {
        var opened = words.FirstOrDefault(w => w.StartsWith("opened@", StringComparison.Ordinal)) is { } told ? int.Parse(told["opened@".Length..], CultureInfo.InvariantCulture) : -300;
        var says = words.Where(w => w.Contains('=') && !w.Contains('@')).Select(w => w.Split('=')).ToDictionary(w => w[0], w => w[1]);
        var outlet = says.GetValueOrDefault("outlet", "o1");
        says.Remove("outlet");
        return new Customer(id, Day.AddDays(opened), OrgPath: $"/hq/{outlet}/", Attributes: says);
    }

    private static void Tell(ulong id, List<Fact> facts, StringBuilder bookings, StringBuilder events)
    {
        var balance = 0m;
        foreach (var (i, fact) in facts.Index())
        {
            var number = (id * 1000) + (ulong)i;
            if (fact.Word is "cash" or "salary" or "pay" or "fee")
            {
                var (direction, kind, purpose) = fact.Word switch
                {
                    "cash" => ("credit", "cash_in", "none"),
                    "salary" => ("credit", "transfer_in", "salary"),
                    "pay" => ("debit", "card_payment", "shopping"),
                    _ => ("debit", "fee", "statement_fee"),
                };
                balance += direction == "credit" ? fact.Amount : -fact.Amount;
                Row(bookings, $"({id}, '{fact.At:yyyy-MM-dd}', {number}, {id}, '{fact.At:yyyy-MM-dd HH:mm:ss}', '{direction}', '{kind}', '{purpose}', {fact.Amount}, {balance}, 'r')");
            }
            else
            {
                Row(events, $"(toUUID('00000000-0000-0000-0000-{number:000000000000}'), '{fact.At:yyyy-MM-dd HH:mm:ss}', '{fact.At:yyyy-MM-dd HH:mm:ss}', '{fact.Word}', {id}, '{fact.Properties}')");
            }
        }
    }

    private static void Row(StringBuilder rows, FormattableString row) =>
        rows.Append(rows.Length == 0 ? "" : ", ").Append(row.ToString(CultureInfo.InvariantCulture));

    private sealed partial record Fact(string Word, decimal Amount, DateTime At, string Properties)
    {
        public static Fact Read(string text)
        {
            var match = Pattern().Match(text);
            if (!match.Success)
            {
                throw new FormatException(text);
            }

            var day = Day.AddDays(int.Parse(match.Groups["day"].Value, CultureInfo.InvariantCulture));
            var time = match.Groups["time"].Success ? TimeOnly.ParseExact(match.Groups["time"].Value, "HH:mm", CultureInfo.InvariantCulture) : TimeOnly.MinValue;
            var properties = match.Groups["props"].Value.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(p => p.Split('='))
                .Select(p => $"\"{p[0]}\": {(decimal.TryParse(p[1], out _) || p[1] is "true" or "false" ? p[1] : $"\"{p[1]}\"")}");
            return new Fact(
                match.Groups["word"].Value, match.Groups["amount"].Success ? decimal.Parse(match.Groups["amount"].Value, CultureInfo.InvariantCulture) : 0,
                day.ToDateTime(time), $"{{{string.Join(", ", properties)}}}");
        }

        [GeneratedRegex(@"^(?<word>[a-z_]+)(:(?<amount>[\d.]+))?(\[(?<props>.*)\])?@(?<day>[-+]?\d+)(T(?<time>\d\d:\d\d))?$")]
        private static partial Regex Pattern();
    }
}
