using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Zhike.Contracts.Customers;
using Zhike.Customers.PersonalData;
using Zhike.Customers.Rights;
using Zhike.Customers.Suppression;
using Zhike.Customers.Tests.Profiles;
using Zhike.Customers.Tests.Suppression;
using Zhike.Kernel;
using Zhike.Storage.Facts;
using Zhike.Storage.Facts.Rows;
using Zhike.Storage.Records;
using Zhike.Testing;
using PersonalRecord = Zhike.Contracts.Customers.PersonalData;

namespace Zhike.Customers.Tests.Rights;

/// <summary>Erasure is proved where it counts: in the bytes of every file of both stores.</summary>
public sealed class ErasureTests
{
    private static readonly Officer Zhao = new("zhao");
    private static readonly Officer Qian = new("qian");
    private static readonly PersonalRecord Person = new("欧阳待删", "13698761234", "ouyang.erase@example.net", "330102198811110917", "西湖区待删路77号");

    [Fact]
    public async Task Nothing_of_an_erased_person_stands_in_any_file_and_the_sums_stay()
    {
        var stage = await SuppressionTests.NewAsync();
        var facts = stage.Services.GetRequiredService<IFacts>();
        var hashes = await SeedAsync(stage);
        var id = await RequestTests.WorkingAsync(stage, "erasure", "C77ERASEME");
        await WorkRecordsAsync(stage);
        string[] wanted = [Person.Name, Person.Phone, Person.Email, Person.IdNumber, Person.Address, "C77ERASEME", "app-ouyang-77", "phone-of-ouyang-77", "A77ERASEME", .. hashes];
        var before = await SumsAsync(stage);
        // The search finds what is there: else it would prove nothing.
        foreach (var value in wanted.Except([Person.Name, Person.Email, Person.IdNumber, Person.Address]))
        {
            FilesWith(stage, value).ShouldNotBeEmpty(value);
        }

        FilesWith(stage, Person.Name).ShouldNotBeEmpty();
        await facts.RunAsync(string.Join("", (await TablesAsync(stage)).Select(t => $"ALTER TABLE {t} MODIFY SETTING old_parts_lifetime = 0;\n")));

        var certificate = (await stage.Services.GetRequiredService<ErasePerson>().RunAsync(Qian, id, CancellationToken.None)).Value;

        var watch = stage.Services.GetRequiredService<IErasureWatch>();
        var (clean, tries) = (0L, 0);
        for (; clean == 0 && tries < 240; tries++)
        {
            // The engine removes what a mutation replaced in its own time.
            await facts.CountAsync(Viewer.Bank("wait"), new FactsStatement("wait", "SELECT count() + sum(sleepEachRow(0.5)) FROM numbers(1)"), CancellationToken.None);
            clean = await watch.LookAsync(CancellationToken.None);
        }

        clean.ShouldBe(1, $"after {tries} looks: {string.Join(" ", await stage.Services.GetRequiredService<Erasure>().OldFilesAsync(CancellationToken.None))}");

        foreach (var value in wanted)
        {
            FilesWith(stage, value).ShouldBeEmpty(value);
        }

        (await SumsAsync(stage)).ShouldBe(before);
        certificate.Tables.ShouldContain(t => t.Table == "customer_secret_versions" && t.What == "deleted" && t.Rows == 1);
        certificate.Tables.ShouldContain(t => t.Table == "events" && t.What == "blanked" && t.Rows == 3);
        certificate.Hash.Length.ShouldBe(64);
        var desk = stage.Services.GetRequiredService<RequestDesk>();
        var details = (await desk.DetailsAsync(Zhao, id, CancellationToken.None))!;
        details.Certificate!.FilesCleanAt.ShouldNotBeNull();
        details.Request.CustomerNo.ShouldBe("erased-77");
        // Others are untouched, and whoever is left of this one is contacted by nobody.
        (await stage.ListAsync(ProfileStage.HeadOffice, "13812345678")).Value.Total.ShouldBe(1);
        (await stage.ListAsync(ProfileStage.HeadOffice, Person.Phone)).Value.Total.ShouldBe(0);
        (await stage.Services.GetRequiredService<IContactGate>().RefusedAsync(
            new ContactQuestion("sms", new ContactClass("service", ""), stage.Services.GetRequiredService<BankClock>().GetUtcNow()), [77], CancellationToken.None))[77].Detail.ShouldBe("erased");
    }

    [Fact]
    public async Task A_legal_hold_and_a_single_pair_of_eyes_stop_it()
    {
        var stage = await SuppressionTests.NewAsync();
        await SeedAsync(stage);
        var id = await RequestTests.WorkingAsync(stage, "erasure", "C77ERASEME");
        var erase = stage.Services.GetRequiredService<ErasePerson>();
        await stage.Services.GetRequiredService<SuppressionBook>().AddAsync(
            Zhao, new SuppressionRequest("C77ERASEME", "legal_hold", null, null, null, null, null, "法院协助冻结", "case 12"), CancellationToken.None);

        (await erase.RunAsync(Zhao, id, CancellationToken.None)).Problem!.Kind.ShouldBe(ProblemKind.Forbidden);
        var held = (await erase.RunAsync(Qian, id, CancellationToken.None)).Problem!;

        held.Code.ShouldBe("legal_hold");
        held.Message.ShouldContain("法院协助冻结");
        (await stage.ListAsync(ProfileStage.HeadOffice, Person.Phone)).Value.Total.ShouldBe(1);
        (await stage.Services.GetRequiredService<RequestDesk>().DetailsAsync(Zhao, id, CancellationToken.None))!.History[^1].Step.ShouldBe("erasure_refused");
    }

    [Fact]
    public async Task Erasing_twice_erases_once()
    {
        var stage = await SuppressionTests.NewAsync();
        await SeedAsync(stage);
        var erasure = stage.Services.GetRequiredService<Erasure>();

        await erasure.RunAsync(77, [Person.Phone], CancellationToken.None);
        var sums = await SumsAsync(stage);
        var again = await erasure.RunAsync(77, [Person.Phone], CancellationToken.None);

        again.Where(t => t.What == "deleted" && t.Rows > 0).ShouldBeEmpty();
        (await SumsAsync(stage)).ShouldBe(sums);
    }

    /// <summary>A table that a room adds and that names customers loses an erased person's rows, unless somebody decided otherwise here.</summary>
    [Fact]
    public async Task A_table_nobody_thought_of_loses_its_rows()
    {
        var stage = await SuppressionTests.NewAsync();
        var facts = stage.Services.GetRequiredService<IFacts>();
        await SeedAsync(stage);
        await facts.RunAsync("CREATE TABLE notes_of_tomorrow (customer_id UInt64, note String) ENGINE = MergeTree ORDER BY customer_id;\nINSERT INTO notes_of_tomorrow VALUES (77, 'x'), (1, 'y');\n");

        await stage.Services.GetRequiredService<Erasure>().RunAsync(77, [], CancellationToken.None);

        (await facts.CountAsync(Viewer.Bank("test"), new FactsStatement("rest", "SELECT sum(customer_id) FROM notes_of_tomorrow"), CancellationToken.None)).ShouldBe(1ul);
    }

    private static async Task<string[]> SeedAsync(ProfileStage stage)
    {
        var facts = stage.Services.GetRequiredService<IFacts>();
        var seal = await stage.Services.GetRequiredService<ISealing>().OpenAsync(CancellationToken.None);
        var s = seal(77, Person);
        await facts.RunAsync(
            $$"""
            INSERT INTO customer_versions (customer_id, customer_no, opened_on, birth_date, gender, outlet_id, org_path, manager_id, attributes, version) VALUES
                (77, 'C77ERASEME', '1993-05-01', '1988-11-11', 'F', 'd01', '/hq/prague/d01/', 'm1', map('nick', '{{Person.Name}}'), 1);
            INSERT INTO customer_secret_versions VALUES (77, '{{s.Name}}', '{{s.Phone}}', '{{s.Email}}', '{{s.IdNumber}}', '{{s.Address}}', '{{s.NameHash}}', '{{s.PhoneHash}}', '{{s.EmailHash}}', '{{s.IdNumberHash}}', '{{s.KeyId}}', 1, '');
            INSERT INTO customer_identities (kind, value, customer_id, source, linked_at) VALUES ('customer_no', 'C77ERASEME', 77, 'bank', now()), ('user_id', 'app-ouyang-77', 77, 'app', now());
            INSERT INTO identity_versions (identity, kind, value, person, first_seen, version) VALUES
                (sipHash64('user_id', 'app-ouyang-77'), 'user_id', 'app-ouyang-77', 77, now(), 1), (sipHash64('anonymous_id', 'phone-of-ouyang-77'), 'anonymous_id', 'phone-of-ouyang-77', 77, now(), 1);
            INSERT INTO identity_evidence (a_kind, a_value, b_kind, b_value, rule, source, observed_at, received_at) VALUES
                ('user_id', 'app-ouyang-77', 'phone_hash', '{{s.PhoneHash}}', 'declared', 'app', now(), now());
            INSERT INTO account_versions (account_id, account_no, customer_id, product_id, opened_on, version) VALUES (770, 'A77ERASEME', 77, 'current', '1993-05-01', 1);
            INSERT INTO holding_versions (customer_id, holding_no, account_id, product_id, kind, opened_on, amount, version) VALUES
                (77, 'loan:A77ERASEME', 770, 'x', 'loan', '1994-02-01', 500, 1), (77, 'deposit:A77ERASEME', 770, 'x', 'deposit', '1994-02-01', 700, 1);
            INSERT INTO transactions (customer_id, booked_on, transaction_id, account_id, booked_at, direction, kind, amount, balance_after, counterparty_account) VALUES
                (77, '1994-01-01', 7701, 770, '1994-01-01 00:00:00', 'credit', 'cash_in', 100, 100, ''), (1, '1994-01-05', 7702, 11, '1994-01-05 00:00:00', 'debit', 'transfer_out', 30, 30, 'A77ERASEME');
            INSERT INTO events (event_id, ts, received_at, name, customer_id, user_id, anonymous_id, properties, context) VALUES
                (generateUUIDv4(), '1994-02-02 10:00:00', '1994-02-02 10:00:00', 'transfer_form', 77, 'app-ouyang-77', '', '{"amount": 88.5, "paid": true, "remark": "{{Person.Name}} {{Person.Phone}}", "mobile": {{Person.Phone}}}', '{"ip": "10.1.2.3"}'),
                (generateUUIDv4(), '1994-02-03 10:00:00', '1994-02-03 10:00:00', 'app_login', 77, 'app-ouyang-77', '', '{}', '{}'),
                (generateUUIDv4(), '1994-02-01 10:00:00', '1994-02-01 10:00:00', 'page_seen', 0, '', 'phone-of-ouyang-77', '{"amount": 1}', '{}');
            INSERT INTO list_problems VALUES ('vip', 1, 3, 'duplicate', 'C77ERASEME');
            INSERT INTO list_upload_rows VALUES (1, 3, 'C77ERASEME');
            INSERT INTO identity_work_arrived VALUES (1, 2, 'C77ERASEME', 77);
            INSERT INTO consents (customer_id, channel, granted, decided_at, source, reference) VALUES (77, 'sms', true, '1994-01-01', 'app', '{{Person.Phone}}');
            """ + "\n");
        return [s.PhoneHash, s.NameHash, s.EmailHash, s.IdNumberHash, s.Phone];
    }

    /// <summary>Free text in the records store that says who it is.</summary>
    private static async Task WorkRecordsAsync(ProfileStage stage)
    {
        using var unit = stage.Services.GetRequiredService<IRecords>().Open();
        await unit.Set<PersonRequest>().ExecuteUpdateAsync(set => set.SetProperty(r => r.Note, $"{Person.Name} {Person.Phone}"));
        await stage.Services.GetRequiredService<IFacts>().RunAsync(
            $"INSERT INTO suppression_versions (entry_id, customer_id, list, starts_at, recorded_at, reason, version) VALUES (9, 77, 'complaint', '1994-01-01', '1994-01-01', '来电{Person.Phone}', 1);\n");
    }

    private static async Task<string> SumsAsync(ProfileStage stage)
    {
        const string sql =
            """
            SELECT ifNull(concat_ws(' ', toString((SELECT count() FROM customers)), toString((SELECT sum(amount) FROM transactions)), toString((SELECT sum(amount) FROM holdings)), toString((SELECT count() FROM holdings)),
                toString((SELECT count() FROM events)), toString((SELECT sum(toFloat64OrZero(toString(properties.amount))) FROM events)), toString((SELECT countIf(granted) FROM consents))), '')
            """;
        return (await stage.Services.GetRequiredService<IFacts>().ListAsync(Viewer.Bank("test"), new FactsStatement("sums", sql), (ref RowReader row) => row.Text(), CancellationToken.None))[0];
    }

    private static async Task<IReadOnlyList<string>> TablesAsync(ProfileStage stage)
    {
        var facts = stage.Services.GetRequiredService<IFacts>();
        return await facts.ListAsync(
            Viewer.Bank("test"), new FactsStatement("tables", "SELECT name FROM system.tables WHERE database = {d:String} AND engine LIKE '%MergeTree'").With("d", facts.Database),
            (ref RowReader row) => row.Text(), CancellationToken.None);
    }

    /// <summary>Every file of the engine's and of the records store's, its journal included, in which the bytes stand, as text or in hexadecimal.</summary>
    /// <summary>Tests share an engine: another test's database holds the same person, and is left out. The store is seen through the database's links.</summary>
    private static List<string> FilesWith(ProfileStage stage, string value)
    {
        var own = $"/data/{stage.Services.GetRequiredService<IFacts>().Database}/";

        var records = ((RecordsStore)stage.Services.GetRequiredService<IRecords>()).Connection.File!;
        var needles = new[] { Encoding.UTF8.GetBytes(value), Encoding.ASCII.GetBytes(Convert.ToHexString(Encoding.UTF8.GetBytes(value))) };
        return
        [
            .. Directory.EnumerateFiles(TestEngine.Folder, "*", SearchOption.AllDirectories).Where(f => Path.GetFileName(f) is not (".lock" or "status"))
                .Where(f => !f.Contains("/store/", StringComparison.Ordinal) && (!f.Contains("/data/", StringComparison.Ordinal) || f.Contains(own, StringComparison.Ordinal)))
                .Concat(Directory.EnumerateFiles(Path.GetDirectoryName(records)!))
                .Where(f => Bytes(f) is { } bytes && needles.Any(n => bytes.AsSpan().IndexOf(n) >= 0)),
        ];
    }

    private static byte[]? Bytes(string file)
    {
        try
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
            return bytes;
        }
        catch (Exception gone) when (gone is FileNotFoundException or DirectoryNotFoundException or EndOfStreamException)
        {
            return null;
        }
    }
}
