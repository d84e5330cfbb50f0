using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Zhike.Journeys.Documents;
using Zhike.Journeys.Engine;
using Zhike.Journeys.Tests.World;
using Zhike.Storage.Facts;
using Zhike.Testing;

namespace Zhike.Journeys.Tests.Engine;

/// <summary>The laws of the engine, over strategies, populations and tick times that nobody chose.</summary>
public sealed class RandomStrategyTests
{
    private const int Cases = 6;
    private const int Size = 10;
    private const int Customers = 14;
    private const int Days = 12;

    /// <summary>The nodes' kinds but for the exit, with the way's names; ways lead on to later nodes, so that there is no circle.</summary>
    private static readonly Gen<Func<string, Func<string>, string>> Kind = Gen.Frequency(
        (2, from hours in Gen.Choose(1, 60) select Node((id, to) => $$"""{"id": "{{id}}", "kind": "wait", "hours": {{hours}}, "next": "{{to()}}"}""")),
        (1, Gen.Constant(Node((id, to) => $$"""{"id": "{{id}}", "kind": "wait", "on": "working_day", "until": "09:30", "next": "{{to()}}"}"""))),
        (2, from hours in Gen.Choose(1, 80) from what in Event select Node((id, to) => $$"""{"id": "{{id}}", "kind": "wait", "until_event": {"event": "{{what}}"}, "hours": {{hours}}, "next": "{{to()}}", "otherwise": "{{to()}}"}""")),
        (1, from hours in Gen.Choose(1, 80) select Node((id, to) => $$"""{"id": "{{id}}", "kind": "wait", "until_condition": {"did": "login"}, "hours": {{hours}}, "next": "{{to()}}", "otherwise": "{{to()}}"}""")),
        (2, from offset in Gen.Choose(-5, 5) select Node((id, to) => $$"""{"id": "{{id}}", "kind": "wait", "until_date": {"attribute": "birth_date", "every": "year", "offset_days": {{offset}}}, "next": "{{to()}}", "otherwise": "{{to()}}"}""")),
        (2, from most in Gen.Choose(1, 4) from per in Gen.Elements("hour", "day") select Node((id, to) => $$"""{"id": "{{id}}", "kind": "limit", "at_most": {{most}}, "per": "{{per}}", "next": "{{to()}}"}""")),
        (1, Gen.Constant(Node((id, to) => $$"""{"id": "{{id}}", "kind": "split", "branches": [{"when": {"woman": true}, "next": "{{to()}}"}], "otherwise": "{{to()}}"}"""))),
        (1, Gen.Constant(Node((id, to) => $$"""{"id": "{{id}}", "kind": "percent", "branches": [{"percent": 40, "next": "{{to()}}"}, {"percent": 60, "next": "{{to()}}"}]}"""))),
        (1, Gen.Constant(Node((id, to) => $$"""{"id": "{{id}}", "kind": "send", "channel": "sms", "template": "sms-a", "next": "{{to()}}"}"""))),
        (1, Gen.Constant(Node((id, to) => $$"""{"id": "{{id}}", "kind": "work_order", "template": "call-a", "next": "{{to()}}"}"""))));

    private static Gen<string> Event => Gen.Elements("login", "apply", "viewed");

    private static Gen<string> Entry => Gen.Elements(
        "\"segment\": \"everybody\"", "\"segment\": \"everybody\", \"reentry\": \"always\"", "\"event\": {\"event\": \"apply\"}",
        "\"event\": {\"event\": \"apply\"}, \"reentry\": \"always\"", "\"event\": {\"event\": \"login\"}, \"reentry\": {\"after_days\": 4}",
        "\"date\": {\"attribute\": \"birth_date\", \"every\": \"year\"}, \"reentry\": \"always\"");

    private static Gen<Strategy> Strategies =>
        from entry in Entry
        from kinds in Kind.ArrayOf(8)
        from ways in Gen.Choose(1, 4).ArrayOf(32)
        from exits in Gen.Elements("", "\"exits\": [{\"event\": {\"event\": \"viewed\"}}],")
        select Strategy.Of(entry, kinds, ways, exits);

    private static Gen<World> Worlds =>
        from strategy in Strategies
        from births in Gen.Choose(-40, 330).ArrayOf(Customers)
        from deeds in AnyDeed.ArrayOf(50)
        from ticks in Gen.Choose(1, Days * 24 * 60).ArrayOf(16)
        select new World(strategy, births, deeds, [.. ticks.Distinct().Order()]);

    private static Gen<Deed> AnyDeed =>
        from customer in Gen.Choose(1, Customers)
        from minute in Gen.Choose(1, Days * 24 * 60)
        from what in Gen.Frequency((4, Event), (1, Gen.Constant("bought")))
        select new Deed(customer, minute, what);

    [Fact]
    public async Task Nobody_is_lost_nobody_doubled_every_path_is_legal_and_another_clock_tells_the_same_story()
    {
        foreach (var world in Worlds.Sample(Cases, Size))
        {
            var bank = await world.OpenAsync();
            var journey = world.Strategy.Journey;
            for (var i = 0; i < world.Ticks.Length; i++)
            {
                await world.ComeInAsync(bank, i == 0 ? 0 : world.Ticks[i - 1], world.Ticks[i]);
                await World.TickAsync(bank, journey, "live", world.Ticks[i]);
            }

            foreach (var tick in world.Ticks)
            {
                await World.TickAsync(bank, journey, "again", tick);
            }

            (await bank.LogAsync("again")).ShouldBe(await bank.LogAsync("live"), world.Strategy.Json);
            (await bank.ContactsAsync("again")).ShouldBe(await bank.ContactsAsync("live"), world.Strategy.Json);
            await LawsAsync(bank, world);
        }
    }

    private static async Task LawsAsync(SmallBank bank, World world)
    {
        const string Steps = "(SELECT * FROM journey_steps WHERE run = 'live')";
        var document = world.Strategy.Journey.Versions[1];
        var edges = document.Nodes.SelectMany(n => n.Ways.Select(w => $"{n.Id}>{w.To}")).Concat(document.Nodes.OfType<WorkOrderNode>().Select(n => $"{n.Id}>{n.Id}")).ToList();
        var last = bank.At(1, 0).AddMinutes(world.Ticks[^1]).UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
        var laws = new (string Law, string Sql)[]
        {
            ("conservation: who entered stands somewhere or is out", $"SELECT toUInt64(abs(toInt64(countIf(from_step_id = 0)) - toInt64(countIf(terminal OR step_id NOT IN (SELECT from_step_id FROM {Steps}))))) FROM {Steps}"),
            ("every step once", $"SELECT toUInt64(count() - uniqExact(step_id)) FROM {Steps}"),
            ("a step has one follower at most", $"SELECT toUInt64(countIf(from_step_id != 0) - uniqExactIf(from_step_id, from_step_id != 0)) FROM {Steps}"),
            ("a step follows one that is there and is earlier", $"SELECT count() FROM {Steps} AS s LEFT JOIN {Steps} AS f ON f.step_id = s.from_step_id WHERE s.from_step_id != 0 AND (f.step_id IS NULL OR f.terminal OR f.node != s.from_node OR f.entered_at > s.entered_at OR f.enrolment_id != s.enrolment_id)"),
            ("every way is the document's or the engine's", $"SELECT count() FROM {Steps} WHERE from_step_id != 0 AND NOT has([{string.Join(", ", edges.Select(e => $"'{e}'"))}], concat(from_node, '>', node)) AND node NOT IN ('$goal', '$ended', '$left')"),
            ("who enters begins at the start or is held out", $"SELECT count() FROM {Steps} WHERE from_step_id = 0 AND node NOT IN ('{document.Start}', '$holdout')"),
            ("nobody stands still whose time is over", $"SELECT count() FROM {Steps} WHERE NOT terminal AND due_at <= '{last}' AND step_id NOT IN (SELECT from_step_id FROM {Steps})"),
            ("nothing is due after the window", $"SELECT count() FROM {Steps} WHERE NOT terminal AND due_at > ends_at"),
            ("nobody is inside twice", $"SELECT count() FROM (SELECT customer_id, min(enrolled_at) AS b, if(max(terminal), maxIf(entered_at, terminal), toDateTime64('2100-01-01 00:00:00', 3, 'UTC')) AS e, enrolment_id FROM {Steps} GROUP BY customer_id, enrolment_id) AS x INNER JOIN (SELECT customer_id, min(enrolled_at) AS b, enrolment_id FROM {Steps} GROUP BY customer_id, enrolment_id) AS y ON x.customer_id = y.customer_id WHERE x.enrolment_id != y.enrolment_id AND y.b >= x.b AND y.b < x.e"),
            ("a contact belongs to a step", $"SELECT count() FROM contacts WHERE run = 'live' AND contact_id NOT IN (SELECT step_id FROM {Steps})"),
        };
        foreach (var (law, sql) in laws)
        {
            (await bank.CountAsync(sql)).ShouldBe(0ul, $"{law}: {world.Strategy.Json}");
        }

        foreach (var limit in document.Nodes.OfType<LimitNode>())
        {
            var stretch = limit.PerDay ? "toStartOfDay" : "toStartOfHour";
            (await bank.CountAsync($"SELECT toUInt64(max(n)) FROM (SELECT count() AS n FROM {Steps} WHERE node = '{limit.Id}' AND due_at < ends_at GROUP BY {stretch}(toTimeZone(due_at, 'Asia/Shanghai')))"))
                .ShouldBeLessThanOrEqualTo((ulong)limit.AtMost, world.Strategy.Json);
        }
    }

    private static Func<string, Func<string>, string> Node(Func<string, Func<string>, string> write) => write;

    private sealed record Strategy(JourneyInForce Journey, string Json)
    {
        /// <summary>What nobody can reach is left out: a document with it would be refused.</summary>
        public static Strategy Of(string entry, Func<string, Func<string>, string>[] kinds, int[] ways, string exits)
        {
            var way = 0;
            var all = kinds.Select((kind, i) =>
            {
                var targets = new List<int>();
                var json = kind($"n{i}", () =>
                {
                    targets.Add(Math.Min(kinds.Length, i + ways[way++ % ways.Length]));
                    return targets[^1] == kinds.Length ? "end" : $"n{targets[^1]}";
                });
                return (Json: json, Targets: targets);
            }).ToList();
            var reached = new HashSet<int> { 0 };
            foreach (var (node, i) in all.Select((n, i) => (n, i)).Where(n => reached.Contains(n.i)))
            {
                reached.UnionWith(node.Targets);
            }

            var nodes = string.Join(", ", all.Where((_, i) => reached.Contains(i)).Select(n => n.Json).Append("""{"id": "end", "kind": "exit"}"""));
            return new Strategy(SmallBank.Journey(nodes, "n0", holdout: 15, more: exits, window: 4, entry: entry), $"{entry} {exits} {nodes}");
        }
    }

    private sealed record World(Strategy Strategy, int[] Births, Deed[] Deeds, int[] Ticks)
    {
        public async Task<SmallBank> OpenAsync()
        {
            var bank = await SmallBank.OpenAsync(Customers, new Zhike.Contracts.Bank.BankOptions { ManagerDailyCapacity = 2, CapContacts = 2, CapDays = 3 });
            await bank.Facts.RunAsync(string.Concat(Births.Select((birth, i) => string.Create(CultureInfo.InvariantCulture, $"""
                INSERT INTO customer_versions (customer_id, customer_no, opened_on, gender, birth_date, org_path, manager_id, version) VALUES
                    ({i + 1}, 'C{i + 1}', '1994-02-20', '{(i % 2 == 0 ? "F" : "M")}', {(birth < 0 ? "NULL" : $"'{new DateOnly(1960, 2, 20).AddDays(birth / 12):yyyy-MM-dd}'")}, '/hq/north/d01/', 'm1', 2);

                """))));
            return bank;
        }

        public async Task ComeInAsync(SmallBank bank, int after, int upTo)
        {
            foreach (var deed in Deeds.Where(d => d.Minute > after && d.Minute <= upTo))
            {
                await bank.EventAsync(deed.What, (ulong)deed.Customer, bank.At(1, 0).AddMinutes(deed.Minute));
            }
        }

        /// <summary>With the figures of the day before. Something of a stranger comes in first: a tick that finds no new fact does not look,
        /// and for the run on another clock every fact is there from the beginning.</summary>
        public static async Task TickAsync(SmallBank bank, JourneyInForce journey, string run, int minute)
        {
            var now = bank.At(1, 0).AddMinutes(minute);
            await bank.EventAsync("passed_by", 999, now);
            await bank.Engine.TickAsync([journey], run, now, bank.Clock.DayOf(now).AddDays(-1), CancellationToken.None);
        }
    }

    private sealed record Deed(int Customer, int Minute, string What);
}
