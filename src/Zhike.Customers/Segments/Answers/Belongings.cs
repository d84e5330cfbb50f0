using System.Text.Json;
using Zhike.Contracts.Customers;
using Zhike.Customers.Conditions;
using Zhike.Customers.Profiles.Wealth;
using Zhike.Kernel;
using Zhike.Storage;
using Zhike.Storage.Facts;
using Zhike.Storage.Facts.Rows;

namespace Zhike.Customers.Segments.Answers;

/// <summary>What a group keeps with the bank, owes it and holds: the customer's page, summed over the viewer's people of an expression.</summary>
internal sealed class Belongings(IFacts facts, ConditionCompiler conditions, ConditionTime time)
{
    /// <summary>Ends of months before the date itself.</summary>
    public const int MonthsBefore = 12;

    private const ulong ProductsMax = 40;

    public async Task<Result<GroupBelongings>> OfAsync(Viewer viewer, JsonElement expression, DateOnly asOf, CancellationToken cancel)
    {
        var scope = new ConditionScope(asOf, await time.NowForAsync(asOf, cancel).ConfigureAwait(false), "g");
        var compiled = await conditions.CompileAsync(expression, scope, cancel).ConfigureAwait(false);
        if (!compiled.Ok)
        {
            return compiled.Problem;
        }

        var points = Points(asOf);
        var course = await facts.ListAsync(
            viewer, Statement("wealth of a group", "GroupWealth.sql", compiled.Value).With("points", $"[{string.Join(',', points.Select(p => $"'{p:yyyy-MM-dd}'"))}]"),
            (ref RowReader row) => new WealthDay(row.Date(), row.Decimal(), row.Decimal(), row.Decimal(), row.Decimal(), row.Decimal(), row.Decimal()), cancel).ConfigureAwait(false);
        var products = await facts.ListAsync(
            viewer, Statement("products of a group", "GroupHoldings.sql", compiled.Value).With("as_of", asOf).With("rows", ProductsMax),
            (ref RowReader row) => new GroupProduct(row.Text(), row.Text(), row.Text(), row.Text(), (long)row.UInt64(), (long)row.UInt64(), row.Decimal()), cancel).ConfigureAwait(false);
        return new GroupBelongings(asOf, course, products);
    }

    /// <summary>The ends of the months before, and the date.</summary>
    public static IReadOnlyList<DateOnly> Points(DateOnly asOf)
    {
        var month = new DateOnly(asOf.Year, asOf.Month, 1);
        return [.. Enumerable.Range(0, MonthsBefore).Select(i => month.AddMonths(i - MonthsBefore + 1).AddDays(-1)), asOf];
    }

    private static FactsStatement Statement(string name, string file, CustomerSet set) =>
        new FactsStatement(name, SqlFile.Beside<Belongings>(file).Replace("/*SET*/", set.Sql, StringComparison.Ordinal)).WithBound(set.Parameters);
}

/// <param name="Course">The last is the date itself; the people are those of that date at every point.</param>
internal sealed record GroupBelongings(DateOnly AsOf, IReadOnlyList<WealthDay> Course, IReadOnlyList<GroupProduct> Products);

/// <param name="Customers">Different people who hold it.</param>
/// <param name="Amount">Of all holdings, as the bank hands it over.</param>
internal sealed record GroupProduct(string Kind, string ProductId, string NameZh, string NameEn, long Customers, long Holdings, decimal Amount);
