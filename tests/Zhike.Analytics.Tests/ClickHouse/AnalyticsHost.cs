using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Zhike.Contracts.Access;
using Zhike.Kernel;
using Zhike.Storage.Facts;
using Zhike.Storage.Facts.Embedded;
using Zhike.Testing;

namespace Zhike.Analytics.Tests.ClickHouse;

/// <summary>The analytics room behind a real HTTP server on a free port, over a small bank: four customers of two branches.
/// Tokens: "bank" (strategist at head office), "prague" (that branch's head), "m0101" (a customer manager), "nobody" (a role without customers).</summary>
public sealed class AnalyticsHost : IAsyncLifetime
{
    private WebApplication _app = null!;

    public Uri Address { get; private set; } = null!;

    public EmbeddedFacts Facts { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Facts = await TestEngine.DatabaseAsync();
        await Facts.RunAsync("""
            INSERT INTO customer_versions (customer_id, customer_no, opened_on, birth_date, gender, org_path, manager_id, version) VALUES
                (1, 'C00000001', '1993-01-01', '1960-05-05', 'F', '/hq/prague/d01/', 'm0101', 1),
                (2, 'C00000002', '1993-02-01', NULL, 'M', '/hq/prague/d01/', 'm0102', 1),
                (3, 'C00000003', '1993-03-01', '1970-01-01', 'F', '/hq/prague/d02/', 'm0201', 1),
                (4, 'C00000004', '1993-04-01', '1980-01-01', 'M', '/hq/brno/d10/', 'm1001', 1);
            INSERT INTO transactions (customer_id, booked_on, transaction_id, account_id, booked_at, direction, kind, amount, counterparty_account)
                SELECT 1 + number % 4, toDate('1993-05-01') + number, number, 1 + number % 4, toDateTime64('1993-05-01 00:00:00', 3), 'credit', 'cash_in', 100.25, 'other person' FROM numbers(40);
            INSERT INTO events (event_id, ts, received_at, name, type, customer_id, properties) VALUES
                (generateUUIDv4(), '1994-01-01 00:00:00', '1994-01-01 00:00:00', 'identify', 'identify', 1, '{"phone":"13800138000"}'),
                (generateUUIDv4(), '1994-01-01 00:00:00', '1994-01-01 00:00:00', 'app_login', 'track', 1, '{"page":"home"}');
            INSERT INTO segment_members SELECT 'all', 1, '1994-03-31', '1994-03-31 00:00:00', groupBitmapState(toUInt64(number + 1)) FROM numbers(4);
            ALTER TABLE tag_values ADD COLUMN balance Decimal(18, 2);
            INSERT INTO tag_values (as_of, customer_id, org_path, manager_id, balance) SELECT '1994-03-31', customer_id, org_path, manager_id, 10 FROM customers;
            """);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton<IFacts>(Facts);
        builder.Services.AddSingleton<IIds, CountingIds>();
        builder.Services.AddSingleton<ITokenSignIn, Tokens>();
        builder.Services.AddAuthorization();
        builder.Services.AddAnalytics();
        _app = builder.Build();
        _app.MapAnalytics();
        await _app.StartAsync();
        Address = new Uri(_app.Urls.Single());
    }

    public async Task DisposeAsync() => await _app.DisposeAsync();

    private sealed class Tokens : ITokenSignIn
    {
        public Task<Result<TokenHolder>> SignInAsync(string token, string purpose, CancellationToken cancel) => Task.FromResult<Result<TokenHolder>>(token switch
        {
            "bank" => Holder("wang.lan", "/hq/", ""),
            "prague" => Holder("head.prague", "/hq/prague/", ""),
            "m0101" => Holder("m0101", "/hq/prague/d01/", "m0101"),
            "nobody" => Holder("admin", "/hq/", "") with { Permissions = new HashSet<Permission> { Permission.Administer } },
            "old" => new Problem(ProblemKind.Forbidden, "token_expired", "This token expired on 1994-01-01."),
            _ => new Problem(ProblemKind.Forbidden, "token_unknown", "This token is not known here."),
        });

        private static TokenHolder Holder(string staff, string org, string manager) =>
            new(new Viewer(staff, OrgPath.Of(org), manager, false, "test"), new HashSet<Permission> { Permission.ViewCustomers });
    }
}
