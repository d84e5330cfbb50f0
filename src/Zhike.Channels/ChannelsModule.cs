using System.Net;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Zhike.Channels.Adapters;
using Zhike.Channels.Adapters.Http;
using Zhike.Channels.Adapters.Local;
using Zhike.Channels.Adapters.Smtp;
using Zhike.Channels.InApp;
using Zhike.Channels.Outbox;
using Zhike.Channels.Queue;
using Zhike.Channels.Receipts;
using Zhike.Channels.Templates;
using Zhike.Contracts.Bank;
using Zhike.Contracts.Channels;
using Zhike.Contracts.Customers;
using Zhike.Kernel;
using Zhike.Storage.Definitions;
using Zhike.Storage.Records;
using Zhike.Storage.Relay;

namespace Zhike.Channels;

/// <summary>Delivers and reports back; the only room that talks to the outside.</summary>
public static class ChannelsModule
{
    public static IServiceCollection AddChannels(this IServiceCollection services)
    {
        services.AddOptions<ChannelsOptions>().BindConfiguration("Channels").ValidateOnStart();
        services.AddSingleton<IValidateOptions<ChannelsOptions>, ChannelsOptionsCheck>();
        services.AddDataProtection();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IRecordsModel, RelayModel>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IRecordsModel, ChannelsModel>());
        services.TryAddSingleton<FactsRelay>();
        services.TryAddSingleton<Happenings>();

        // Templates: what messages say.
        services.AddSingleton<IDefinitionKind, TemplateKind>();
        services.AddSingleton<ICatalogueFolder, TemplateCatalogue>();
        services.AddSingleton<Recipients>();
        services.AddSingleton<LiveTemplates>();
        services.AddSingleton<TemplatePreviews>();
        services.AddSingleton<ITemplates>(provider => provider.GetRequiredService<LiveTemplates>());

        // The queue: what waits, what left.
        services.AddSingleton<ContentSeal>();
        services.AddSingleton<OutcomeRows>();
        services.AddSingleton<QueueContacts>();
        services.AddSingleton<ClaimMessages>();
        services.AddSingleton<MomentOfContact>();
        services.AddSingleton<DeliverMessages>();
        services.AddSingleton<IDelivery, Delivery>();

        // The ways out, and what comes back.
        services.AddSingleton(Adapters);
        services.AddSingleton(provider => new ReceiptIntake(
            provider.GetRequiredService<IOptions<ChannelsOptions>>(), provider.GetRequiredService<IRecords>(), provider.GetRequiredService<TimeProvider>(), TimeProvider.System));
        services.AddSingleton<ApplyReceipts>();
        services.AddSingleton<InAppBoard>();
        services.AddSingleton<InAppFollowUp>();

        // The outbox page.
        services.AddSingleton<OutboxQueries>();
        services.AddSingleton<SettleDoubt>();
        services.AddSingleton<IErasureStep, EraseMessages>();
        services.AddSingleton<IHomeFigures, OutboxFigures>();
        return services;
    }

    public static void MapChannels(this IEndpointRouteBuilder routes)
    {
        routes.MapTemplates();
        routes.MapOutbox();
        routes.MapDecide();
        routes.MapReceipts();
    }

    /// <summary>Signatures and mail dates speak to other machines: they carry the wall's time, even where the bank lives in another year.</summary>
    private static ChannelAdapters Adapters(IServiceProvider provider)
    {
        var options = provider.GetRequiredService<IOptions<ChannelsOptions>>().Value;
        return new ChannelAdapters(
            new Dictionary<string, IChannelAdapter>
            {
                ["in_app"] = new InAppAdapter(),
                ["sms"] = Of(options.Sms),
                ["push"] = Of(options.Push),
                ["email"] = Of(options.Email),
            },
            options.Retry);

        IChannelAdapter Of(ChannelOptions channel) => channel.Adapter switch
        {
            "http" => new HttpGatewayAdapter(channel.Http, GatewayClient(), TimeProvider.System, provider.GetRequiredService<IIds>()),
            "smtp" => new SmtpAdapter(channel.Smtp, TimeProvider.System),
            _ => new LocalOutbox(),
        };
    }

    /// <summary>One client a gateway for the life of the program; it never follows a redirection with a customer's text in hand.</summary>
    private static HttpClient GatewayClient() => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.All,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        UseCookies = false,
    })
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };
}
