using System.Collections.Immutable;
using Zhike.Customers.Documents;

namespace Zhike.Customers.Sources;

/// <summary>The fact tables that tags and segments may read (001_standard_model.sql); a test compares the enumerations.</summary>
internal static class FactTables
{
    public static FactTable Transactions { get; } = new("transactions", "transactions", Named(
        Enumerable("direction", 1, "credit", "debit"),
        Enumerable("kind", 0, "other", "cash_in", "transfer_in", "cash_out", "card_cash_out", "transfer_out", "card_payment", "interest", "fee"),
        Enumerable(
            "purpose", 0, "none", "household", "insurance", "statement_fee", "interest", "penalty_interest", "pension", "loan", "leasing",
            "salary", "investment", "shopping"),
        Enumerable("channel", 0, "unknown", "counter", "atm", "app", "web", "pos", "batch"),
        new FactColumn("amount", FieldType.Money, "amount"),
        new FactColumn("balance_after", FieldType.Money, "balance_after", Nullable: true),
        new FactColumn("counterparty_bank", FieldType.Text, "counterparty_bank"),
        new FactColumn("counterparty_account", FieldType.Text, "counterparty_account"),
        new FactColumn("account_id", FieldType.Number, "account_id"),
        new FactColumn("booked_on", FieldType.Date, "booked_on"),
        // "01" to "31", so that the words stand in the order of the days.
        new FactColumn("day_of_month", FieldType.Text, "leftPad(toString(toDayOfMonth(booked_on)), 2, '0')")))
    {
        Free = null,
    };

    public static FactTable Events { get; } = new("events", "events", Named(
        new FactColumn("name", FieldType.Text, "name"),
        new FactColumn("type", FieldType.Text, "type"),
        new FactColumn("channel", FieldType.Text, "channel"),
        new FactColumn("source", FieldType.Text, "source"),
        new FactColumn("session_id", FieldType.Text, "session_id")))
    {
        Free = "properties",
    };

    public static FactTable Holdings { get; } = new("holdings", "holdings", Named(
        new FactColumn("kind", FieldType.Text, "kind"),
        new FactColumn("product_id", FieldType.Text, "product_id"),
        new FactColumn("amount", FieldType.Money, "amount"),
        new FactColumn("matures_on", FieldType.Date, "matures_on", Nullable: true)))
    {
        Free = "attributes",
    };

    public static ImmutableArray<FactTable> All { get; } = [Transactions, Events, Holdings];

    private static FactColumn Enumerable(string name, int firstCode, params ReadOnlySpan<string> words)
    {
        var codes = ImmutableArray.CreateBuilder<(string, int)>(words.Length);
        foreach (var word in words)
        {
            codes.Add((word, firstCode + codes.Count));
        }

        return new FactColumn(name, FieldType.Text, name, codes.ToImmutable());
    }

    private static ImmutableSortedDictionary<string, FactColumn> Named(params ReadOnlySpan<FactColumn> columns)
    {
        var named = ImmutableSortedDictionary.CreateBuilder<string, FactColumn>(StringComparer.Ordinal);
        foreach (var column in columns)
        {
            named.Add(column.Name, column);
        }

        return named.ToImmutable();
    }
}
