using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Zhike.Contracts.Customers;
using Zhike.Customers.Consent;
using Zhike.Customers.Identity;
using Zhike.Customers.Identity.Reading;
using Zhike.Customers.PersonalData;
using Zhike.Customers.Profiles;
using Zhike.Customers.Rights;
using Zhike.Customers.Segments.Exports;
using Zhike.Customers.Suppression;
using Zhike.Customers.Tags;
using Zhike.Customers.Tiering;

namespace Zhike.Customers;

/// <summary>Who somebody is: profile, personal data, consent and suppression, tags, segments.</summary>
public static class CustomersModule
{
    public static IServiceCollection AddCustomers(this IServiceCollection services)
    {
        services.AddPersonalData();
        services.AddProfiles();
        services.AddContactGate();
        services.AddSingleton<ConsentBook>();
        services.AddSingleton<ConsentDesk>();
        services.AddSuppression();
        services.AddRights();
        services.AddIdentity();
        services.AddTags();
        services.AddExports();
        services.AddTierings();
        return services;
    }

    /// <summary>The gate alone: for a program without the rest of this room.</summary>
    public static IServiceCollection AddContactGate(this IServiceCollection services) => services.AddSingleton<IContactGate, ContactGate>();

    public static void MapCustomers(this IEndpointRouteBuilder routes)
    {
        routes.MapProfiles();
        routes.MapConsents();
        routes.MapSuppressions();
        routes.MapRights();
        routes.MapIdentity();
        routes.MapTags();
        routes.MapExports();
        routes.MapTierings();
    }
}
