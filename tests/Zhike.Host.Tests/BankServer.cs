using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Zhike.Host.Options;
using Zhike.Host.Setup;
using Zhike.Host.Staff;
using Zhike.Host.Tokens;
using Zhike.Testing;

namespace Zhike.Host.Tests;

/// <summary>The whole server on a free port, on a data folder of its own, with a clock that tests move. One for all tests of
/// this project: the engine serves one folder a process.</summary>
public sealed class BankServer : IAsyncLifetime
{
    public const string Password = "a long password";
    public static readonly DateTimeOffset Begin = new(2026, 3, 2, 1, 0, 0, TimeSpan.Zero);
    private WebApplication? _app;

    public FakeClock Clock { get; } = new(Begin);

    public string DataFolder { get; } = TestFolder.New();

    public string ConsoleFolder { get; } = TestFolder.New();

    public IServiceProvider Services => _app!.Services;

    public Uri Address => new(_app!.Urls.First());

    public async Task InitializeAsync()
    {
        var configuration = ConfigurationSources.Build(new Dictionary<string, string?>
        {
            ["Data"] = DataFolder,
            ["Port"] = "0",
            ["Demo"] = "false",
            ["Console"] = ConsoleFolder,
            ["Logging:LogLevel:Default"] = "None",
        });
        await File.WriteAllTextAsync(Path.Combine(ConsoleFolder, "index.html"), "<!doctype html><title>Zhike</title>");
        _app = ZhikeServer.Build(ZhikeOptions.Read(configuration).Value, configuration, Clock);
        await _app.StartAsync();
        await Services.GetRequiredService<SetupProgress>().Ready;
        await PeopleAsync();
    }

    public async Task DisposeAsync() => await _app!.DisposeAsync();

    /// <summary>A browser: keeps cookies, follows nothing.</summary>
    public HttpClient Browser() => new(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() }) { BaseAddress = Address };

    /// <summary>A browser in which somebody has signed in; it sends the antiforgery header.</summary>
    public async Task<HttpClient> SignedInAsync(string user)
    {
        var browser = Browser();
        (await browser.PostAsJsonAsync("/api/v1/session", new { user, password = Password })).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        var session = await browser.GetFromJsonAsync<JsonElement>("/api/v1/session");
        browser.DefaultRequestHeaders.Add("X-Zhike-Antiforgery", session.GetProperty("antiforgeryToken").GetString());
        return browser;
    }

    /// <summary>A program with a token of somebody's.</summary>
    public async Task<HttpClient> ProgramAsync(string user)
    {
        var (value, _) = (await Services.GetRequiredService<AccessTokens>().MakeAsync(user, "test", TimeSpan.FromDays(1), "system", CancellationToken.None)).OrThrow();
        var program = new HttpClient { BaseAddress = Address };
        program.DefaultRequestHeaders.Authorization = new("Bearer", value);
        return program;
    }

    /// <summary>One of each role, named after it; and a second outlet with people of its own.</summary>
    private async Task PeopleAsync()
    {
        var hash = StaffRegister.Hash(Password);
        StaffRecord Person(string number, Role role, string place) => new()
        {
            Number = number,
            NameZh = $"测试{number}",
            Role = role,
            OrgPath = place,
            PasswordHash = hash,
            Active = true,
            IsDemo = false,
            CreatedAt = Begin,
        };
        await Services.GetRequiredService<StaffRegister>().InstallAsync(
            [
                new OrgRecord { Path = "/hq/", Name = "总行", Kind = OrgKind.HeadOffice, OutletId = "" },
                new OrgRecord { Path = "/hq/north/", Name = "北分行", Kind = OrgKind.Branch, OutletId = "" },
                new OrgRecord { Path = "/hq/north/d01/", Name = "一网点", Kind = OrgKind.Outlet, OutletId = "01" },
                new OrgRecord { Path = "/hq/south/", Name = "南分行", Kind = OrgKind.Branch, OutletId = "" },
            ],
            [
                Person("strategist", Role.Strategist, "/hq/"),
                Person("second", Role.Strategist, "/hq/"),
                Person("administrator", Role.Administrator, "/hq/"),
                Person("auditor", Role.Auditor, "/hq/"),
                Person("branch_manager", Role.BranchManager, "/hq/north/"),
                Person("outlet_manager", Role.OutletManager, "/hq/north/d01/"),
                Person("customer_manager", Role.CustomerManager, "/hq/north/d01/"),
                Person("compliance_officer", Role.ComplianceOfficer, "/hq/"),
                Person("stranger", Role.BranchManager, "/hq/south/"),
            ],
            CancellationToken.None);
    }
}

[CollectionDefinition(Name)]
public sealed class AtTheServer : ICollectionFixture<BankServer>
{
    public const string Name = "server";
}

internal static class Answers
{
    /// <summary>The stable code of a problem+json answer.</summary>
    public static async Task<string?> CodeAsync(this HttpResponseMessage answer)
    {
        answer.Content.Headers.ContentType?.MediaType.ShouldBe("application/problem+json");
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("code").GetString();
    }
}
