namespace Zhike.Customers.Profiles.Wealth;

/// <summary>What a customer keeps with the bank and owes it in the evening of a day, in the bank's currency.</summary>
/// <param name="Deposits">Of all accounts that are not overdrawn.</param>
/// <param name="Overdraft">Of the others, as a positive amount.</param>
/// <param name="Loans">What is left to pay.</param>
internal sealed record WealthDay(DateOnly Day, decimal Deposits, decimal Overdraft, decimal TimeDeposits, decimal Funds, decimal Insurance, decimal Loans)
{
    public decimal Assets => Deposits + TimeDeposits + Funds + Insurance;

    public decimal Liabilities => Overdraft + Loans;

    public decimal Net => Assets - Liabilities;

    /// <summary>The amount of a kind of product as <see cref="ProductKinds"/> names them.</summary>
    public decimal Of(string kind) => kind switch
    {
        ProductKinds.Deposit => Deposits,
        ProductKinds.Overdraft => Overdraft,
        ProductKinds.TimeDeposit => TimeDeposits,
        ProductKinds.Fund => Funds,
        ProductKinds.Insurance => Insurance,
        ProductKinds.Loan => Loans,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "is no kind of product"),
    };

    /// <summary>Nothing differs but the day.</summary>
    public bool SameAs(WealthDay other) => this == other with { Day = Day };
}

/// <summary>Kinds of products that a balance stands in.</summary>
internal static class ProductKinds
{
    public const string Deposit = "deposit";
    public const string TimeDeposit = "time_deposit";
    public const string Fund = "fund";
    public const string Insurance = "insurance";
    public const string Loan = "loan";
    public const string Overdraft = "overdraft";

    public static IReadOnlyList<string> All { get; } = [Deposit, TimeDeposit, Fund, Insurance, Loan, Overdraft];
}
