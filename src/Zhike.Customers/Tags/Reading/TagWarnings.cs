using System.Globalization;
using Zhike.Contracts.Bank;
using Zhike.Customers.Sources;
using Zhike.Customers.Tags.Compiling;
using Zhike.Customers.Tags.Definitions;
using Zhike.Kernel;
using Zhike.Storage.Facts;
using Zhike.Storage.Facts.Rows;

namespace Zhike.Customers.Tags.Reading;

/// <summary>What is not wrong with a tag and yet surprises: a window that begins before the facts do, a source that will stop, users
/// who will lose it.</summary>
internal sealed class TagWarnings(IFacts facts, IBusinessDate businessDate, TagUses uses)
{
    public async Task<IReadOnlyList<FieldError>> OfAsync(TagSet set, string key, CancellationToken cancel)
    {
        var warnings = new List<FieldError>();
        if (set.InOrder.FirstOrDefault(t => t.Key == key) is not { } tag)
        {
            return warnings;
        }

        foreach (var source in set.InOrder.Where(t => tag.Reads.Contains(t.Key) && t.StopsOn is not null))
        {
            warnings.Add(new FieldError("reads", $"the tag \"{source.Key}\", which has no value after {Day(source.StopsOn!.Value)}"));
        }

        if (tag.StopsOn is { } last && await uses.UsedByAsync(key, cancel).ConfigureAwait(false) is { Count: > 0 } users)
        {
            warnings.Add(new FieldError("stops_on", $"leaves these without a value after {Day(last)}: {string.Join(", ", users)}"));
        }

        if (tag.Source is Measure measure && Reach(tag) is { } days && await BeginsAsync(measure.Table, cancel).ConfigureAwait(false) is { } begins)
        {
            var day = await businessDate.CurrentAsync(cancel).ConfigureAwait(false);
            if (day.AddDays(1 - days) < begins)
            {
                warnings.Add(new FieldError(measure.WindowDays is null ? "lag_days" : "window_days", $"reaches back to {Day(day.AddDays(1 - days))}, but data begins {Day(begins)}"));
            }
        }

        return warnings;
    }

    /// <summary>Days back from the date to the first of the window; null for one that means all there is.</summary>
    private static int? Reach(TagDefinition tag) =>
        MeasurePart.Of(tag).Select(p => p.Measure.WindowDays is { } window ? p.Measure.LagDays + window : p.Measure.LagDays == 0 ? 0 : p.Measure.LagDays + 1).Max() is > 0 and var reach ? reach : null;

    private async Task<DateOnly?> BeginsAsync(FactTable table, CancellationToken cancel)
    {
        var sql = table == FactTables.Transactions ? "SELECT min(booked_on) FROM transactions HAVING count() > 0"
            : table == FactTables.Events ? "SELECT toDate(min(ts)) FROM events HAVING count() > 0"
            : null;
        if (sql is null)
        {
            return null;
        }

        var days = await facts.ListAsync(Viewer.Bank("tag warnings"), new FactsStatement("first fact", sql), (ref RowReader row) => row.Date(), cancel).ConfigureAwait(false);
        return days.Count == 0 ? null : days[0];
    }

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
