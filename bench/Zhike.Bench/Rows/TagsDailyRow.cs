using Zhike.Bench.Harness;
using Zhike.Contracts.Customers;
using Zhike.Storage;
using Zhike.Storage.Facts;

namespace Zhike.Bench.Rows;

/// <summary>Every tag of the shipped catalogue, a day after a date that has them all.</summary>
internal sealed class TagsDailyRow : IRow
{
    private const string Everything = "SELECT sum(cityHash64(toString(tuple(*)))) FROM tag_values WHERE as_of = {as_of:Date}";

    public string Name => "tags-daily";

    public async Task<IReadOnlyList<Line>> RunAsync(Bank bank, int rounds, CancellationToken cancel)
    {
        await bank.NeedTagsAsync(cancel).ConfigureAwait(false);
        var daily = new List<double>();
        for (var round = 0; round < rounds; round++)
        {
            daily.Add((await DayAsync(bank, Bank.AsOf.AddDays(1), compared: round == 0, cancel).ConfigureAwait(false)).TotalSeconds);
        }

        return
        [
            new Line(
                Name, "the same, a day's change", "customers", bank.Scale.Customers, new Sample(daily), null, "",
                new Bar("15 s at 10m", SecondsMax: 15, AtCustomers: 10_000_000)),
        ];
    }

    /// <summary>The day's transactions come in, the run follows, and all of it is taken back.</summary>
    private static async Task<TimeSpan> DayAsync(Bank bank, DateOnly day, bool compared, CancellationToken cancel)
    {
        var tags = bank.Get<ITags>();
        await UndoAsync(bank, day, cancel).ConfigureAwait(false);
        var arrive = new FactsStatement("next day", SqlFile.Beside<TagsRow>("NextDay.sql")).With("day", day).Within(FactsLimits.Batch);
        await bank.Facts.ExecuteAsync(Bank.Measuring, arrive, cancel).ConfigureAwait(false);
        var took = await TagsRow.TimedAsync(() => tags.RunAsync(day, full: false, bank.Progress, cancel)).ConfigureAwait(false);
        if (compared)
        {
            await CompareAsync(bank, day, cancel).ConfigureAwait(false);
        }

        await UndoAsync(bank, day, cancel).ConfigureAwait(false);
        return took;
    }

    /// <summary>A day's change that gives other values than computing everybody measures nothing.</summary>
    private static async Task CompareAsync(Bank bank, DateOnly day, CancellationToken cancel)
    {
        var everything = new FactsStatement("tags of the day", Everything).With("as_of", day).Within(FactsLimits.Batch);
        var changed = await bank.Facts.CountAsync(Bank.Measuring, everything, cancel).ConfigureAwait(false);
        await bank.Get<ITags>().RunAsync(day, full: true, bank.Progress, cancel).ConfigureAwait(false);
        if (await bank.Facts.CountAsync(Bank.Measuring, everything, cancel).ConfigureAwait(false) != changed)
        {
            throw new InvalidOperationException("The tags of a day's change and those of a full run differ.");
        }
    }

    private static async Task UndoAsync(Bank bank, DateOnly day, CancellationToken cancel)
    {
        foreach (var table in (string[])["tag_values", "tag_changes"])
        {
            await bank.ExecuteAsync($"drop day of {table}", $"ALTER TABLE {table} DROP PARTITION '{day:yyyy-MM-dd}'", cancel).ConfigureAwait(false);
        }

        var back = new FactsStatement("take the day back", "DELETE FROM transactions WHERE booked_on = {day:Date}").With("day", day).Within(FactsLimits.Batch);
        await bank.Facts.ExecuteAsync(Bank.Measuring, back, cancel).ConfigureAwait(false);
    }
}
