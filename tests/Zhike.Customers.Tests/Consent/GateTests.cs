using System.Collections.Immutable;
using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.Extensions.DependencyInjection;
using Zhike.Contracts.Customers;
using Zhike.Customers.Consent;
using Zhike.Customers.Suppression;
using Zhike.Customers.Tests.Profiles;
using Zhike.Kernel;
using Zhike.Storage.Facts;
using Zhike.Storage.Facts.Rows;

namespace Zhike.Customers.Tests.Consent;

/// <summary>The one gate: its words on a table of cases, and the law that the set form and the single form say the same.</summary>
public sealed class GateTests
{
    private static readonly DateTimeOffset Now = new(1994, 3, 31, 2, 0, 0, TimeSpan.Zero);

    /// <summary>Answers as "purpose channel answer day", lists as "list scope from to", days before now; asked "purpose line" on a channel.</summary>
    public static TheoryData<string, string, string, string, string> Cases { get; } = new()
    {
        // Consent: the newest answer about the purpose on the channel.
        { "marketing sms granted 9", "", "marketing", "sms", "" },
        { "", "", "marketing", "sms", "no_consent never_asked" },
        { "marketing sms granted 9", "", "marketing", "email", "no_consent never_asked" },
        { "marketing sms granted 9", "", "credit_offers", "sms", "no_consent never_asked" },
        { "marketing sms denied 9", "", "marketing", "sms", "no_consent denied" },
        { "marketing sms granted 9, marketing sms withdrawn 3", "", "marketing", "sms", "no_consent withdrawn" },
        { "marketing sms withdrawn 9, marketing sms granted 3", "", "marketing", "sms", "" },
        { "marketing sms granted 3, marketing sms denied 3", "", "marketing", "sms", "no_consent denied" },
        { "marketing sms granted -1", "", "marketing", "sms", "no_consent never_asked" },
        { "marketing sms granted 9, marketing sms denied -1", "", "marketing", "sms", "" },
        { "marketing sms granted 0", "", "marketing", "sms", "" },
        // A refusal of everything.
        { "marketing sms granted 9, marketing all denied 3", "", "marketing", "sms", "no_consent refused_all" },
        { "marketing sms granted 1, marketing all withdrawn 3", "", "marketing", "sms", "no_consent refused_all" },
        { "marketing sms granted 9, marketing all denied 3, marketing all granted 1", "", "marketing", "sms", "" },
        { "marketing all granted 1", "", "marketing", "sms", "no_consent never_asked" },
        { "marketing sms granted 9, credit_offers all denied 3", "", "marketing", "sms", "" },
        // What belongs to the contract needs no consent, and stops when it is refused.
        { "", "", "service", "sms", "" },
        { "marketing all denied 3", "", "service", "sms", "" },
        { "service sms denied 3", "", "service", "sms", "no_consent denied" },
        { "service all denied 3", "", "service", "email", "no_consent refused_all" },
        // Uses that are no contact.
        { "profiling all granted 3", "", "profiling", "all", "" },
        { "", "", "profiling", "all", "no_consent never_asked" },
        { "profiling all granted 9, profiling all withdrawn 3", "", "profiling", "all", "no_consent withdrawn" },
        { "profiling all granted 3", "", "profiling", "sms", "no_consent unknown_channel" },
        // Doubt.
        { "marketing pigeon granted 3", "", "marketing", "pigeon", "no_consent unknown_channel" },
        { "gossip sms granted 3", "", "gossip", "sms", "no_consent unknown_purpose" },
        { "marketing sms granted 3", "", "marketing", "", "no_consent unknown_channel" },
        // Lists: whoever is on one from then to then.
        { "marketing sms granted 9", "deceased - 3 -", "marketing", "sms", "suppressed deceased" },
        { "", "deceased - 3 -", "marketing", "sms", "suppressed deceased" },
        { "marketing sms granted 9", "deceased - -1 -", "marketing", "sms", "" },
        { "marketing sms granted 9", "complaint - 9 3", "marketing", "sms", "" },
        { "marketing sms granted 9", "complaint - 9 0", "marketing", "sms", "" },
        { "marketing sms granted 9", "complaint - 0 -", "marketing", "sms", "suppressed complaint" },
        { "marketing sms granted 9", "complaint - 9 -1", "marketing", "sms", "suppressed complaint" },
        // Service messages pass an opt-out, and neither death nor a legal hold.
        { "", "opt_out marketing+credit_offers 3 -", "service", "sms", "" },
        { "", "deceased - 3 -", "service", "sms", "suppressed deceased" },
        { "", "legal_hold - 3 -", "service", "email", "suppressed legal_hold" },
        { "marketing sms granted 9", "opt_out marketing+credit_offers 3 -", "marketing", "sms", "suppressed opt_out" },
        { "marketing sms granted 9", "credit_distress credit_offers 3 -", "marketing", "sms", "" },
        { "credit_offers sms granted 9", "credit_distress credit_offers 3 -", "credit_offers", "sms", "suppressed credit_distress" },
        // Scope by channel and by line; a message that does not say its line may be about any.
        { "marketing sms granted 9, marketing work_order granted 9", "rm_managed sms+email 3 -", "marketing", "work_order", "" },
        { "marketing sms granted 9", "rm_managed sms+email 3 -", "marketing", "sms", "suppressed rm_managed" },
        { "marketing sms granted 9", "opt_out line:fund 3 -", "marketing fund", "sms", "suppressed opt_out" },
        { "marketing sms granted 9", "opt_out line:fund 3 -", "marketing deposit", "sms", "" },
        { "marketing sms granted 9", "opt_out line:fund 3 -", "marketing", "sms", "suppressed opt_out" },
        // Of several the gravest; a list before an answer.
        { "marketing sms denied 9", "rm_managed - 3 -, complaint - 3 -", "marketing", "sms", "suppressed complaint" },
        { "marketing sms granted 9", "own_list - 3 -, rm_managed - 3 -", "marketing", "sms", "suppressed rm_managed" },
    };

    [Fact]
    public async Task Every_case_of_the_table_holds_in_both_forms()
    {
        var stage = await ProfileStage.NewAsync();
        var facts = stage.Services.GetRequiredService<IFacts>();
        var gate = stage.Services.GetRequiredService<IContactGate>();
        foreach (var (data, i) in Cases.Select((c, i) => ((object[])c, i)))
        {
            var customer = 1000ul + (ulong)i;
            var (answers, lists) = (Answers((string)data[0]), Lists((string)data[1]));
            var asked = ((string)data[2]).Split(' ');
            var question = new ContactQuestion((string)data[3], new ContactClass(asked[0], asked.Length > 1 ? asked[1] : ""), Now);
            await StoreAsync(stage, customer, answers, lists);

            var single = GateRule.Judge(question, answers, lists, isCustomer: true);
            var set = (await gate.RefusedAsync(question, [customer], CancellationToken.None)).GetValueOrDefault(customer);

            var because = string.Join(" | ", data);
            Word(single).ShouldBe((string)data[4], because);
            Word(set).ShouldBe((string)data[4], because);
        }

        // Somebody of whom the bank knows nothing, and a statement over a whole table.
        (await gate.RefusedAsync(new ContactQuestion("sms", new ContactClass("service", ""), Now), [999_999], CancellationToken.None))[999_999].Detail.ShouldBe("unknown_customer");
        var verdicts = gate.Verdicts(new ContactQuestion("sms", ContactClass.Marketing, Now), "SELECT customer_id FROM customers");
        (await facts.CountAsync(Viewer.Bank("test"), new FactsStatement("verdicts", $"SELECT count() FROM ({verdicts.Sql})").WithBound(verdicts.Parameters), CancellationToken.None))
            .ShouldBe(4ul + (ulong)Cases.Count);
    }

    [Fact]
    public async Task The_set_form_and_the_single_form_agree()
    {
        var stage = await ProfileStage.NewAsync();
        var gate = stage.Services.GetRequiredService<IContactGate>();
        var people = Gen.Zip(Answered().ListOf(), Listed().ListOf()).Sample(6, 250).ToList();
        await StoreAsync(stage, [.. people.Select((p, i) => (5000ul + (ulong)i, (IReadOnlyList<Answer>)[.. p.Item1], (IReadOnlyList<Suppressed>)[.. p.Item2]))]);
        var questions =
            from purpose in (string[])["marketing", "credit_offers", "service", "profiling", "gossip"]
            from channel in (string[])["sms", "email", "all", "pigeon"]
            from line in (string[])["", "fund"]
            from hours in (int[])[0, -30]
            select new ContactQuestion(channel, new ContactClass(purpose, line), Now.AddHours(hours));
        foreach (var question in questions)
        {
            var set = await gate.RefusedAsync(question, [.. people.Select((_, i) => 5000ul + (ulong)i)], CancellationToken.None);
            for (var i = 0; i < people.Count; i++)
            {
                Word(set.GetValueOrDefault(5000ul + (ulong)i)).ShouldBe(
                    Word(GateRule.Judge(question, people[i].Item1, people[i].Item2, isCustomer: true)), $"{question} {string.Join("; ", people[i].Item1)} | {string.Join("; ", people[i].Item2)}");
            }
        }
    }

    private static Gen<Answer> Answered() =>
        from purpose in Gen.Elements("marketing", "marketing", "credit_offers", "service", "profiling")
        from channel in Gen.Elements("sms", "sms", "email", "all")
        from word in Gen.Elements("granted", "granted", "denied", "withdrawn")
        from hours in Gen.Choose(-3, 3)
        select Answer(purpose, channel, word, Now.AddHours(hours * 10));

    private static Gen<Suppressed> Listed() =>
        from list in Gen.Elements("deceased", "opt_out", "complaint", "rm_managed", "own_list")
        from channels in Gen.Elements("", "sms", "sms email")
        from purposes in Gen.Elements("", "marketing", "credit_offers service")
        from lines in Gen.Elements("", "fund", "loan")
        from starts in Gen.Choose(-5, 3)
        from length in Gen.Choose(0, 6)
        select Entry(list, channels.Split(' '), purposes.Split(' '), lines.Split(' '), Now.AddHours(starts * 10), Now.AddHours((starts + length) * 10));

    private static List<Answer> Answers(string text) => [.. Parts(text).Select(p => Answer(p[0], p[1], p[2], Before(p[3])))];

    private static List<Suppressed> Lists(string text) =>
    [
        .. Parts(text).Select(p =>
        {
            var scope = p[1] == "-" ? [] : p[1].Split('+');
            return Entry(
                p[0], scope.Where(Purposes.IsChannel), scope.Where(s => Purposes.Find(s) is not null),
                scope.Where(s => s.StartsWith("line:", StringComparison.Ordinal)).Select(s => s[5..]), Before(p[2]), p[3] == "-" ? SuppressionBook.Open : Before(p[3]));
        }),
    ];

    private static IEnumerable<string[]> Parts(string text) => text.Split(", ", StringSplitOptions.RemoveEmptyEntries).Select(p => p.Split(' '));

    private static DateTimeOffset Before(string days) => Now.AddDays(-int.Parse(days, CultureInfo.InvariantCulture));

    private static Answer Answer(string purpose, string channel, string word, DateTimeOffset at) => new(purpose, channel, word == "granted", word, at, "test", "", "", at);

    private static Suppressed Entry(
        string list, IEnumerable<string> channels, IEnumerable<string> purposes, IEnumerable<string> lines, DateTimeOffset from, DateTimeOffset to) =>
        new(0, list, Words(channels), Words(purposes), Words(lines), from, to, "", "test", "", "", from, "", "", false);

    private static ImmutableArray<string> Words(IEnumerable<string> words) => [.. words.Where(w => w.Length > 0)];

    private static string Word(GateRefusal? refusal) => refusal is null ? "" : $"{refusal.Decision} {refusal.Detail}";

    private static Task StoreAsync(ProfileStage stage, ulong customer, IReadOnlyList<Answer> answers, IReadOnlyList<Suppressed> lists) =>
        StoreAsync(stage, [(customer, answers, lists)]);

    private static async Task StoreAsync(ProfileStage stage, IReadOnlyList<(ulong Customer, IReadOnlyList<Answer> Answers, IReadOnlyList<Suppressed> Lists)> people)
    {
        var facts = stage.Services.GetRequiredService<IFacts>();
        var (versions, answers, entries) = (new RowWriter(), new RowWriter(), new List<(ulong, Suppressed)>());
        foreach (var (customer, own, lists) in people)
        {
            versions.UInt64(customer).Text($"N{customer}").UInt64(1);
            foreach (var a in own)
            {
                answers.UInt64(customer).Text(a.Purpose).Text(a.Channel).Bool(a.Granted).Text(a.Word).Instant(a.DecidedAt);
            }

            entries.AddRange(lists.Select((l, i) => (customer, l with { EntryId = (customer * 100) + (ulong)i })));
        }

        await facts.InsertAsync(new FactsInsert("customers", "customer_versions (customer_id, customer_no, version)"), Once(versions), CancellationToken.None);
        await facts.InsertAsync(new FactsInsert("answers", "consents (customer_id, purpose, channel, granted, answer, decided_at)"), Once(answers), CancellationToken.None);
        await stage.Services.GetRequiredService<SuppressionBook>().AppendAsync("entries", entries, CancellationToken.None);
    }

    private static async IAsyncEnumerable<ReadOnlyMemory<byte>> Once(RowWriter rows)
    {
        yield return rows.Written;
        await Task.CompletedTask;
    }
}
