using FsCheck;
using FsCheck.Fluent;
using Zhike.Storage.Definitions;
using Zhike.Testing;

namespace Zhike.Customers.Tests.Identity;

/// <summary>For any evidence that no limit holds back, imports and words of people: a word taken back leaves no trace, and a run that was
/// killed beside its record does the same when it is repeated. Customers and limits that stand against each other are left out: a
/// component that is held as a whole is asked again with whatever is in it then.</summary>
public sealed class IdentityUndoLawTests
{
    private const int Histories = 3;
    private const int LinksHeard = 12;
    private const string Rules =
        """
        key: one-id
        name: {zh: 宽上限, en: Wide limits}
        kinds:
          - {kind: customer_no, name: {zh: 客户号, en: Customer number}, role: key, priority: 1, per_person: 1}
          - {kind: user_id, name: {zh: 用户, en: User}, role: key, priority: 2, per_person: 1000}
          - {kind: phone_hash, name: {zh: 手机, en: Phone}, role: key, priority: 3, per_person: 1000}
          - {kind: email_hash, name: {zh: 邮箱, en: E-mail}, role: hint, priority: 8, per_person: 1000}
          - {kind: anonymous_id, name: {zh: 匿名, en: Anonymous}, role: carrier, priority: 9}
        """;

    /// <summary>Around one of three customers, of whom the third is imported later, or around none; e-mails and devices are shared by all.</summary>
    private static readonly Gen<string> Links =
        from around in Gen.Choose(1, 4)
        from user in Gen.Choose(1, 2)
        from other in Gen.Choose(1, 2)
        from link in Gen.Elements(
            $"user_id:u{around}{user} phone_hash:p{around}{other}", $"user_id:u{around}{user} {(around == 4 ? "phone_hash:p49" : $"customer_no:C{around + 1}")}",
            $"user_id:u{around}{user} email_hash:e{other}", $"user_id:u{around}{user} anonymous_id:a{other}")
        select link;

    private static readonly Gen<History> Cases =
        from links in Links.ArrayOf(LinksHeard)
        from words in Gen.Choose(0, LinksHeard - 1).SelectMany(i => ArbMap.Default.GeneratorFor<bool>().Select(apart => (i, apart))).ArrayOf(2)
        from imported in Gen.Choose(0, 1)
        select new History(links, words, imported);

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, Histories)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task A_word_taken_back_gives_back_exactly_what_was_there_before(int seed)
    {
        var history = Of(seed);
        using var stage = await HeardAsync(history);
        var before = await AllAsync(stage);

        foreach (var (link, isApart) in history.Words)
        {
            var ends = history.Links[link].Split(' ');
            await stage.DecideAsync(ends[0], ends[1], isApart ? "apart" : "together");
            await stage.RunAsync();
            await stage.DecideAsync(ends[0], ends[1], "none");
            await stage.RunAsync();

            (await AllAsync(stage)).ShouldBe(before, $"seed {seed}, {(isApart ? "apart" : "together")} {history.Links[link]}; {history}");
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task A_run_that_was_killed_before_its_record_gives_the_same_when_it_is_repeated(int seed)
    {
        var history = Of(1000 + seed);
        using var stage = await HeardAsync(history);
        var ends = history.Links[history.Words[0].Link].Split(' ');
        await stage.DecideAsync(ends[0], ends[1], history.Words[0].IsApart ? "apart" : "together");
        await stage.SeenAsync("customer_no:C1 phone_hash:p9", "user_id:u9 phone_hash:p9", "user_id:u9 anonymous_id:a9");
        await stage.RunAsync();
        var after = await AllAsync(stage);

        await stage.Facts.RunAsync("DELETE FROM identity_runs WHERE finished_at = (SELECT max(finished_at) FROM identity_runs)");
        await stage.SeenAsync("user_id:nobody anonymous_id:new");
        await stage.RunAsync();

        (await AllAsync(stage)).ShouldBe(after, $"seed {seed}: {history}");
    }

    private static History Of(int seed) => Cases.Sample(1, new Rnd((ulong)seed), 10).Single();

    /// <summary>A stage where all of it was heard in one run, with an event behind each device.</summary>
    private static async Task<IdentityStage> HeardAsync(History history)
    {
        var stage = await IdentityStage.NewAsync();
        (await stage.Get<IDefinitions>().InstallAsync("identity", "one-id", Rules, CancellationToken.None)).OrThrow();
        await stage.EventAsync("first", "a1");
        await stage.EventAsync("second", "a2");
        await stage.SeenAsync(history.Links);
        for (var customer = 4; customer < 4 + history.Imported; customer++)
        {
            await stage.CustomerAsync(customer);
        }

        await stage.RunAsync();
        await stage.RunAsync();
        return stage;
    }

    /// <summary>Of each customer and of whoever has more than one identity, all of them; then the events.</summary>
    private static async Task<List<string>> AllAsync(IdentityStage stage) =>
    [
        .. await stage.TextsAsync(
            """
            SELECT concat(if(any(person) < 9223372036854775808, concat('C', toString(any(person)), ' '), ''),
                arrayStringConcat(arraySort(groupArray(concat(kind, ':', value, ifNull(toString(shared_since), '')))), ' ')) AS p
            FROM identities WHERE value NOT IN ('nobody', 'new') GROUP BY person HAVING count() > 1 ORDER BY p
            """),
        .. await stage.EventsAsync(),
    ];

    private sealed record History(string[] Links, (int Link, bool IsApart)[] Words, int Imported)
    {
        public override string ToString() => $"{string.Join(", ", Links)}; {Imported} customers later";
    }
}
