using Zhike.Contracts.Bank;
using Zhike.Kernel.Calendar;
using Zhike.Storage.Definitions;

namespace Zhike.Journeys.Calendar;

/// <summary>The calendar made of the years in force; made anew only when one of them changed.</summary>
internal sealed class LiveWorkingDays(IDefinitions definitions) : IWorkingDays
{
    private (string Versions, WorkingDays Days) _known = ("", WorkingDays.Statutory);

    public async Task<WorkingDays> CalendarAsync(CancellationToken cancel)
    {
        var live = await definitions.LiveAsync(CalendarKind.Name, cancel).ConfigureAwait(false);
        var versions = string.Join(' ', live.Select(d => $"{d.Key}/{d.Version}").Order(StringComparer.Ordinal));
        var known = _known;
        if (known.Versions != versions)
        {
            var years = live.Select(d => CalendarYear.ReadSaved(d.Key, d.Document)).ToList();
            _known = known = (versions, new WorkingDays(years.Select(y => y.Year), years.SelectMany(y => y.Holidays)));
        }

        return known.Days;
    }
}
