using System.Globalization;
using Zhike.Contracts.Customers;
using Zhike.Customers.Sources;

namespace Zhike.Customers.Conditions;

/// <summary>Writes a checked condition as SQL over one wide row a customer. Tags (and attributes that a tag carries) are
/// columns of that row; everything else is a set of customers that the row's customer is in or not.</summary>
internal sealed class ConditionSql(ConditionCatalogue catalogue, ConditionScope scope, DateOnly? tagDate)
{
    private readonly ParameterBinder _binder = new(scope.ParameterPrefix);

    public CompiledCondition Compile(Condition condition)
    {
        var usesTags = condition.All().Any(c => c is TagTest || (c is AttributeTest a && CarrierOf(a) is not null));
        var wide = tagDate is not null && (usesTags || (tagDate == scope.AsOf && scope.SinceTable is null && scope.TagTable is null));
        string from, rows;
        if (wide)
        {
            from = scope.TagTable ?? "tag_values";
            rows = $"as_of = {_binder.Add(tagDate!.Value)}";
        }
        else if (usesTags)
        {
            // No batch has run yet: nobody has any tag.
            return new CompiledCondition("customers", "0", Scoped: true, _binder.Parameters);
        }
        else
        {
            from = scope.SinceTable ?? "customers";
            rows = scope.SinceTable is null ? $"opened_on <= {_binder.Add(scope.AsOf)}" : "1";
        }

        if (wide && scope.SinceTable is { } since)
        {
            rows += $" AND customer_id IN (SELECT customer_id FROM {since})";
        }

        var predicate = Sql(condition, wide);
        return new CompiledCondition(from, $"{rows} AND {predicate}", Scoped: wide || scope.SinceTable is null, _binder.Parameters);
    }

    private string Sql(Condition condition, bool wide) => condition switch
    {
        AllOf and => $"({string.Join(" AND ", and.Parts.Select(p => Sql(p, wide)))})",
        AnyOf or => $"({string.Join(" OR ", or.Parts.Select(p => Sql(p, wide)))})",
        Not not => $"NOT ({Sql(not.Part, wide)})",
        TagTest tag => TestSql.Of(tag.Tag, $"`{tag.Tag.Key}`", tag.Test, scope.AsOf, _binder),
        AttributeTest attribute => Attribute(attribute, wide),
        Did did => $"customer_id {(did.Never ? "NOT IN" : "IN")} ({Behaviour(did)})",
        InList list => $"customer_id IN ({List(list)})",
        InSegment segment => Sql(segment.Expression, wide),
        _ => throw new InvalidOperationException(condition.GetType().Name),
    };

    /// <summary>The tag that says the same of that date. A rehearsal's own table has the tags that are asked for and no others.</summary>
    private TagColumn? CarrierOf(AttributeTest test) =>
        tagDate == scope.AsOf && scope.TagTable is null && catalogue.AttributeTags.TryGetValue(test.Attribute.Name, out var key)
        && catalogue.Tags[key].Type == test.Attribute.Type ? catalogue.Tags[key] : null;

    private string Attribute(AttributeTest test, bool wide)
    {
        if (wide && CarrierOf(test) is { } carrier)
        {
            return TestSql.Of(carrier, $"`{carrier.Key}`", test.Test, scope.AsOf, _binder);
        }

        var sql = test.Attribute.Sql.Replace("{as_of:Date}", _binder.Add(scope.AsOf), StringComparison.Ordinal);
        var outlets = test.Attribute.NeedsOutlet ? " LEFT JOIN outlets AS o ON c.outlet_id = o.outlet_id" : "";
        return $"customer_id IN (SELECT c.customer_id FROM customers AS c{outlets} WHERE {TestSql.Of(sql, test.Attribute.Type, test.Attribute.Nullable, test.Test, scope.AsOf, _binder)})";
    }

    private string Behaviour(Did did)
    {
        var transactions = did.Table == FactTables.Transactions;
        var conditions = new List<string>();
        if (transactions)
        {
            conditions.Add($"f.booked_on <= {_binder.Add(scope.AsOf)}");
            if (did.WithinDays is { } days)
            {
                conditions.Add($"f.booked_on > {_binder.Add(scope.AsOf.AddDays(-days))}");
            }
        }
        else
        {
            conditions.Add($"f.ts <= {_binder.Add(scope.Now)}");
            if (did.WithinDays is { } days)
            {
                conditions.Add($"f.ts > {_binder.Add(scope.Now.AddDays(-days))}");
            }
        }

        if (did.Where.Length > 0)
        {
            conditions.Add(TestSql.Of(did.Where, scope.AsOf, _binder));
        }

        var since = "";
        if (did.SinceEnrolment)
        {
            since = $" INNER JOIN {scope.SinceTable} AS s ON f.customer_id = s.customer_id";
            conditions.Add($"f.customer_id IN (SELECT customer_id FROM {scope.SinceTable})");
            conditions.Add(transactions ? "f.booked_at > s.since" : "f.ts > s.since");
        }

        // Once is enough: then the set needs no counting.
        var counted = did.AtLeast > 1
            ? string.Create(CultureInfo.InvariantCulture, $" GROUP BY f.customer_id HAVING count() >= {_binder.Add("UInt64", did.AtLeast.ToString(CultureInfo.InvariantCulture))}")
            : "";
        return $"SELECT f.customer_id FROM {did.Table.From} AS f{since} WHERE {string.Join(" AND ", conditions)}{counted}";
    }

    private string List(InList list)
    {
        var key = _binder.Add("String", list.List);
        return $"SELECT arrayJoin(bitmapToArray(members)) FROM (SELECT members FROM customer_lists WHERE list_key = {key} ORDER BY version DESC LIMIT 1)";
    }
}
