using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging.Console;
using Zhike.Host.Auditing;
using Zhike.Host.Definitions;
using Zhike.Host.Home;
using Zhike.Host.Http;
using Zhike.Host.Jobs;
using Zhike.Host.Live;
using Zhike.Host.Options;
using Zhike.Host.Setup;
using Zhike.Host.SignIn;
using Zhike.Storage;

namespace Zhike.Host;

/// <summary>The HTTP surface: what it is made of and in which order a request passes through it.</summary>
public static class ZhikeServer
{
    /// <param name="live">False answers requests only: no set-up, nothing goes on by itself.</param>
    public static WebApplication Build(ZhikeOptions options, IConfiguration configuration, TimeProvider wall, bool live = true)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Configuration.AddConfiguration(configuration);
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        builder.WebHost.UseUrls($"http://{options.Address}:{options.Port}");
        builder.Logging.AddConfiguration(configuration.GetSection("Logging")).AddSimpleConsole(ToOneLine);
        builder.Services.AddRouting();
        builder.Services.AddZhike(options, wall);
        builder.Services.AddHome();
        builder.Services.AddZhikeOpenApi();
        builder.Services.Configure<RouteHandlerOptions>(o => o.ThrowOnBadRequest = true);
        builder.Services.ConfigureHttpJsonOptions(o => o.SerializerOptions.Converters.Add(new JsonStringEnumConverter()));
        builder.Services.Configure<HostOptions>(o => o.ShutdownTimeout = TimeSpan.FromSeconds(20));
        if (live)
        {
            builder.Services.AddHostedService<ServerSetup>();
            builder.Services.AddHostedService(provider => provider.GetRequiredService<JobRunner>());
            builder.Services.AddLive();
        }
        else
        {
            builder.Services.AddSingleton(OpenAtOnce());
        }

        var app = builder.Build();
        Pipeline(app);
        Map(app, options);
        return app;
    }

    private static void Pipeline(WebApplication app)
    {
        app.UseSecurityHeaders();
        app.UseProblems(app.Services.GetRequiredService<ILoggerFactory>().CreateLogger("Zhike.Host.Http"));
        app.UseWaitForStores(app.Services.GetRequiredService<SetupProgress>());
        app.UseDiskReserve(app.Services.GetRequiredService<DiskReserve>());
        app.UseRouting();
        app.UseAuthentication();
        app.UseAntiforgeryHeader();
        app.UseAuthorization();
    }

    private static void Map(WebApplication app, ZhikeOptions options)
    {
        app.MapSetup();
        app.MapSignIn();
        app.MapDefinitions();
        app.MapJobs();
        app.MapAudit();
        app.MapHome();
        app.MapRooms();
        app.MapOpenApi("/openapi/{documentName}.json").AllowAnonymous();
        app.MapPages(options);
        app.MapConsole(options);
    }

    private static SetupProgress OpenAtOnce()
    {
        var progress = new SetupProgress();
        progress.OpenStores();
        progress.Finish();
        return progress;
    }

    private static void ToOneLine(SimpleConsoleFormatterOptions options)
    {
        options.SingleLine = true;
        options.TimestampFormat = "yyyy-MM-dd HH:mm:ss ";
        options.UseUtcTimestamp = true;
    }
}
