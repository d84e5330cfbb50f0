using System.Collections.Immutable;
using Zhike.Contracts.Customers;

namespace Zhike.Customers.Conditions;

/// <summary>An expression as SQL: FROM one table with a row a customer, WHERE a predicate.</summary>
/// <param name="From">tag_values, customers or the table of instants that the caller bound.</param>
/// <param name="Scoped">Its rows carry org_path and manager_id, so that a viewer's scope needs no join.</param>
internal sealed record CompiledCondition(string From, string Predicate, bool Scoped, ImmutableSortedDictionary<string, string> Parameters)
{
    public const string InScope =
        "startsWith(org_path, {viewer_org:String}) AND ({viewer_manager:String} = '' OR manager_id = {viewer_manager:String})";

    public CustomerSet ToSet() => new($"SELECT customer_id FROM {From} WHERE {Predicate}", Parameters);

    /// <summary>SELECT …: what stands there is the caller's.</summary>
    public string Select(string columns) => Scoped
        ? $"SELECT {columns} FROM {From} WHERE {InScope} AND {Predicate}"
        : $"SELECT {columns} FROM customers WHERE {InScope} AND customer_id IN (SELECT customer_id FROM {From} WHERE {Predicate})";
}
