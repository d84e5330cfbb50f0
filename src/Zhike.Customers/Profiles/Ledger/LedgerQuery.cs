using System.Globalization;
using Zhike.Contracts.Bank;
using Zhike.Contracts.Customers;
using Zhike.Contracts.Http;
using Zhike.Kernel;
using Zhike.Storage;
using Zhike.Storage.Facts;
using Zhike.Storage.Facts.Rows;

namespace Zhike.Customers.Profiles.Ledger;

/// <summary>A customer's transactions, searched.</summary>
internal sealed class LedgerQuery(IFacts facts, IBusinessDate businessDate)
{
    private const int TextMax = 100;
    private const decimal AmountMax = 1_000_000_000_000_000m;
    private const int DigitsShown = 4;
    private static readonly DateOnly FirstDay = new(1970, 1, 1);
    private static readonly DateOnly LastDay = new(2149, 6, 6);

    public async Task<Result<TransactionPage>> FindAsync(Viewer viewer, ulong customer, LedgerRequest request, PageRequest page, CancellationToken cancel)
    {
        var errors = Check(request);
        if (errors.Count > 0)
        {
            return Problem.Invalid(errors);
        }

        var text = request.Q?.Trim() ?? "";
        var statement = new FactsStatement("transactions of a customer", SqlFile.Beside<LedgerQuery>("Ledger.sql"))
            .With("customer", customer).With("as_of", await businessDate.CurrentAsync(cancel).ConfigureAwait(false))
            .With("text", text).With("digits", new string([.. text.Where(char.IsAsciiDigit)]))
            .With("kinds", Named("kind", text)).With("only_kind", request.Kind ?? "").With("purposes", Named("purpose", text)).With("channels", Named("channel", text))
            .With("direction", request.Direction ?? "").With("first_day", Within(request.From, FirstDay)).With("last_day", Within(request.To, LastDay))
            .With("least", Exact(request.Least)).With("most", Exact(request.Most))
            .With("size", (long)page.Size).With("offset", page.Offset);
        var rows = await facts.ListAsync(viewer, statement, Read, cancel).ConfigureAwait(false);
        return rows.Count == 0
            ? new TransactionPage([], 0, 0, 0)
            : new TransactionPage([.. rows.Select(r => r.Row)], checked((long)rows[0].Found), rows[0].Credits, rows[0].Debits);
    }

    /// <summary>The codes of a column whose name, in either language, has the text in it.</summary>
    private static string[] Named(string column, string text) => text.Length == 0
        ? []
        : [.. FactWords.Codes(column).Where(c => c.Zh.Contains(text, StringComparison.OrdinalIgnoreCase) || c.En.Contains(text, StringComparison.OrdinalIgnoreCase)).Select(c => c.Value)];

    private static List<FieldError> Check(LedgerRequest request)
    {
        var errors = new List<FieldError>();
        if (request.Q?.Length > TextMax)
        {
            errors.Add(new FieldError("q", $"must have at most {TextMax} characters, but has {request.Q.Length}"));
        }

        foreach (var (field, given) in new[] { ("direction", request.Direction), ("kind", request.Kind) })
        {
            if (!string.IsNullOrEmpty(given) && FactWords.Codes(field).All(c => c.Value != given))
            {
                errors.Add(new FieldError(field, $"must be one of {string.Join(", ", FactWords.Codes(field).Select(c => c.Value))}"));
            }
        }

        foreach (var (field, given) in new[] { ("least", request.Least), ("most", request.Most) })
        {
            if (!string.IsNullOrEmpty(given) && AmountOf(given) is null)
            {
                errors.Add(new FieldError(field, "must be an amount from 0 with at most two decimals"));
            }
        }

        if (AmountOf(request.Least) is { } least && AmountOf(request.Most) is { } most && least > most)
        {
            errors.Add(new FieldError("most", "must not be below least"));
        }

        if (request.From > request.To)
        {
            errors.Add(new FieldError("to", "must not be before from"));
        }

        return errors;
    }

    private static decimal? AmountOf(string? text) =>
        decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount) && amount is >= 0 and < AmountMax && decimal.Round(amount, 2) == amount
            ? amount
            : null;

    private static string Exact(string? text) => AmountOf(text) is { } amount ? amount.ToString("0.00", CultureInfo.InvariantCulture) : "";

    /// <summary>The engine's days end sooner than ours.</summary>
    private static DateOnly Within(DateOnly? day, DateOnly otherwise) => day is not { } given ? otherwise : given < FirstDay ? FirstDay : given > LastDay ? LastDay : given;

    private static (TransactionView Row, ulong Found, decimal Credits, decimal Debits) Read(ref RowReader row)
    {
        var found = new TransactionView(
            row.Text(), row.Date(), row.Text(), row.Text(), row.Text(), row.Text(), row.Text(), row.Decimal(), row.DecimalOrNull(), row.Text(), row.Text());
        var masked = row.Bool();
        return (found with { CounterpartyAccount = Masked(found.CounterpartyAccount, masked) }, row.UInt64(), row.Decimal(), row.Decimal());
    }

    private static string Masked(string lastDigits, bool isLonger) => isLonger ? $"****{lastDigits}" : new string('*', Math.Min(lastDigits.Length, DigitsShown));
}
