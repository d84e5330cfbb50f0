namespace Zhike.Customers.Profiles.Ledger;

/// <summary>A page of what was found, with what all of it adds up to.</summary>
/// <param name="CreditTotal">Of all that was found, not of the page.</param>
internal sealed record TransactionPage(IReadOnlyList<TransactionView> Items, long Total, decimal CreditTotal, decimal DebitTotal);

/// <param name="TransactionId">As text: it may be larger than a browser's numbers.</param>
/// <param name="CounterpartyAccount">Masked: its last four digits.</param>
internal sealed record TransactionView(
    string TransactionId, DateOnly BookedOn, string AccountNo, string Direction, string Kind, string Purpose, string Channel,
    decimal Amount, decimal? BalanceAfter, string CounterpartyBank, string CounterpartyAccount);

/// <summary>As the address has it; all of it may be left out.</summary>
internal sealed record LedgerRequest(string? Q, string? Direction, string? Kind, DateOnly? From, DateOnly? To, string? Least, string? Most);
