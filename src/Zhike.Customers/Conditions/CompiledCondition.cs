using System.Collections.Immutable;
using Zhike.Contracts.Customers;

namespace Zhike.Customers.Conditions;

/// <summary>An expression as SQL: FROM one table with a row a customer, WHERE a predicate.</summary>
/// <param name="From">tag_values, customers or the table of instants that the caller bound.</param>
/// <param name="Rows">Picks its rows of the date: everybody who is asked about.</param>
/// <param name="Parts">Predicates over such a row; all of them make the expression.</param>
/// <param name="Scoped">Its rows carry org_path and manager_id, so that a viewer's scope needs no join.</param>
internal sealed record CompiledCondition(
    string From, string Rows, ImmutableArray<string> Parts, bool Scoped, ImmutableSortedDictionary<string, string> Parameters)
{
    public const string InScope =
        "startsWith(org_path, {viewer_org:String}) AND ({viewer_manager:String} = '' OR manager_id = {viewer_manager:String})";

    private string Predicate => $"{Rows} AND {string.Join(" AND ", Parts)}";

    public CustomerSet ToSet() => new($"SELECT customer_id FROM {From} WHERE {Predicate}", Parameters);

    /// <summary>SELECT …: what stands there is the caller's.</summary>
    public string Select(string columns) => Scoped
        ? $"SELECT {columns} FROM {From} WHERE {InScope} AND {Predicate}"
        : $"SELECT {columns} FROM customers WHERE {InScope} AND customer_id IN (SELECT customer_id FROM {From} WHERE {Predicate})";

    /// <summary>Whether the customer of a row of tag_values, of the same batch, is one of them.</summary>
    public string Membership => From == "tag_values"
        ? $"({string.Join(" AND ", Parts)})"
        : $"customer_id IN (SELECT customer_id FROM {From} WHERE {Predicate})";

    /// <summary>Everybody of the viewer's, with a column p0, p1, … a part that says whether it holds.</summary>
    public string SelectParts() =>
        $"SELECT {string.Join(", ", Parts.Select((p, i) => $"{p} AS p{i}"))} FROM {From} WHERE {InScope} AND {Rows}";
}
