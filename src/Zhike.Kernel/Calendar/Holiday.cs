using System.Collections.Immutable;

namespace Zhike.Kernel.Calendar;

/// <summary>Days off for one reason, both ends included, with the weekend days that are worked for them (调休).</summary>
public sealed record Holiday(string NameZh, string NameEn, DateOnly From, DateOnly To, ImmutableArray<DateOnly> WorkedInstead)
{
    public static Holiday Of(string nameZh, string nameEn, DateOnly from, int days = 1) => new(nameZh, nameEn, from, from.AddDays(days - 1), []);

    public IEnumerable<DateOnly> Days => Enumerable.Range(0, To.DayNumber - From.DayNumber + 1).Select(From.AddDays);
}
