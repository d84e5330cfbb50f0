using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Zhike.Contracts.Customers;
using Zhike.Contracts.Jobs;
using Zhike.Customers.PersonalData;
using Zhike.Customers.Tests.Profiles;
using Zhike.Kernel;
using Zhike.Storage.Facts;
using Zhike.Storage.Facts.Rows;
using PersonalRecord = Zhike.Contracts.Customers.PersonalData;

namespace Zhike.Customers.Tests.PersonalData;

public sealed class KeyRotationTests
{
    private static readonly JsonElement Begin = JsonSerializer.SerializeToElement(new { });
    private static readonly JsonElement Finish = JsonSerializer.SerializeToElement(new { finish = true });

    [Fact]
    public async Task Rotating_gives_every_row_the_new_key_and_the_old_one_can_then_be_forgotten()
    {
        var stage = await ProfileStage.NewAsync();
        var (file, job) = (stage.Services.GetRequiredService<PersonalKeyFile>(), Job(stage));
        var old = file.Read().Current;
        var oldHash = old.Hash(PersonalFields.Phone, "13812345678");

        await job.RunAsync(Begin, new Steps(), CancellationToken.None);

        file.Read().Keys.Length.ShouldBe(2);
        (await RowsAsync(stage, "key_id != '" + old.Id + "'")).ShouldBe(3);
        (await Names(stage)).ShouldBe(["张伟 13812345678", "李娜 13900000002", "张伟 13700000003"]);
        (await stage.ListAsync(ProfileStage.HeadOffice, "138 1234 5678")).Value.Items.ShouldHaveSingleItem().CustomerId.ShouldBe(1ul);

        await job.RunAsync(Finish, new Steps(), CancellationToken.None);

        file.Read().Keys.ShouldHaveSingleItem().Id.ShouldNotBe(old.Id);
        (await CountAsync(stage, $"SELECT count() FROM customer_secret_versions WHERE key_id = '{old.Id}' OR phone_hash = '{oldHash}'")).ShouldBe(0ul);
        (await Names(stage)).Length.ShouldBe(3);
        (await stage.ListAsync(ProfileStage.HeadOffice, "110101197004011234")).Value.Items.ShouldHaveSingleItem().CustomerId.ShouldBe(1ul);
    }

    [Fact]
    public async Task A_rotation_killed_in_the_middle_loses_nothing_and_goes_on()
    {
        var stage = await ProfileStage.NewAsync();
        var (facts, file) = (stage.Services.GetRequiredService<IFacts>(), stage.Services.GetRequiredService<PersonalKeyFile>());
        var old = file.Read().Current;
        // As a kill leaves it: the new key is in the file, one of three rows is sealed under it.
        var ring = file.AddKey();
        var s = PersonalVault.Sealed(ring.Current, 2, new PersonalRecord("李娜", "13900000002", "", "", ""));
        await Zhike.Testing.TestEngine.RunAsync(facts, $"INSERT INTO customer_secret_versions VALUES (2, '{s.Name}', '{s.Phone}', '', '', '', '{s.NameHash}', '{s.PhoneHash}', '', '', '{s.KeyId}', 2, '')");
        var after = await ProfileStageAgain(stage);

        // Everything opens and is found under either key.
        (await after.Vault.ReadAsync(Viewer.Bank("test") with { MaySeePersonalData = true }, [1, 2, 3], CancellationToken.None)).Values.Select(p => p.Phone).Order()
            .ShouldBe(["13700000003", "13812345678", "13900000002"]);
        (await after.Vault.HashesAsync("13812345678", CancellationToken.None)).Phone.ShouldContain(old.Hash(PersonalFields.Phone, "13812345678"));

        var outcome = await after.Job.RunAsync(Begin, new Steps(), CancellationToken.None);

        outcome.Summary.ShouldStartWith("2 customers");
        file.Read().Keys.Length.ShouldBe(2);
        (await RowsAsync(stage, $"key_id = '{ring.Current.Id}'")).ShouldBe(3);
    }

    [Fact]
    public async Task What_an_import_brings_during_a_rotation_is_sealed_under_the_new_key_and_wins()
    {
        var stage = await ProfileStage.NewAsync();
        var seal = await stage.Services.GetRequiredService<ISealing>().OpenAsync(CancellationToken.None);
        var steps = new Steps();
        await Job(stage).RunAsync(Begin, steps, CancellationToken.None);

        seal(9, new PersonalRecord("王五", "", "", "", "")).KeyId.ShouldBe(stage.Services.GetRequiredService<PersonalKeyFile>().Read().Current.Id);
        steps.Last.ShouldBe(("seal anew", 3L, 3L));
    }

    [Fact]
    public async Task Finishing_while_something_stands_under_the_old_key_seals_it_first()
    {
        var stage = await ProfileStage.NewAsync();
        var file = stage.Services.GetRequiredService<PersonalKeyFile>();
        stage.Services.GetRequiredService<PersonalVault>().Use(file.AddKey());

        await Job(stage).RunAsync(Finish, new Steps(), CancellationToken.None);

        file.Read().Keys.Length.ShouldBe(1);
        (await Names(stage)).Length.ShouldBe(3);
    }

    private static IJob Job(ProfileStage stage) => stage.Services.GetServices<IJob>().Single(j => j.Verb == "rotate-personal-key");

    private static Task<(PersonalVault Vault, IJob Job)> ProfileStageAgain(ProfileStage stage)
    {
        var (facts, file) = (stage.Services.GetRequiredService<IFacts>(), stage.Services.GetRequiredService<PersonalKeyFile>());
        var vault = new PersonalVault(facts, file);
        return Task.FromResult((vault, (IJob)new RotatePersonalKeyJob(facts, vault, file, stage.Services.GetRequiredService<Storage.Audit.IAudit>())));
    }

    private static async Task<string[]> Names(ProfileStage stage) =>
    [
        .. (await stage.Services.GetRequiredService<PersonalVault>().ReadAsync(Viewer.Bank("test") with { MaySeePersonalData = true }, [1, 2, 3], CancellationToken.None))
            .OrderBy(p => p.Key).Select(p => $"{p.Value.Name} {p.Value.Phone}"),
    ];

    private static async Task<int> RowsAsync(ProfileStage stage, string where) => (int)await CountAsync(stage, $"SELECT count() FROM customer_secrets WHERE {where}");

    private static Task<ulong> CountAsync(ProfileStage stage, string sql) =>
        stage.Services.GetRequiredService<IFacts>().CountAsync(Viewer.Bank("test"), new FactsStatement("count", sql), CancellationToken.None);

    private sealed class Steps : IProgressSink
    {
        public (string, long, long) Last { get; private set; }

        public void Report(string step, long done, long total) => Last = (step, done, total);
    }
}
