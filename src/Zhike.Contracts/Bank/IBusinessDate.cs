namespace Zhike.Contracts.Bank;

/// <summary>The bank's business date: the last day whose nightly batch has run.</summary>
public interface IBusinessDate
{
    /// <summary>The bank clock's own day when no batch has run yet.</summary>
    Task<DateOnly> CurrentAsync(CancellationToken cancel);

    /// <summary>Moves forward only; an earlier day than the current one is ignored.</summary>
    Task AdvanceAsync(DateOnly businessDate, CancellationToken cancel);
}
