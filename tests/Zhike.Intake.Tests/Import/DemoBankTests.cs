using System.Collections.Immutable;
using Zhike.Intake.Import;

namespace Zhike.Intake.Tests.Import;

/// <summary>The control totals of the PKDD'99 data, counted independently with awk over the original files.</summary>
public sealed class DemoBankTests
{
    [Fact]
    public async Task The_demo_bank_arrives_whole_and_a_second_import_changes_nothing()
    {
        var stage = await ImportStage.NewAsync();
        var mapping = Path.Combine(ImportStage.DemoFolder, "bank.yaml");

        var reports = await stage.RunAsync(mapping);

        reports.Where(r => r.Target != "transactions").ShouldAllBe(r => r.RefusedRows == 0 && r.Conflicts == 0 && r.Unchanged == 0 && r.Accepted == r.Rows);
        Accepted(reports).ShouldBe(new Dictionary<string, long>
        {
            ["berka-outlets"] = 77, ["berka-products"] = 6, ["berka-customers"] = 5_369, ["berka-personal-data"] = 5_369,
            ["berka-consents"] = 5_369 * 6, ["berka-accounts"] = 4_500, ["berka-account-parties"] = 5_369, ["berka-transactions"] = 49_102,
            ["berka-cards"] = 892, ["berka-loans"] = 682, ["berka-standing-orders"] = 6_471,
        }, ignoreOrder: true);
        await ControlTotalsAsync(stage);
        var before = await FingerprintAsync(stage);

        var again = await stage.RunAsync(mapping);

        again.ShouldAllBe(r => r.Accepted == 0 && r.Conflicts == 0 && r.Unchanged == r.Rows - r.RefusedRows);
        (await FingerprintAsync(stage)).ShouldBe(before);
    }

    [Fact]
    public async Task Exactly_the_cut_last_line_of_the_transactions_is_refused()
    {
        var stage = await ImportStage.NewAsync();

        var report = (await stage.RunAsync(Path.Combine(ImportStage.DemoFolder, "bank.yaml"))).Single(r => r.Target == "transactions");

        report.Rows.ShouldBe(49_103);
        report.Refused.ShouldHaveSingleItem().ShouldBe(new RowRefusal(49_103, "type", "is cut: the file ends inside a quoted value"));
        var run = (await stage.Log.ListAsync(new Contracts.Http.PageRequest(1, 50), CancellationToken.None)).Items.Single(r => r.Target == "transactions");
        (run.State, run.Accepted, run.Refused).ShouldBe((ImportState.Done, 49_102, 1));
        (await stage.Log.RefusalsAsync(run.Id, CancellationToken.None)).ShouldHaveSingleItem().Row.ShouldBe(49_103);
    }

    private static Dictionary<string, long> Accepted(ImmutableArray<ImportReport> reports) => reports.ToDictionary(r => r.Mapping, r => r.Accepted);

    private static async Task ControlTotalsAsync(ImportStage stage)
    {
        (await stage.CountAsync("SELECT countIf(gender = 'F') FROM customers")).ShouldBe(2_645);
        (await stage.CountAsync("SELECT toUInt64(max(customer_id) - min(customer_id) + 1) FROM customers")).ShouldBe(5_369);
        (await stage.TextsAsync("SELECT concat(attributes['status'], ' ', toString(count())) AS line FROM holdings WHERE kind = 'loan' GROUP BY attributes['status'] ORDER BY line"))
            .ShouldBe(["A 203", "B 31", "C 403", "D 45"]);
        (await stage.TextAsync("SELECT toString(sum(amount)) FROM holdings WHERE kind = 'loan'")).ShouldBe("103261740");
        (await stage.TextsAsync("SELECT concat(attributes['purpose'], ' ', toString(count())) AS line FROM holdings WHERE kind = 'standing_order' GROUP BY attributes['purpose'] ORDER BY line"))
            .ShouldBe(["household 3502", "insurance 532", "leasing 341", "loan 717", "none 1379"]);
        (await stage.TextsAsync("SELECT concat(attributes['statement'], ' ', toString(count())) AS line FROM accounts GROUP BY attributes['statement'] ORDER BY line"))
            .ShouldBe(["after_transaction 93", "monthly 4167", "weekly 240"]);
        (await stage.TextAsync("SELECT concat(toString(min(booked_on)), ' ', toString(max(booked_on)), ' ', toString(uniqExact(account_id))) FROM transactions"))
            .ShouldBe("1993-01-01 1994-03-31 1229");
        (await stage.TextsAsync("SELECT concat(toString(direction), ' ', toString(count())) AS line FROM transactions GROUP BY direction ORDER BY line"))
            .ShouldBe(["credit 22994", "debit 26108"]);
        (await stage.CountAsync("SELECT count() FROM outlets WHERE attributes['unemployment_percent_1995'] = ''")).ShouldBe(1);
        (await stage.CountAsync("SELECT count() FROM customers WHERE NOT startsWith(org_path, '/hq/') OR manager_id = ''")).ShouldBe(0);
        // 5314 runs twelve months from 1993-07-05.
        (await stage.TextAsync("SELECT toString(assumeNotNull(matures_on)) FROM holdings WHERE holding_no = 'loan:5314'")).ShouldBe("1994-07-05");
    }

    private static async Task<string> FingerprintAsync(ImportStage stage)
    {
        var tables = new[] { "outlet_versions", "product_versions", "customer_versions", "customer_secret_versions", "consents", "account_versions", "account_party_versions", "transactions", "holding_versions" };
        var parts = new List<string>();
        foreach (var table in tables)
        {
            parts.Add(await stage.TextAsync($"SELECT concat(toString(count()), ':', toString(groupBitXor(cityHash64(toString(tuple(*))))), ';') FROM {table}"));
        }

        return string.Concat(parts);
    }
}
