using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Zhike.Customers.Consent;
using Zhike.Customers.Identity;
using Zhike.Customers.Identity.Reading;
using Zhike.Customers.PersonalData;
using Zhike.Customers.Profiles;
using Zhike.Customers.Tags;
using Zhike.Customers.Tiering;

namespace Zhike.Customers;

/// <summary>Who somebody is: profile, personal data, consent, tags, segments.</summary>
public static class CustomersModule
{
    public static IServiceCollection AddCustomers(this IServiceCollection services)
    {
        services.AddPersonalData();
        services.AddProfiles();
        services.AddSingleton<ConsentBook>();
        services.AddIdentity();
        services.AddTags();
        services.AddTierings();
        return services;
    }

    public static void MapCustomers(this IEndpointRouteBuilder routes)
    {
        routes.MapProfiles();
        routes.MapConsents();
        routes.MapIdentity();
        routes.MapTags();
        routes.MapTierings();
    }
}
