using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Zhike.Contracts.Access;
using Zhike.Contracts.Http;
using Zhike.Customers.PersonalData;
using Zhike.Customers.Profiles;
using Zhike.Customers.Tests.Catalogue;
using Zhike.Customers.Tests.Profiles;
using Zhike.Kernel;
using Zhike.Storage.Definitions;
using Zhike.Testing;

namespace Zhike.Customers.Tests.PersonalData;

public sealed class QuotaTests
{
    [Fact]
    public async Task Looks_at_different_customers_are_counted_and_the_refusal_says_when_it_renews()
    {
        var stage = await ProfileStage.NewAsync();
        var clock = stage.Services.GetRequiredService<FakeClock>();

        (await UnmaskAsync(stage, 1)).Ok.ShouldBeTrue();
        (await UnmaskAsync(stage, 2)).Ok.ShouldBeTrue();
        (await UnmaskAsync(stage, 1)).Ok.ShouldBeTrue();
        var refused = await UnmaskAsync(stage, 3, new Person("head", "/hq/"));
        var over = await UnmaskAsync(stage, 3);
        clock.Advance(TimeSpan.FromHours(14));

        refused.Ok.ShouldBeTrue();
        (over.Problem!.Kind, over.Problem.Code).ShouldBe((ProblemKind.LimitExceeded, "unmask_quota"));
        over.Problem.Message.ShouldContain("It renews at 1994-04-01 00:00");
        over.Problem.RetryAfter.ShouldBe(TimeSpan.FromHours(14));
        (await UnmaskAsync(stage, 3)).Ok.ShouldBeTrue();
        var looks = stage.Services.GetRequiredService<PersonalLooks>();
        (await looks.PageAsync("p1", new DateOnly(1994, 3, 31), new PageRequest(1, 10), CancellationToken.None)).Total.ShouldBe(3);
        (await looks.QuotasAsync(CancellationToken.None)).ShouldHaveSingleItem().Used.ShouldBe(1);
    }

    [Fact]
    public async Task Looks_at_once_do_not_pass_the_quota()
    {
        var stage = await ProfileStage.NewAsync();
        var looks = stage.Services.GetRequiredService<PersonalLooks>();
        var viewer = new Person("p1", "/hq/").Viewer("x");

        var refusals = await Task.WhenAll(Enumerable.Range(1, 5).Select(i => looks.RecordAsync(viewer, (ulong)i, "at once", ["name"], CancellationToken.None)));

        refusals.Count(r => r is null).ShouldBe(2);
    }

    [Fact]
    public async Task The_rules_say_what_a_role_sees_masked_and_which_fields_open()
    {
        var stage = await ProfileStage.NewAsync();
        var shipped = ShippedDefinitionsTests.Documents("personal-data").Single();
        (await stage.Services.GetRequiredService<IDefinitions>().InstallAsync("personal-data", "rules", shipped.GetRawText(), CancellationToken.None)).OrThrow();
        var vault = stage.Services.GetRequiredService<PersonalVault>();
        var manager = new Person("m1", "/hq/") { Role = "customer_manager" };

        (await vault.ReadAsync(manager.Viewer("list"), [1], CancellationToken.None))[1].Phone.ShouldBe("138****5678");
        var seen = (await vault.ReadAsync(ProfileStage.HeadOffice with { Role = "administrator" }, [1], CancellationToken.None))[1];
        (seen.Name, seen.Phone, seen.IdNumber, seen.Address).ShouldBe(("张*", "****", "****", "****"));
        var opened = (await UnmaskAsync(stage, 1, manager)).Value;
        (opened.Name, opened.Phone, opened.IdNumber).ShouldBe(("张伟", "13812345678", "110*************34"));
        (await UnmaskAsync(stage, 1, new Person("a1", "/hq/") { Role = "administrator" })).Problem!.Code.ShouldBe("unmask_quota");
    }

    [Fact]
    public void A_document_that_would_show_too_much_is_refused_field_by_field()
    {
        var document = JsonSerializer.SerializeToElement(new
        {
            key = "rules",
            name = new { zh = "规则", en = "Rules" },
            fields = new object[]
            {
                new { field = "name", @class = "C2", mask = "shown" }, new { field = "phone", @class = "C3", mask = "ends" }, new { field = "shoe", @class = "C9", mask = "ends" },
            },
            roles = new object[] { new { role = "x", unmask = new[] { "shoe" }, masks = new { email = "shown" }, more = 1 } },
        });

        PersonalRules.Read(document).Problem!.Errors.Select(e => e.Field).ShouldBe(
            ["fields[0].mask", "fields[1].mask", "fields[2].field", "fields[2].class", "roles[0].unmask", "roles[0].masks.email", "roles[0].more"]);
    }

    private static Task<Result<Contracts.Customers.PersonalData>> UnmaskAsync(ProfileStage stage, ulong customer, Person? who = null) =>
        stage.Services.GetRequiredService<Unmasking>().RunAsync(who ?? new Person("p1", "/hq/"), customer, new UnmaskRequest("customer is calling"), CancellationToken.None);

    private sealed class Person(string staff, string place) : ICurrentViewer
    {
        public string Role { get; init; } = "";

        public string Staff => staff;

        public string NameZh => staff;

        public IReadOnlySet<Permission> Permissions => new HashSet<Permission>();

        public Viewer Viewer(string purpose) => new(staff, OrgPath.Of(place), "", false, purpose) { Role = Role };

        public Result<Viewer> UnmaskingViewer(string purpose) => Viewer(purpose) with { MaySeePersonalData = true };
    }
}
