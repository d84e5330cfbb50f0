namespace Zhike.Kernel;

/// <summary>Who asks a question about customers. Every customer-level statement carries one: the scope is part of the SQL,
/// the masking is part of the reader.</summary>
/// <param name="Staff">The staff number; "system" when the bank's own machinery asks.</param>
/// <param name="Scope">Only customers at or below this place in the tree.</param>
/// <param name="Manager">When not empty, only customers whom this customer manager owns.</param>
/// <param name="MaySeePersonalData">False masks names, phones, identity numbers and addresses.</param>
/// <param name="Purpose">Why; goes to the audit trail and to the statement's log line.</param>
public sealed record Viewer(string Staff, OrgPath Scope, string Manager, bool MaySeePersonalData, string Purpose)
{
    /// <summary>What they are at the bank, as "customer_manager": decides how personal data is masked for them. Empty: as for anybody.</summary>
    public string Role { get; init; } = "";

    /// <summary>The nightly batch, the journey engine, an import: sees the whole bank, never shows a person to anybody.</summary>
    public static Viewer Bank(string purpose) => new("system", OrgPath.Root, "", false, purpose);

    public bool IsBank => Staff == "system";
}
