namespace Zhike.Customers.Tests.Bank;

/// <summary>Made-up histories: the same seed gives the same bank.</summary>
public static class Histories
{
    private static readonly string[] CreditKinds = ["cash_in", "transfer_in", "interest", "other"];
    private static readonly string[] DebitKinds = ["cash_out", "card_cash_out", "transfer_out", "card_payment", "fee"];
    private static readonly string[] Purposes = ["none", "none", "household", "insurance", "pension", "loan", "salary", "penalty_interest"];

    public static (Customer[] Customers, Booking[] Bookings) Of(int seed, int customers, int bookingsEach, DateOnly first, DateOnly last)
    {
        var random = new Random(seed);
        var days = last.DayNumber - first.DayNumber + 1;
        var people = Enumerable.Range(1, customers).Select(i => new Customer(
            (ulong)i,
            first.AddDays(random.Next(days)),
            random.Next(5) == 0 ? null : new DateOnly(1930 + random.Next(50), 1 + random.Next(12), 1 + random.Next(28)),
            random.Next(3) switch { 0 => "F", 1 => "M", _ => "" },
            $"/hq/{(i % 2 == 0 ? "a" : "b")}/o{i % 4}/",
            $"m{i % 4}{i % 3}")).ToArray();
        var bookings = new List<Booking>();
        foreach (var person in people)
        {
            var balances = new Dictionary<ulong, decimal>();
            foreach (var day in Enumerable.Range(0, random.Next(2 * bookingsEach)).Select(_ => first.AddDays(random.Next(days))).Order())
            {
                var account = (person.Id * 10) + (ulong)random.Next(2);
                var credit = random.Next(2) == 0;
                var amount = random.Next(1, 500_000) / 100m;
                balances[account] = balances.GetValueOrDefault(account) + (credit ? amount : -amount);
                bookings.Add(new Booking(
                    (ulong)bookings.Count + 1, person.Id, day, credit ? "credit" : "debit",
                    credit ? CreditKinds[random.Next(CreditKinds.Length)] : DebitKinds[random.Next(DebitKinds.Length)],
                    amount, Purposes[random.Next(Purposes.Length)], random.Next(8) == 0 ? null : balances[account], account));
            }
        }

        return (people, [.. bookings]);
    }
}
