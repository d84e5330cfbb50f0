using System.Globalization;
using Zhike.Storage.Definitions;
using Zhike.Testing;

namespace Zhike.Customers.Tests.Identity;

/// <summary>What a source says that may not name customers: kept, and followed only where the rules name the source.</summary>
public sealed class ClaimTests
{
    [Theory]
    [InlineData("""["*"]""", false)]
    [InlineData("""["core"]""", false)]
    [InlineData("""["page"]""", true)]
    public async Task A_claim_joins_only_where_its_source_is_trusted_by_name(string trusted, bool joins)
    {
        using var stage = await IdentityStage.NewAsync();
        var rules = await File.ReadAllTextAsync(Path.Combine(IdentityStage.CatalogueFolder, "identity", "one-id.yaml"));
        (await stage.Get<IDefinitions>().InstallAsync(
            "identity", "one-id", rules.Replace("""trusted_sources: ["*"]""", $"trusted_sources: {trusted}", StringComparison.Ordinal), CancellationToken.None)).OrThrow();
        await ClaimAsync(stage, "user_id", "u1");
        await ClaimAsync(stage, "anonymous_id", "a1");
        // Somebody else used the browser a little later; a run knows all of them.
        await SignedInAsync(stage, "u1", "b1");
        await SignedInAsync(stage, "u9", "a1");

        await stage.RunAsync();

        (await stage.WhoAsync("user_id:u1") == "C1").ShouldBe(joins);
        (await stage.WhoAsync("anonymous_id:a1") == "C1").ShouldBe(joins);
    }

    private static Task ClaimAsync(IdentityStage stage, string kind, string value) => WriteAsync(stage, kind, value, "customer_no", "C1", "claimed");

    private static Task SignedInAsync(IdentityStage stage, string user, string browser) => WriteAsync(stage, "user_id", user, "anonymous_id", browser, "signed_in");

    private static Task WriteAsync(IdentityStage stage, string kind, string value, string otherKind, string other, string rule)
    {
        stage.Clock.Advance(TimeSpan.FromMinutes(1));
        var now = stage.Clock.GetUtcNow().ToString("yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture);
        return stage.Facts.RunAsync(
            $"INSERT INTO identity_evidence (a_kind, a_value, b_kind, b_value, rule, source, event_id, observed_at, received_at) VALUES ('{kind}', '{value}', '{otherKind}', '{other}', '{rule}', 'page', generateUUIDv4(), '{now}', '{now}')");
    }
}
