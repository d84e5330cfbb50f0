using System.Collections.Immutable;
using Zhike.Contracts.Customers;
using Zhike.Customers.Conditions.Writing;
using Zhike.Customers.Sources;
using Zhike.Customers.Tags.Realtime;

namespace Zhike.Customers.Conditions;

/// <summary>Writes a checked condition as SQL over one wide row a customer. Tags (and attributes that a tag carries) are
/// columns of that row; everything else is a set of customers that the row's customer is in or not.</summary>
internal sealed class ConditionSql
{
    private readonly ConditionCatalogue _catalogue;
    private readonly ConditionScope _scope;
    private readonly DateOnly? _tagDate;
    private readonly CurrentRows? _now;
    private readonly ParameterBinder _binder;
    private readonly SetSql _sets;
    private readonly BehaviourSql _behaviour;

    /// <param name="now">Rows of now, to be read in place of the nightly run's.</param>
    public ConditionSql(ConditionCatalogue catalogue, ConditionScope scope, DateOnly? tagDate, CurrentRows? now = null)
    {
        (_catalogue, _scope, _tagDate, _now) = (catalogue, scope, tagDate, now);
        _binder = new ParameterBinder(scope.ParameterPrefix);
        _sets = new SetSql(scope, _binder);
        _behaviour = new BehaviourSql(scope, _binder);
    }

    public CompiledCondition Compile(Condition condition) => Compile([condition]);

    /// <summary>All parts over the same rows; together they are the whole predicate.</summary>
    public CompiledCondition Compile(ImmutableArray<Condition> parts)
    {
        var asked = AskedOf(parts);
        var wide = asked == Asked.TaggedCustomers;
        string from, rows;
        if (wide)
        {
            (from, rows) = WideRows();
        }
        else if (asked == Asked.Nobody)
        {
            // No batch has run yet: nobody has any tag.
            return new CompiledCondition("customers", "0", [.. parts.Select(_ => "0")], Scoped: true, _binder.Parameters);
        }
        else
        {
            from = _scope.SinceTable ?? "customers";
            rows = _scope.SinceTable is null ? $"opened_on <= {_binder.Add(_scope.AsOf)}" : "1";
        }

        if (wide && _scope.SinceTable is { } since)
        {
            rows += $" AND customer_id IN (SELECT customer_id FROM {since})";
        }

        return new CompiledCondition(from, rows, [.. parts.Select(p => OneLine(p, wide))], Scoped: wide || _scope.SinceTable is null, _binder.Parameters);
    }

    /// <summary>Of whom the question is asked at all.</summary>
    public Asked AskedOf(ImmutableArray<Condition> parts)
    {
        var usesTags = parts.SelectMany(p => p.All()).Any(ReadsRow);
        if (_tagDate is null)
        {
            return usesTags ? Asked.Nobody : Asked.Customers;
        }

        return usesTags || (_tagDate == _scope.AsOf && _scope.SinceTable is null && _scope.TagTable is null) ? Asked.TaggedCustomers : Asked.Customers;
    }

    private (string From, string Rows) WideRows() => _now is not null
        ? (_now.From(_catalogue.Tags.Keys, "1", _tagDate!.Value, _binder).ReplaceLineEndings(" "), "1")
        : (_scope.TagTable ?? "tag_values", $"as_of = {_binder.Add(_tagDate!.Value)}");

    private bool ReadsRow(Condition condition) => condition is TagTest { At: null } or Top || (condition is AttributeTest a && CarrierOf(a) is not null);

    /// <summary>On one line: it stands in for a mark in a larger statement, and the mark may also stand in that statement's head comment.</summary>
    private string OneLine(Condition condition, bool wide) => Sql(condition, wide).ReplaceLineEndings(" ");

    private string Sql(Condition condition, bool wide) => condition switch
    {
        AllOf and => $"({string.Join(" AND ", and.Parts.Select(p => Sql(p, wide)))})",
        AnyOf or => $"({string.Join(" OR ", or.Parts.Select(p => Sql(p, wide)))})",
        Not not => $"NOT ({Sql(not.Part, wide)})",
        TagTest { At: not null } past => _sets.TagAt(past),
        TagTest tag => TestSql.Of(tag.Tag, $"`{tag.Tag.Key}`", tag.Test, _scope.AsOf, _binder),
        AttributeTest attribute => Attribute(attribute, wide),
        Behaviour behaviour => _behaviour.Of(behaviour),
        Changed changed => _sets.Of(changed),
        Sample sample => _sets.Of(sample),
        Top top => OfTop(top),
        Near near => _sets.Of(near),
        Lookalike lookalike => _sets.Of(lookalike),
        InList list => _sets.Of(list),
        InSegment segment => Sql(segment.Expression, wide),
        _ => throw new InvalidOperationException(condition.GetType().Name),
    };

    private string OfTop(Top top)
    {
        var (from, rows) = WideRows();
        return _sets.Of(top, from, rows, top.Of is null ? "" : Sql(top.Of, wide: true));
    }

    /// <summary>The tag that says the same of that date. A rehearsal's own table has the tags that are asked for and no others.</summary>
    public TagColumn? CarrierOf(AttributeTest test) =>
        _tagDate == _scope.AsOf && _scope.TagTable is null && _catalogue.AttributeTags.TryGetValue(test.Attribute.Name, out var key)
        && _catalogue.Tags[key].Type == test.Attribute.Type ? _catalogue.Tags[key] : null;

    private string Attribute(AttributeTest test, bool wide)
    {
        if (wide && CarrierOf(test) is { } carrier)
        {
            return TestSql.Of(carrier, $"`{carrier.Key}`", test.Test, _scope.AsOf, _binder);
        }

        var sql = test.Attribute.Sql.Replace("{as_of:Date}", _binder.Add(_scope.AsOf), StringComparison.Ordinal);
        var outlets = test.Attribute.NeedsOutlet ? " LEFT JOIN outlets AS o ON c.outlet_id = o.outlet_id" : "";
        return $"customer_id IN (SELECT c.customer_id FROM customers AS c{outlets} WHERE {TestSql.Of(sql, test.Attribute.Type, test.Attribute.Nullable, test.Test, _scope.AsOf, _binder)})";
    }
}

internal enum Asked
{
    /// <summary>Tags are asked for, and no batch has run.</summary>
    Nobody,

    /// <summary>Whom the newest batch of tags knows.</summary>
    TaggedCustomers,

    /// <summary>Everybody opened by the date; inside a journey, everybody in it.</summary>
    Customers,
}
