using Zhike.Contracts.Bank;
using Zhike.Contracts.Customers;
using Zhike.Customers.Conditions;
using Zhike.Customers.Documents;
using Zhike.Customers.Tags.Compiling;
using Zhike.Customers.Tags.Definitions;
using Zhike.Customers.Tags.Realtime;
using Zhike.Kernel;
using Zhike.Storage.Facts;
using Zhike.Storage.Facts.Rows;

namespace Zhike.Customers.Tags.Reading;

/// <summary>The facts behind one customer's value of one tag, found from the tag's definition as of the date of the value.</summary>
internal sealed class BecauseQuery(IFacts facts, ITags tags, LiveTags live, CurrentValues current, IBusinessDate businessDate, BankOptions bank)
{
    /// <summary>Null when there is no such live tag. The caller has seen that the customer lies in the viewer's scope.</summary>
    public async Task<Because?> ReadAsync(Viewer viewer, ulong customer, string key, CancellationToken cancel)
    {
        var set = await live.ReadAsync(cancel).ConfigureAwait(false);
        if (set.InOrder.FirstOrDefault(t => t.Key == key) is not { } tag)
        {
            return null;
        }

        var today = await businessDate.CurrentAsync(cancel).ConfigureAwait(false);
        var asOf = await tags.DateAsync(today, cancel).ConfigureAwait(false);
        var now = await current.AtAsync(today, cancel).ConfigureAwait(false);
        if (now is not null && now.Epoch.Tags.Contains(key))
        {
            // A value of now counts the facts of the open day.
            asOf = now.Epoch.AsOf;
        }

        var own = (await tags.ValuesAsync(viewer, [customer], today, cancel).ConfigureAwait(false)).GetValueOrDefault(customer) ?? new Dictionary<string, object?>();
        var value = own.GetValueOrDefault(key);
        var (zh, en) = Words(tag, value);
        var because = new Because(
            key, tag.Name.Zh, tag.Name.En, tag.Description.Zh, tag.Description.En, TagReader.KindOf(tag), tag.Type.Name(), tag.Unit?.Zh ?? "", tag.Unit?.En ?? "",
            asOf, value, zh, en, null, [], [], null);
        if (asOf is not { } day || own.Count == 0)
        {
            return because;
        }

        return tag.Source switch
        {
            Measure => because with { Rows = await new BecauseFacts(facts, bank.TimeZone).ReadAsync(viewer, customer, tag, value, day, cancel).ConfigureAwait(false) },
            Rule rule => because with { Cases = await new BecauseRules(facts, set, now).ReadAsync(viewer, customer, tag, rule, own, day, cancel).ConfigureAwait(false) },
            Ratio ratio => because with { Tags = [.. new[] { ratio.Of.Key, ratio.To.Key }.Select(k => TagOf(set, k, own))] },
            Rank rank => because with { Tags = [TagOf(set, rank.Of.Key, own)] },
            FromAttribute attribute => because with { Attribute = await AttributeAsync(viewer, customer, attribute, day, cancel).ConfigureAwait(false) },
            _ => because,
        };
    }

    /// <summary>The name of a code, or of the band of a number; null for what has neither.</summary>
    public static (string? Zh, string? En) Words(TagDefinition tag, object? value) => ValueWords.CodeOf(tag, value) is { } code
        ? (code.Zh, code.En)
        : ValueWords.BandOf(tag, value) is { } band ? (band.Label.Zh, band.Label.En) : (null, null);

    public static BecauseTag TagOf(TagSet set, string key, IReadOnlyDictionary<string, object?> own)
    {
        var value = own.GetValueOrDefault(key);
        if (set.InOrder.FirstOrDefault(t => t.Key == key) is not { } tag)
        {
            return new BecauseTag(key, key, key, "", "", "", value, null, null);
        }

        var (zh, en) = Words(tag, value);
        return new BecauseTag(key, tag.Name.Zh, tag.Name.En, tag.Type.Name(), tag.Unit?.Zh ?? "", tag.Unit?.En ?? "", value, zh, en);
    }

    private async Task<BecauseAttribute> AttributeAsync(Viewer viewer, ulong customer, FromAttribute source, DateOnly asOf, CancellationToken cancel)
    {
        var binder = new ParameterBinder("b");
        var sql = AttributeSql.Of(source with { Form = AttributeForm.Value }, binder.Add(asOf));
        var statement = new FactsStatement(
            "attribute of a customer",
            $"""
            SELECT CAST(toString({sql}), 'Nullable(String)')
            FROM (SELECT * FROM customers WHERE customer_id = {"{customer:UInt64}"} AND {CompiledCondition.InScope}) AS c
            {(source.Attribute.NeedsOutlet ? "LEFT JOIN outlets AS o ON o.outlet_id = c.outlet_id" : "")}
            """).WithBound(binder.Parameters).With("customer", customer).Within(FactsLimits.Point);
        var values = await facts.ListAsync(viewer, statement, (ref RowReader row) => row.TextOrNull(), cancel).ConfigureAwait(false);
        var name = FactWords.Attribute(source.Attribute.Name);
        return new BecauseAttribute(source.Attribute.Name, name.Zh, name.En, source.Form.ToString().ToLowerInvariant(), values.Count == 0 ? null : values[0]);
    }
}
