using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Zhike.Kernel;
using Zhike.Storage.Definitions;

namespace Zhike.Host.Tests.Definitions;

[Collection(AtTheServer.Name)]
public sealed class DefinitionNamesTests(BankServer server)
{
    [Fact]
    public async Task A_customer_manager_reads_what_a_template_is_called_but_not_its_text()
    {
        var text = """{"key":"names-test","channel":"sms","name":{"zh":"节日问候","en":"Season's greetings"},"text":{"zh":"您好。拒收请回复R【{{bank.name}}】","en":"Hello. Reply R to stop【{{bank.name}}】"}}""";
        (await server.Services.GetRequiredService<IDefinitions>().InstallAsync("template", "names-test", text, CancellationToken.None)).OrThrow();
        using var manager = await server.ProgramAsync("customer_manager");

        var names = await manager.GetFromJsonAsync<JsonElement>("/api/v1/names/template");
        using var document = await manager.GetAsync("/api/v1/definitions/template/names-test");

        var one = names.EnumerateArray().Single(n => n.GetProperty("key").GetString() == "names-test");
        one.GetProperty("nameZh").GetString().ShouldBe("节日问候");
        one.GetProperty("nameEn").GetString().ShouldBe("Season's greetings");
        document.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }
}
