using System.Collections.Immutable;
using static Zhike.Intake.Mapping.ValueKind;

namespace Zhike.Intake.Mapping;

/// <summary>The closed catalogue of what can be imported. Every table and column name that an import puts into SQL comes from here.</summary>
internal static class StandardTables
{
    private static readonly Reference ByCustomerNo = new(
        "import_ref_customers", "customer_no String, customer_id UInt64", "SELECT customer_no, customer_id FROM customers",
        [("customer_id", "customer_id", "UInt64")]);

    private static readonly Reference ByAccountNo = new(
        "import_ref_accounts", "account_no String, account_id UInt64, customer_id UInt64", "SELECT account_no, account_id, customer_id FROM accounts",
        [("account_id", "account_id", "UInt64"), ("customer_id", "customer_id", "UInt64")]);

    private static readonly Reference AccountOnly = ByAccountNo with { Found = [("account_id", "account_id", "UInt64")] };

    private static readonly Reference ByOutlet = new(
        "import_ref_outlets", "outlet_id String, org_path String", "SELECT outlet_id, org_path FROM outlets",
        [("org_path", "org_path", "String")]);

    public static ImmutableArray<StandardTable> All { get; } =
    [
        new("outlets", "outlet_versions", "outlets", ["outlet_id"], null, KeepStyle.Versions, true,
        [
            new("outlet_id", Text, true), new("name", Text, true), new("region", Text, Default: ""), new("org_path", ValueKind.Path, true),
        ]),
        new("products", "product_versions", "products", ["product_id"], null, KeepStyle.Versions, true,
        [
            new("product_id", Text, true), new("name_zh", Text, true), new("name_en", Text, Default: ""), new("kind", Text, true),
            new("risk_level", Code, Default: "") { Codes = ["", "R1", "R2", "R3", "R4", "R5"] },
        ]),
        new("customers", "customer_versions", "customers", ["customer_no"], "customer_id", KeepStyle.Versions, true,
        [
            new("customer_no", Text, true), new("opened_on", Day, true), new("birth_date", LongDay, Personal: true) { Nullable = true },
            new("gender", Code, Default: "") { Codes = ["", "F", "M"] }, new("outlet_id", Text, Default: "") { Reference = ByOutlet },
            new("manager_id", Text, Default: ""), new("is_demo", Flag, Default: "false"),
        ]),
        new("personal_data", "customer_secret_versions", "customer_secrets", ["customer_id"], null, KeepStyle.Sealed, false,
        [
            new("customer_no", Text, true) { Reference = ByCustomerNo }, new("name", Text, Default: "", Personal: true),
            new("phone", Text, Default: "", Personal: true), new("email", Text, Default: "", Personal: true),
            new("id_number", Text, Default: "", Personal: true), new("address", Text, Default: "", Personal: true),
        ]),
        new("accounts", "account_versions", "accounts", ["account_no"], "account_id", KeepStyle.Versions, true,
        [
            new("account_no", Text, true), new("customer_no", Text, true) { Reference = ByCustomerNo }, new("product_id", Text, Default: ""),
            new("opened_on", Day, true), new("closed_on", Day) { Nullable = true }, new("outlet_id", Text, Default: ""),
        ]),
        new("account_parties", "account_party_versions", "account_parties", ["account_id", "customer_id"], null, KeepStyle.Versions, false,
        [
            new("account_no", Text, true) { Reference = AccountOnly }, new("customer_no", Text, true) { Reference = ByCustomerNo },
            new("role", Code, true) { Codes = ["owner", "authorised"] }, new("party_no", Text, Default: ""),
        ]),
        new("holdings", "holding_versions", "holdings", ["customer_id", "holding_no"], null, KeepStyle.Versions, true,
        [
            new("holding_no", Text, true), new("customer_no", Text) { Reference = ByCustomerNo }, new("account_no", Text) { Reference = ByAccountNo },
            new("product_id", Text, Default: ""),
            new("kind", Code, true) { Codes = ["deposit", "card", "loan", "standing_order", "fund", "insurance"] },
            new("opened_on", Day) { Nullable = true }, new("closed_on", Day) { Nullable = true }, new("matures_on", Day) { Nullable = true },
            new("amount", Money, Default: "0"),
        ])
        { NeedsOneOf = ["customer_no", "account_no"] },
        new("transactions", "transactions", "transactions", ["transaction_id"], null, KeepStyle.Log, false,
        [
            new("transaction_id", Number, true), new("account_no", Text, true) { Reference = ByAccountNo }, new("booked_on", Day, true),
            new("booked_at", Instant), new("direction", Code, true) { Codes = ["credit", "debit"] },
            new("kind", Code, Default: "other")
            {
                Codes = ["other", "cash_in", "transfer_in", "cash_out", "card_cash_out", "transfer_out", "card_payment", "interest", "fee"],
            },
            new("purpose", Code, Default: "none")
            {
                Codes =
                [
                    "none", "household", "insurance", "statement_fee", "interest", "penalty_interest", "pension", "loan", "leasing", "salary", "investment", "shopping",
                ],
            },
            new("channel", Code, Default: "unknown") { Codes = ["unknown", "counter", "atm", "app", "web", "pos", "batch"] },
            new("amount", PositiveMoney, true), new("balance_after", Money) { Nullable = true },
            new("counterparty_bank", Text, Default: ""), new("counterparty_account", Text, Default: "", Personal: true),
        ]),
        new("consents", "consents", "consents", ["customer_id", "purpose", "channel", "decided_at"], null, KeepStyle.Answers, false,
        [
            new("customer_no", Text, true) { Reference = ByCustomerNo },
            new("channel", Code, true) { Codes = ["sms", "email", "push", "in_app", "call", "work_order", "wecom"] },
            new("granted", Flag, true), new("decided_at", Instant, true), new("source", Text, Default: "import"),
            new("purpose", Code, Default: "marketing") { Codes = ["marketing", "credit_offers", "service", "profiling", "third_party"] },
            new("document", Text, Default: ""), new("reference", Text, Default: ""),
        ]),
    ];

    public static StandardTable? Find(string name) => All.FirstOrDefault(t => t.Name == name);
}
