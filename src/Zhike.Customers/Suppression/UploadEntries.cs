using System.Collections.Immutable;
using System.Globalization;
using Zhike.Contracts.Access;
using Zhike.Customers.Consent;
using Zhike.Customers.Spreadsheets;
using Zhike.Kernel;
using Zhike.Storage;
using Zhike.Storage.Audit;
using Zhike.Storage.Facts;
using Zhike.Storage.Facts.Rows;

namespace Zhike.Customers.Suppression;

/// <summary>Takes a file of customer numbers into a list: what matched becomes entries, the rest is reported row by row.
/// Columns by their head: customer_no (客户号), and if there are, starts_on (生效日期), ends_on (截止日期), reason (原因), reference (凭证).</summary>
internal sealed class UploadEntries(SuppressionBook book, LiveSuppressionLists lists, IFacts facts, IAudit audit, BankClock clock)
{
    private const int ShownMax = 100;

    private static readonly Dictionary<string, string> Heads = new(StringComparer.OrdinalIgnoreCase)
    {
        ["customer_no"] = "customer_no", ["客户号"] = "customer_no", ["starts_on"] = "starts_on", ["生效日期"] = "starts_on",
        ["ends_on"] = "ends_on", ["截止日期"] = "ends_on", ["reason"] = "reason", ["原因"] = "reason", ["reference"] = "reference", ["凭证"] = "reference",
    };

    /// <param name="common">What holds for every row that does not say otherwise.</param>
    public async Task<Result<SuppressionUpload>> RunAsync(ICurrentViewer who, Stream file, SuppressionRequest common, CancellationToken cancel)
    {
        var named = await lists.AllAsync(cancel).ConfigureAwait(false);
        var shape = SuppressionDraft.Read(common, named, clock, needsCustomer: false);
        if (!shape.Ok)
        {
            return shape.Problem;
        }

        var read = await ReadAsync(file, common, named, cancel).ConfigureAwait(false);
        if (!read.Ok)
        {
            return read.Problem;
        }

        var (rows, good, bad) = read.Value;
        var matched = await book.MatchAsync(who.Viewer("upload suppressions"), [.. good.Keys], cancel).ConfigureAwait(false);
        var listed = await ListedAsync(shape.Value.List.Key, cancel).ConfigureAwait(false);
        var now = clock.GetUtcNow();
        var entries = good.Where(g => matched.TryGetValue(g.Key, out var id) && !listed.Contains(id))
            .Select(g => (matched[g.Key], g.Value.Entry(book.NewId(), "upload", who.Staff, now))).ToList();
        if (entries.Count > 0)
        {
            await book.AppendAsync("upload suppressions", entries, cancel).ConfigureAwait(false);
        }

        var unmatched = good.Keys.Where(n => !matched.ContainsKey(n)).ToList();
        await audit.RecordAsync(
            new AuditEntry(who.Staff, "suppressions_uploaded", $"suppression/{shape.Value.List.Key}", $"{entries.Count} of {rows} rows: {shape.Value.Reason}"), cancel).ConfigureAwait(false);
        return new SuppressionUpload(
            rows, entries.Count, matched.Count - entries.Count, unmatched.Count, [.. unmatched.Take(ShownMax)], bad.Count, [.. bad.Take(ShownMax)]);
    }

    private async Task<Result<(long Rows, Dictionary<string, SuppressionDraft> Good, List<BadRow> Bad)>> ReadAsync(
        Stream file, SuppressionRequest common, IReadOnlyList<SuppressionList> named, CancellationToken cancel)
    {
        var rows = TableFile.ReadAsync(file, TableFile.RowsMax, cancel).GetAsyncEnumerator(cancel);
        await using var closed = rows.ConfigureAwait(false);
        if (!await rows.MoveNextAsync().ConfigureAwait(false))
        {
            return Problem.Invalid("file", "is empty");
        }

        var columns = rows.Current.Cells.Select(c => Heads.GetValueOrDefault(c.Trim(), "")).ToList();
        if (!columns.Contains("customer_no"))
        {
            return Problem.Invalid("file", $"must have a column customer_no (客户号) in its first row; it has {string.Join(", ", rows.Current.Cells.Take(10))}");
        }

        var (count, good, bad) = (0L, new Dictionary<string, SuppressionDraft>(StringComparer.Ordinal), new List<BadRow>());
        while (await rows.MoveNextAsync().ConfigureAwait(false))
        {
            count++;
            var row = rows.Current;
            if (row.Problem is not null)
            {
                bad.Add(new BadRow(row.Row, row.Why));
                continue;
            }

            var errors = new List<string>();
            var draft = Draft(name => row.Cell(columns.IndexOf(name)), common, named, errors);
            if (draft is { } d && !good.TryAdd(d.Number, d.Draft))
            {
                errors.Add($"repeats customer number {d.Number}");
            }

            if (errors.Count > 0)
            {
                bad.Add(new BadRow(row.Row, string.Join("; ", errors)));
            }
        }

        return (count, good, bad);
    }

    private (string Number, SuppressionDraft Draft)? Draft(
        Func<string, string> cell, SuppressionRequest common, IReadOnlyList<SuppressionList> named, List<string> errors)
    {
        var request = common with
        {
            CustomerNo = cell("customer_no"),
            StartsOn = Day("starts_on") ?? common.StartsOn,
            EndsOn = Day("ends_on") ?? common.EndsOn,
            Reason = cell("reason") is { Length: > 0 } reason ? reason : common.Reason,
            Reference = cell("reference") is { Length: > 0 } reference ? reference : common.Reference,
        };
        var draft = SuppressionDraft.Read(request, named, clock);
        errors.AddRange(draft.Ok ? [] : draft.Problem.Errors.Select(e => $"{e.Field} {e.Message}"));
        return errors.Count > 0 ? null : (request.CustomerNo!.Trim(), draft.Value);

        DateOnly? Day(string name)
        {
            var text = cell(name);
            if (text.Length == 0)
            {
                return null;
            }

            if (DateOnly.TryParseExact(text, ["yyyy-MM-dd", "yyyy/M/d", "yyyyMMdd"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
            {
                return day;
            }

            // Excel keeps a date as the days since 1899-12-30.
            if (int.TryParse(text, CultureInfo.InvariantCulture, out var serial) && serial is > 20_000 and < 80_000)
            {
                return DateOnly.FromDateTime(DateTime.FromOADate(serial));
            }

            errors.Add($"{name} must be a day such as 2026-03-31, but is \"{text}\"");
            return null;
        }
    }

    private async Task<HashSet<ulong>> ListedAsync(string list, CancellationToken cancel)
    {
        var statement = new FactsStatement("customers on a list", SqlFile.Beside<UploadEntries>("Listed.sql"))
            .With("list", list).With("now", clock.GetUtcNow()).Within(FactsLimits.Batch);
        return [.. await facts.ListAsync(Viewer.Bank("upload suppressions"), statement, (ref RowReader row) => row.UInt64(), cancel).ConfigureAwait(false)];
    }
}
