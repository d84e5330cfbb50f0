using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;

namespace Zhike.Customers.Tests.Conditions;

/// <summary>Random expressions of every form, over the bank of <see cref="EveryFormAgreesTests"/>.</summary>
internal static class ExpressionGen
{
    private static readonly string[] Orderings = ["at_least", "more_than", "at_most", "less_than", "eq", "ne"];

    /// <summary>Every form at least once in what it can take; the name is what a failure reports.</summary>
    public static IReadOnlyList<(string Form, Gen<JsonObject> Gen)> Forms { get; } =
    [
        ("tag", Gen.OneOf(Tag(0), TagBand(), TagWord())),
        ("tag at", Gen.OneOf(Tag(1), TagNull())),
        ("changed", Changed()),
        ("attribute", Attribute()),
        ("did", Did("did")),
        ("did_not", Did("did_not")),
        ("figure", Figure()),
        ("first_time", Behaviour("first_time", ("within_days", 1, 120))),
        ("regularly", Regularly()),
        ("stopped", Behaviour("stopped", ("active_days", 1, 120), ("quiet_days", 1, 60), ("at_least", 1, 3))),
        ("restarted", Behaviour("restarted", ("active_days", 1, 40), ("quiet_days", 1, 40), ("at_least", 1, 2))),
        ("sequence", Sequence()),
        ("list", Gen.Elements("vip", "empty").Select(k => new JsonObject { ["list"] = k })),
        ("segment", Gen.Elements("rich", "best", "busy").Select(k => new JsonObject { ["segment"] = k })),
        ("sample", Number(1, 100).SelectMany(p => Gen.Elements("a", "盐", "").Where(s => s.Length > 0).Select(s => One("sample", ("percent", p), ("salt", s))))),
        ("near", Near()),
        ("lookalike", Number(0, 10).SelectMany(n => Gen.Elements("like-rich", "nobody-knows").Select(m => n % 2 == 0
            ? One("lookalike", ("model", m), ("at_least", n / 10m))
            : One("lookalike", ("model", m), ("at_least", n / 10m), ("valid_days", n + 1))))),
    ];

    public static Gen<JsonObject> Any(int depth)
    {
        var leaf = Gen.OneOf(Forms.Select(f => f.Gen));
        return depth == 0
            ? leaf
            : Gen.Frequency(
                (3, leaf),
                (1, Any(depth - 1).Select(p => new JsonObject { ["not"] = p.DeepClone() })),
                (2, Number(2, 3).SelectMany(n => Any(depth - 1).ListOf(n)).SelectMany(parts => Gen.Elements("and", "or").Select(
                    word => new JsonObject { [word] = new JsonArray([.. parts.Select(p => p.DeepClone())]) }))));
    }

    /// <summary>Smaller expressions that might fail as well: the parts, and the form with fewer words.</summary>
    public static IEnumerable<JsonObject> Smaller(JsonObject expression)
    {
        foreach (var word in (string[])["and", "or"])
        {
            foreach (var part in expression[word]?.AsArray() ?? [])
            {
                yield return part!.DeepClone().AsObject();
            }
        }

        if (expression["not"] is { } not)
        {
            yield return not.DeepClone().AsObject();
        }

        if (expression.Count == 1 && expression.First() is { Value: JsonObject inner, Key: var form })
        {
            foreach (var optional in (string[])["where", "at_least", "at_most", "exactly", "within_days", "span", "from", "to"])
            {
                if (inner.ContainsKey(optional))
                {
                    var fewer = inner.DeepClone().AsObject();
                    fewer.Remove(optional);
                    yield return new JsonObject { [form] = fewer };
                }
            }
        }
    }

    private static Gen<int> Number(int from, int to) => Gen.Choose(from, to);

    private static JsonObject One(string form, params ReadOnlySpan<(string Name, JsonNode? Value)> fields)
    {
        var inner = new JsonObject();
        foreach (var (name, value) in fields)
        {
            if (value is not null)
            {
                inner[name] = value;
            }
        }

        return new JsonObject { [form] = inner };
    }

    private static Gen<JsonObject> Tag(int at) => Gen.Elements("age", "all_count", "balance", "growth", "days_since_credit").SelectMany(tag => Gen.Elements(Orderings).SelectMany(
        op => Number(0, 80).SelectMany(value => Past().Select(day =>
        {
            var test = new JsonObject { ["tag"] = tag, ["op"] = op, ["value"] = value };
            if (at == 1)
            {
                test["at"] = day;
            }

            return test;
        }))));

    private static Gen<JsonNode> Past() => Gen.OneOf(
        Number(0, 70).Select(days => (JsonNode)new JsonObject { ["days_ago"] = days }),
        Gen.Elements("1994-03-01", "1994-03-31", "1994-01-15").Select(day => (JsonNode)day));

    private static Gen<JsonObject> TagNull() => Gen.Elements("age", "all_count", "days_since_credit").SelectMany(tag => Gen.Elements("is_null", "not_null").SelectMany(
        op => Past().Select(day => new JsonObject { ["tag"] = tag, ["op"] = op, ["at"] = day })));

    private static Gen<JsonObject> TagBand() => Gen.Elements("low", "high").Select(band => new JsonObject { ["tag"] = "credit_sum_30d", ["op"] = "in_band", ["value"] = band });

    private static Gen<JsonObject> TagWord() => Gen.OneOf(
        Gen.Elements("new", "sleeping", "active").Select(word => new JsonObject { ["tag"] = "stage", ["op"] = "eq", ["value"] = word }),
        Gen.Elements("contains", "starts_with", "ends_with", "not_contains").SelectMany(op => Gen.Elements("F", "M", "x").Select(
            text => new JsonObject { ["tag"] = "gender", ["op"] = op, ["value"] = text })));

    private static Gen<JsonObject> Changed() => Gen.Elements("low", "high", "").SelectMany(from => Gen.Elements("low", "high", "").SelectMany(to => Number(1, 40).Select(
        days => One("changed", ("tag", "credit_sum_30d"), ("from", from.Length == 0 ? null : from), ("to", to.Length == 0 ? null : to), ("within_days", days)))));

    private static Gen<JsonObject> Attribute() => Gen.OneOf(
        Gen.Elements("F", "M", "").Select(g => new JsonObject { ["attribute"] = "gender", ["op"] = "eq", ["value"] = g }),
        Gen.Elements(Orderings).SelectMany(op => Number(10, 70).Select(age => new JsonObject { ["attribute"] = "age", ["op"] = op, ["value"] = age })),
        Gen.Elements(Orderings).SelectMany(op => Number(0, 9).Select(score => new JsonObject { ["attribute"] = "attributes.score", ["op"] = op, ["value"] = score })),
        Gen.Elements("contains", "starts_with", "eq").SelectMany(op => Gen.Elements("teach", "er", "doctor").Select(
            text => new JsonObject { ["attribute"] = "attributes.job", ["op"] = op, ["value"] = text })),
        Number(1, 200).Select(days => new JsonObject { ["attribute"] = "opened_on", ["op"] = "at_least", ["value"] = new JsonObject { ["days_ago"] = days } }),
        Gen.Elements("is_null", "not_null").Select(op => new JsonObject { ["attribute"] = "birth_date", ["op"] = op }));

    private static Gen<JsonObject> Act() => Gen.OneOf(
        Gen.Elements("cash_in", "card_payment", "fee", "transfer_in").SelectMany(kind => Number(0, 5_000).Select(amount => new JsonObject
        {
            ["event"] = "transaction",
            ["where"] = new JsonObject { ["kind"] = kind, ["amount"] = new JsonObject { ["more_than"] = amount } },
        })),
        Gen.Elements("credit", "debit").Select(d => new JsonObject { ["event"] = "transaction", ["where"] = new JsonObject { ["direction"] = d } }),
        Gen.Elements("a", "b", "c").Select(name => new JsonObject { ["event"] = name }),
        Gen.Elements("a", "b", "c").SelectMany(name => Number(0, 9).Select(n => new JsonObject
        {
            ["event"] = name, ["where"] = new JsonObject { ["properties.amount"] = new JsonObject { ["at_least"] = n } },
        })),
        Gen.Elements("a", "b", "c").SelectMany(name => Gen.Elements("contains", "starts_with", "ends_with", "not_contains", "eq").SelectMany(
            op => Gen.Elements("loan", "card", "an").Select(text => new JsonObject
            {
                ["event"] = name, ["where"] = new JsonObject { ["properties.page"] = new JsonObject { [op] = text } },
            }))),
        Gen.Elements("a", "b").SelectMany(name => Number(0, 40).Select(days => new JsonObject
        {
            ["event"] = name, ["where"] = new JsonObject { ["properties.due"] = new JsonObject { ["at_least"] = new JsonObject { ["days_ago"] = days } } },
        })),
        Gen.Elements("a", "b").Select(name => new JsonObject { ["event"] = name, ["where"] = new JsonObject { ["properties.paid"] = true } }));

    private static Gen<JsonObject> Did(string word) => Act().SelectMany(act => Gen.Elements("at_least", "at_most", "exactly", "").SelectMany(how => Number(1, 4).SelectMany(
        times => Number(0, 150).Select(days => With(word, act, how.Length == 0 ? [("within_days", days)] : [(how, times - (how == "at_least" ? 0 : 1)), ("within_days", days)])))));

    private static Gen<JsonObject> Figure() => Gen.OneOf(
        Gen.Elements("sum", "avg", "min", "max").SelectMany(figure => Gen.Elements("at_least", "more_than", "at_most", "less_than").SelectMany(op => Number(0, 9_000).SelectMany(
            edge => Number(1, 150).Select(days => With(
                "did", new JsonObject { ["event"] = "transaction", ["where"] = new JsonObject { ["direction"] = "credit" } }, [("within_days", days)],
                (figure, new JsonObject { ["of"] = "amount", [op] = edge })))))),
        Gen.Elements("sum", "avg", "min", "max").SelectMany(figure => Gen.Elements("at_least", "less_than").SelectMany(op => Number(0, 12).Select(
            edge => With("did", new JsonObject { ["event"] = "a" }, [], (figure, new JsonObject { ["of"] = "properties.amount", [op] = edge }))))));

    private static Gen<JsonObject> Behaviour(string form, params (string Name, int From, int To)[] numbers)
    {
        var gen = Act().Select(act => With(form, act, []));
        return numbers.Aggregate(gen, (all, number) => all.SelectMany(e => Number(number.From, number.To).Select(n => With(form, e[form]!.AsObject(), [(number.Name, n)]))));
    }

    private static Gen<JsonObject> Regularly() => Act().SelectMany(act => Number(1, 4).SelectMany(least => Number(0, 4).SelectMany(more => Gen.Elements("weeks", "months").Select(
        unit => With("regularly", act, [("at_least", least), ("of_last", least + more)], ("unit", unit))))));

    private static Gen<JsonObject> Sequence() => Number(2, 4).SelectMany(n => Act().ListOf(n)).SelectMany(acts => Act().SelectMany(without => Number(0, 3).SelectMany(
        at => Number(0, 60).SelectMany(within => Number(0, 20).Select(span =>
        {
            var steps = new JsonArray([.. acts.Select((a, i) =>
            {
                var step = a.DeepClone().AsObject();
                if (i > 0 && i == at)
                {
                    step["without"] = without.DeepClone();
                }

                return step;
            })]);
            return One(
                "sequence", ("steps", steps), ("within_days", within == 0 ? null : within * 3),
                ("span", span == 0 ? null : new JsonObject { [span % 2 == 0 ? "days" : "hours"] = span * 3 }));
        })))));

    private static Gen<JsonObject> Near() => Number(1, 60).SelectMany(km => Gen.Elements("o1", "o2", "").SelectMany(outlet => Number(0, 10).Select(step => outlet.Length > 0
        ? One("near", ("outlet", outlet), ("km", km))
        : One("near", ("point", new JsonArray(26 + (step / 10m), 106.5m)), ("km", km)))));

    private static JsonObject With(string form, JsonObject act, (string Name, int Value)[] numbers, params (string Name, JsonNode Value)[] more)
    {
        var inner = act.DeepClone().AsObject();
        foreach (var (name, value) in numbers.Where(n => n.Name != "within_days" || n.Value > 0))
        {
            inner[name] = value;
        }

        foreach (var (name, value) in more)
        {
            inner[name] = value.DeepClone();
        }

        return new JsonObject { [form] = inner };
    }
}
