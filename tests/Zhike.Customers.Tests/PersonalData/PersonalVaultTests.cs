using Microsoft.Extensions.DependencyInjection;
using Zhike.Contracts.Customers;
using Zhike.Customers.PersonalData;
using Zhike.Kernel;
using Zhike.Storage;
using Zhike.Storage.Facts;
using Zhike.Testing;
using PersonalRecord = Zhike.Contracts.Customers.PersonalData;

namespace Zhike.Customers.Tests.PersonalData;

public sealed class PersonalVaultTests
{
    private static readonly PersonalRecord Zhang = new("张伟", "13812345678", "erika@example.com", "110101199003078515", "朝阳区建国路88号");
    private static readonly Viewer Stranger = new("m9", OrgPath.Of("/hq/south/"), "", true, "test");
    private static readonly Viewer Head = new("b1", OrgPath.Of("/hq/prague/"), "", false, "test");

    [Fact]
    public async Task Somebody_without_permission_sees_masked_data()
    {
        var (vault, _) = await FilledAsync();

        var seen = await vault.ReadAsync(Head, [1ul], CancellationToken.None);

        seen[1].ShouldBe(new PersonalRecord("张*", "138****5678", "e***@example.com", "110*************15", "朝阳区****"));
    }

    [Fact]
    public async Task Somebody_with_permission_sees_the_data_itself()
    {
        var (vault, _) = await FilledAsync();

        (await vault.ReadAsync(Head with { MaySeePersonalData = true }, [1ul], CancellationToken.None))[1].ShouldBe(Zhang);
    }

    [Fact]
    public async Task A_customer_outside_the_scope_does_not_exist()
    {
        var (vault, _) = await FilledAsync();

        (await vault.ReadAsync(Stranger, [1ul], CancellationToken.None)).ShouldBeEmpty();
        (await vault.ReadAsync(Head with { Manager = "m2" }, [1ul], CancellationToken.None)).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_store_holds_no_readable_value()
    {
        var (_, services) = await FilledAsync();

        var stored = await services.GetRequiredService<IFacts>().ListAsync(
            Viewer.Bank("test"), new FactsStatement("all", "SELECT toString(tuple(*)) FROM customer_secret_versions"), (ref Storage.Facts.Rows.RowReader row) => row.Text(), CancellationToken.None);

        foreach (var readable in (string[])[Zhang.Name, Zhang.Phone, Zhang.Email, Zhang.IdNumber, Zhang.Address])
        {
            stored.ShouldHaveSingleItem().ShouldNotContain(readable);
        }
    }

    [Fact]
    public async Task The_key_file_is_made_once_and_only_its_owner_may_read_it()
    {
        var (_, services) = await FilledAsync();
        var file = services.GetRequiredService<PersonalKeyFile>();

        file.Exists.ShouldBeTrue();
        if (!OperatingSystem.IsWindows())
        {
            File.GetUnixFileMode(file.Path).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
    }

    [Fact]
    public async Task A_wrong_key_is_refused_by_name_and_nothing_is_touched()
    {
        var (_, services) = await FilledAsync();
        var file = services.GetRequiredService<PersonalKeyFile>();
        var right = file.Read().Current.Id;
        File.Delete(file.Path);
        var wrong = file.Create().Current.Id;
        using var vault = new PersonalVault(services.GetRequiredService<IFacts>(), file);

        var reading = await Should.ThrowAsync<ProblemException>(() => vault.ReadAsync(Head with { MaySeePersonalData = true }, [1ul], CancellationToken.None));
        var masked = (await vault.ReadAsync(Head, [1ul], CancellationToken.None))[1];
        var writing = await Should.ThrowAsync<ProblemException>(() => vault.OpenAsync(CancellationToken.None));

        reading.Problem.Code.ShouldBe("wrong_personal_key");
        masked.ShouldBe(new PersonalRecord("****", "****", "****", "****", "****"));
        (await vault.HashesAsync("13812345678", CancellationToken.None)).Phone.ShouldBeEmpty();
        (await new PersonalKeyCheck(vault).WarningAsync(CancellationToken.None))!.ShouldContain("Put the right key file back");
        reading.Problem.Message.ShouldContain(right);
        reading.Problem.Message.ShouldContain(wrong);
        writing.Problem.Code.ShouldBe("wrong_personal_key");
    }

    [Fact]
    public async Task A_missing_key_is_not_replaced_while_there_is_sealed_data()
    {
        var (_, services) = await FilledAsync();
        var file = services.GetRequiredService<PersonalKeyFile>();
        File.Delete(file.Path);
        using var vault = new PersonalVault(services.GetRequiredService<IFacts>(), file);

        (await Should.ThrowAsync<ProblemException>(() => vault.OpenAsync(CancellationToken.None))).Problem.Code.ShouldBe("wrong_personal_key");
        file.Exists.ShouldBeFalse();
    }

    [Fact]
    public async Task A_file_that_is_no_key_is_refused()
    {
        var services = await ServicesAsync();
        var file = services.GetRequiredService<PersonalKeyFile>();
        Directory.CreateDirectory(Path.GetDirectoryName(file.Path)!);
        await File.WriteAllTextAsync(file.Path, "rubbish");

        (await Should.ThrowAsync<ProblemException>(() => services.GetRequiredService<ISealing>().OpenAsync(CancellationToken.None)))
            .Problem.Code.ShouldBe("personal_key_unreadable");
    }

    [Fact]
    public void A_seal_opens_only_where_it_was_made()
    {
        var key = new PersonalKey(new byte[32]);
        var made = key.Seal(1, "name", "张伟");

        key.Unseal(1, "name", made).ShouldBe("张伟");
        key.Seal(1, "name", "张伟").ShouldBe(made);
        key.Seal(2, "name", "张伟").ShouldNotBe(made);
        Should.Throw<System.Security.Cryptography.CryptographicException>(() => key.Unseal(2, "name", made));
        Should.Throw<System.Security.Cryptography.CryptographicException>(() => key.Unseal(1, "phone", made));
    }

    [Theory]
    [InlineData("138 1234-5678")]
    [InlineData("+86 13812345678")]
    [InlineData("0086 138 1234 5678")]
    public void However_a_phone_is_typed_it_is_the_same_phone(string typed) => PersonalFields.NormalPhone(typed).ShouldBe("13812345678");

    [Theory]
    [InlineData("张", "张*")]
    [InlineData("欧阳娜娜", "欧**")]
    [InlineData("", "")]
    public void A_masked_name_keeps_the_first_character(string name, string masked) => Masking.Name(name).ShouldBe(masked);

    private static async Task<ServiceProvider> ServicesAsync()
    {
        var services = await TestServices.NewAsync();
        services.AddSingleton(new StorageOptions { DataFolder = TestFolder.New() });
        services.AddPersonalData();
        return services.BuildServiceProvider();
    }

    private static async Task<(IPersonalData Vault, ServiceProvider Services)> FilledAsync()
    {
        var services = await ServicesAsync();
        var data = (await services.GetRequiredService<ISealing>().OpenAsync(CancellationToken.None))(1, Zhang);
        var facts = services.GetRequiredService<IFacts>();
        await facts.RunAsync($"""
            INSERT INTO customer_versions (customer_id, customer_no, opened_on, outlet_id, org_path, manager_id, version) VALUES (1, 'C1', '1993-01-01', 'd01', '/hq/prague/d01/', 'm1', 1);
            INSERT INTO customer_secret_versions VALUES (1, '{data.Name}', '{data.Phone}', '{data.Email}', '{data.IdNumber}', '{data.Address}',
                '{data.NameHash}', '{data.PhoneHash}', '{data.EmailHash}', '{data.IdNumberHash}', '{data.KeyId}', 1, '');
            """);
        return (services.GetRequiredService<IPersonalData>(), services);
    }
}
