using System.Globalization;
using Zhike.Contracts.Bank;
using Zhike.Kernel;

namespace Zhike.Host.Bank;

/// <summary>The last day whose nightly batch has run, kept in the records.</summary>
internal sealed class BusinessDate(BankState state, BankClock clock) : IBusinessDate
{
    private const string Key = "business_date";
    private const string Format = "yyyy-MM-dd";

    public async Task<DateOnly> CurrentAsync(CancellationToken cancel) => await LastRunAsync(cancel) ?? clock.Today();

    public async Task AdvanceAsync(DateOnly businessDate, CancellationToken cancel)
    {
        if (await LastRunAsync(cancel) is not { } last || last < businessDate)
        {
            await state.SetAsync(Key, businessDate.ToString(Format, CultureInfo.InvariantCulture), cancel);
        }
    }

    /// <summary>Null when no batch has run yet.</summary>
    public async Task<DateOnly?> LastRunAsync(CancellationToken cancel) =>
        await state.FindAsync(Key, cancel) is { } text ? DateOnly.ParseExact(text, Format, CultureInfo.InvariantCulture) : null;
}
