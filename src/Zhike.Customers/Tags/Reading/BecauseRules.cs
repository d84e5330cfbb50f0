using System.Collections.Immutable;
using Zhike.Customers.Conditions;
using Zhike.Customers.Sources;
using Zhike.Customers.Tags.Compiling;
using Zhike.Customers.Tags.Definitions;
using Zhike.Customers.Tags.Realtime;
using Zhike.Kernel;
using Zhike.Storage.Facts;
using Zhike.Storage.Facts.Rows;

namespace Zhike.Customers.Tags.Reading;

/// <summary>Which case of a rule gave the value, and how each of its conditions stood. The engine judges them, by the same SQL as in the run.</summary>
/// <param name="now">The rows of now, where the value is of now.</param>
internal sealed class BecauseRules(IFacts facts, TagSet tags, CurrentRows? now)
{
    public async Task<IReadOnlyList<BecauseCase>> ReadAsync(
        Viewer viewer, ulong customer, TagDefinition tag, Rule rule, IReadOnlyDictionary<string, object?> own, DateOnly asOf, CancellationToken cancel)
    {
        var cases = rule.Cases.Select(c => (Case: c, Nodes: Flat(c.When, 0).ToList())).ToList();
        var nodes = cases.SelectMany(c => c.Nodes).ToList();
        if (nodes.Exists(n => n.Condition is not (AllOf or AnyOf or Not or TagTest)))
        {
            return [];
        }

        var held = await JudgeAsync(viewer, customer, nodes, asOf, cancel).ConfigureAwait(false);
        if (held.Count == 0)
        {
            return [];
        }

        var found = new List<BecauseCase>();
        var (place, chosen) = (0, false);
        foreach (var (one, below) in cases)
        {
            var lines = below.Select((node, i) => Line(node, held[place + i], own)).ToList();
            place += below.Count;
            var holds = lines[0].Holds;
            found.Add(Case(tag, one.Value, holds, holds && !chosen, lines));
            chosen |= holds;
        }

        if (rule.Otherwise is { } otherwise)
        {
            found.Add(Case(tag, otherwise, holds: true, !chosen, []));
        }

        return found;
    }

    private async Task<IReadOnlyList<bool>> JudgeAsync(Viewer viewer, ulong customer, List<(Condition Condition, int Depth)> nodes, DateOnly asOf, CancellationToken cancel)
    {
        var binder = new ParameterBinder("b");
        var rules = new RuleSql(asOf, binder);
        const string wanted = "customer_id = {customer:UInt64}";
        var from = now?.From(nodes.Select(n => n.Condition).OfType<TagTest>().Select(t => t.Tag.Key), wanted, asOf, binder) ?? "tag_values";
        var statement = new FactsStatement(
            "conditions of a rule",
            $"""
            SELECT [{string.Join(",\n    ", nodes.Select(n => $"toUInt64({rules.Of(n.Condition)})"))}]
            FROM {from}
            WHERE as_of = {binder.Add(asOf)} AND {wanted} AND {CompiledCondition.InScope}
            """).WithBound(binder.Parameters).With("customer", customer).Within(FactsLimits.Point);
        var rows = await facts.ListAsync(viewer, statement, (ref RowReader row) => row.UInt64s(), cancel).ConfigureAwait(false);
        return rows.Count == 0 ? [] : [.. rows[0].Select(h => h != 0)];
    }

    private static IEnumerable<(Condition Condition, int Depth)> Flat(Condition condition, int depth)
    {
        IEnumerable<Condition> parts = condition switch
        {
            AllOf and => and.Parts,
            AnyOf or => or.Parts,
            Not not => [not.Part],
            _ => [],
        };
        return parts.SelectMany(p => Flat(p, depth + 1)).Prepend((condition, depth));
    }

    private static BecauseCase Case(TagDefinition tag, string value, bool holds, bool chosen, IReadOnlyList<BecauseLine> lines)
    {
        var name = tag.Named.FirstOrDefault(n => n.Value == value);
        return new BecauseCase(value, name?.Zh ?? value, name?.En ?? value, holds, chosen, lines);
    }

    private BecauseLine Line((Condition Condition, int Depth) node, bool holds, IReadOnlyDictionary<string, object?> own) => node.Condition switch
    {
        TagTest test => Test(test, node.Depth, holds, own),
        AnyOf => Joined(node.Depth, "or", holds),
        Not => Joined(node.Depth, "not", holds),
        _ => Joined(node.Depth, "and", holds),
    };

    private static BecauseLine Joined(int depth, string what, bool holds) => new(depth, what, holds, null, "", [], [], [], false);

    private BecauseLine Test(TagTest test, int depth, bool holds, IReadOnlyDictionary<string, object?> own)
    {
        var named = tags.InOrder.FirstOrDefault(t => t.Key == test.Tag.Key)?.Named ?? [];
        var words = test.Test.Operands.Select(o => named.FirstOrDefault(n => n.Value == o)).ToList();
        return new BecauseLine(
            depth, "test", holds, BecauseQuery.TagOf(tags, test.Tag.Key, own), Comparison.NameOf(test.Test.Op), test.Test.Operands,
            [.. test.Test.Operands.Select((o, i) => words[i]?.Zh ?? o)], [.. test.Test.Operands.Select((o, i) => words[i]?.En ?? o)], test.Test.DaysAgo);
    }
}
