using System.Collections.Immutable;
using System.Globalization;
using Zhike.Contracts.Bank;
using Zhike.Contracts.Customers;
using Zhike.Contracts.Http;
using Zhike.Customers.PersonalData;
using Zhike.Kernel;
using Zhike.Storage;
using Zhike.Storage.Facts;
using Zhike.Storage.Facts.Rows;

namespace Zhike.Customers.Profiles;

/// <summary>Which customers, in which order.</summary>
/// <param name="Q">A customer number, phone, name, e-mail or identity number, whole: personal data is found by its hash only.</param>
/// <param name="Outlet">An outlet's id, or a place of the tree such as "/hq/prague/".</param>
/// <param name="Tags">Tag key -> the value wanted, or "from..to" (both included, "from..&lt;to" the upper excluded; either may be
/// left out), or the name of one of its bands; an empty text asks for those who have no value.</param>
/// <param name="Sort">customer_no (default), newest or oldest.</param>
internal sealed record CustomerListRequest(string Q, string Segment, string Outlet, ImmutableSortedDictionary<string, string> Tags, string Sort, PageRequest Page);

/// <summary>The list of customers: filter in SQL within the viewer's scope, then only the page's rows are dressed.</summary>
internal sealed class CustomerListQuery(
    IFacts facts, CustomerCards cards, PersonalVault vault, ITags tags, ISegments segments, IBusinessDate businessDate)
{
    private const int TextMax = 100;
    private const int TagsShownMax = 4;
    private static readonly string[] ShownDimensions = ["lifecycle", "value", "asset", "activity"];

    private static readonly ImmutableDictionary<string, string> Orders = ImmutableDictionary.CreateRange<string, string>(
    [
        new("", "customer_id"), new("customer_no", "customer_no"), new("newest", "opened_on DESC, customer_id"), new("oldest", "opened_on, customer_id"),
    ]);

    public async Task<Result<Page<CustomerRow>>> RunAsync(Viewer viewer, CustomerListRequest request, CancellationToken cancel)
    {
        var asOf = await businessDate.CurrentAsync(cancel).ConfigureAwait(false);
        var live = await tags.AllAsync(cancel).ConfigureAwait(false);
        var errors = Check(request, live);
        var segment = request.Segment.Length == 0 ? null : await segments.LatestAsync(request.Segment, asOf, cancel).ConfigureAwait(false);
        if (request.Segment.Length > 0 && segment is null)
        {
            errors.Add(new FieldError("segment", $"has no members computed on or before {asOf:yyyy-MM-dd}, or does not exist: {Short(request.Segment)}"));
        }

        if (errors.Count > 0)
        {
            return Problem.Invalid(errors);
        }

        var filter = await FilterAsync(request, segment, live, asOf, cancel).ConfigureAwait(false);
        var total = await facts.CountAsync(viewer, filter with { Name = "count customers", Sql = $"SELECT count() FROM ({filter.Sql})" }, cancel).ConfigureAwait(false);
        var page = filter with
        {
            Name = "page of customers",
            Sql = $"{filter.Sql}\nORDER BY {Orders[request.Sort]} LIMIT {{size:UInt32}} OFFSET {{offset:UInt64}}",
        };
        var ids = await facts.ListAsync(
            viewer, page.With("size", (long)request.Page.Size).With("offset", request.Page.Offset), (ref RowReader row) => row.UInt64(), cancel).ConfigureAwait(false);
        var rows = await DressAsync(viewer, ids, asOf, cancel).ConfigureAwait(false);
        return new Page<CustomerRow>([.. ids.Where(rows.ContainsKey).Select(id => rows[id])], checked((long)total));
    }

    /// <summary>What lists show of these customers; those outside the viewer's scope are left out.</summary>
    public async Task<IReadOnlyDictionary<ulong, CustomerRow>> DressAsync(Viewer viewer, IReadOnlyList<ulong> ids, DateOnly asOf, CancellationToken cancel)
    {
        var live = await tags.AllAsync(cancel).ConfigureAwait(false);
        var rows = await cards.ReadAsync(viewer, ids, asOf, cancel).ConfigureAwait(false);
        var values = await tags.ValuesAsync(viewer, ids, asOf, cancel).ConfigureAwait(false);
        return rows.ToDictionary(r => r.CustomerId, r => Row(r, values, live));
    }

    private static List<FieldError> Check(CustomerListRequest request, IReadOnlyList<TagInfo> live)
    {
        var errors = new List<FieldError>();
        foreach (var (field, text) in new[] { ("q", request.Q), ("segment", request.Segment), ("outlet", request.Outlet) }.Where(f => f.Item2.Length > TextMax))
        {
            errors.Add(new FieldError(field, $"must have at most {TextMax} characters, but has {text.Length}"));
        }

        if (!Orders.ContainsKey(request.Sort))
        {
            errors.Add(new FieldError("sort", $"must be one of {string.Join(", ", Orders.Keys.Where(k => k.Length > 0).Order(StringComparer.Ordinal))}"));
        }

        foreach (var (key, value) in request.Tags)
        {
            if (live.All(t => t.Key != key))
            {
                errors.Add(new FieldError($"tag.{Short(key)}", "is no live tag"));
            }
            else if (TagRange.IsMeant(value) && TagRange.Read(value) is null)
            {
                errors.Add(new FieldError($"tag.{key}", "must be a value, or two numbers such as 1000..5000 or 1000..<5000, either of which may be left out"));
            }
        }

        return errors;
    }

    private async Task<FactsStatement> FilterAsync(
        CustomerListRequest request, SegmentVersion? segment, IReadOnlyList<TagInfo> live, DateOnly asOf, CancellationToken cancel)
    {
        var statement = new FactsStatement("customers", SqlFile.Beside<CustomerListQuery>("CustomerFilter.sql"))
            .With("as_of", asOf).With("outlet", request.Outlet).With("segment", request.Segment).With("segment_version", segment?.Version ?? 0);
        if (request.Q.Length > 0)
        {
            var hashes = await vault.HashesAsync(request.Q, cancel).ConfigureAwait(false);
            statement = (statement with { Sql = $"{statement.Sql}  AND customer_id IN ({SqlFile.Beside<CustomerListQuery>("CustomersSearched.sql")})\n" })
                .With("q", request.Q).With("name_hashes", hashes.Name).With("phone_hashes", hashes.Phone).With("email_hashes", hashes.Email).With("id_hashes", hashes.IdNumber);
        }

        if (request.Tags.Count == 0)
        {
            return statement;
        }

        // No values computed yet: nobody has any, so nobody matches.
        var day = await tags.DateAsync(asOf, cancel).ConfigureAwait(false) ?? DateOnly.FromDayNumber(asOf.DayNumber + 1);
        var conditions = new List<string>();
        foreach (var (i, (key, value)) in request.Tags.Index())
        {
            // The column comes from the catalogue of live tags, never from the request.
            var tag = live.First(t => t.Key == key);
            var column = $"`{tag.Column}`";
            var (one, two) = (string.Create(CultureInfo.InvariantCulture, $"tag_{i}"), string.Create(CultureInfo.InvariantCulture, $"tag_{i}_to"));
            if (TagRange.Of(tag, value) is { } range)
            {
                conditions.Add($"isNotNull({column})");
                conditions.AddRange(range.From is null ? [] : [$"toFloat64({column}) >= {{{one}:Float64}}"]);
                conditions.AddRange(range.To is null ? [] : [$"toFloat64({column}) {(range.ToIncluded ? "<=" : "<")} {{{two}:Float64}}"]);
                statement = range.From is { } from ? statement.With(one, from) : statement;
                statement = range.To is { } to ? statement.With(two, to) : statement;
            }
            else if (value.Length == 0)
            {
                conditions.Add($"ifNull(toString({column}), '') = ''");
            }
            else
            {
                conditions.Add($"toString({column}) = {{{one}:String}}");
                statement = statement.With(one, value);
            }
        }

        return statement with
        {
            Sql = $"{statement.Sql}  AND customer_id IN (SELECT customer_id FROM tag_values WHERE as_of = {{tag_day:Date}} AND {string.Join(" AND ", conditions)})",
            Parameters = statement.With("tag_day", day).Parameters,
        };
    }

    private static CustomerRow Row(CustomerCard card, IReadOnlyDictionary<ulong, IReadOnlyDictionary<string, object?>> values, IReadOnlyList<TagInfo> live)
    {
        var own = values.GetValueOrDefault(card.CustomerId);
        var shown = own is null ? [] : live
            .Where(t => t.Type is "text" or "flag" && own.GetValueOrDefault(t.Key) is not (null or "" or (byte)0 or false))
            .OrderBy(t => Array.IndexOf(ShownDimensions, t.Dimension) is var place and >= 0 ? place : ShownDimensions.Length)
            .Take(TagsShownMax);
        return new CustomerRow(
            card.CustomerId, card.CustomerNo, card.Person.Name, card.Gender, card.Age, card.OpenedOn, card.OutletName, card.ManagerName, card.Balance,
            [.. shown.Select(t => Chip(t, own![t.Key]))]);
    }

    private static TagChip Chip(TagInfo tag, object? value)
    {
        var word = value is string code ? tag.Named(code) : new NamedValue("", tag.NameZh, tag.NameEn);
        return new TagChip(tag.Key, tag.NameZh, tag.NameEn, value, word.Zh, word.En);
    }

    private static string Short(string text) => text.Length > TextMax ? text[..TextMax] : text;
}
