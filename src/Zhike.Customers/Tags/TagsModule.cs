using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Zhike.Contracts.Access;
using Zhike.Contracts.Bank;
using Zhike.Contracts.Customers;
using Zhike.Contracts.Jobs;
using Zhike.Customers.Conditions;
using Zhike.Customers.Segments;
using Zhike.Customers.Segments.Answers;
using Zhike.Customers.Segments.Lists;
using Zhike.Customers.Segments.Realtime;
using Zhike.Customers.Tags.Definitions;
using Zhike.Customers.Tags.Expert;
using Zhike.Customers.Tags.Giving;
using Zhike.Customers.Tags.Reading;
using Zhike.Customers.Tags.Realtime;
using Zhike.Customers.Tags.Running;
using Zhike.Storage.Definitions;

namespace Zhike.Customers.Tags;

/// <summary>Tags, conditions over them, and segments.</summary>
internal static class TagsModule
{
    public static IServiceCollection AddTags(this IServiceCollection services)
    {
        services.AddSingleton(s => s.GetService<IConfiguration>()?.GetSection("Tags").Get<TagOptions>() ?? new TagOptions());
        services.AddSingleton<LiveTags>();
        services.AddSingleton<TagColumns>();
        services.AddSingleton<CustomerRanges>();
        services.AddSingleton<SqlGate>();
        services.AddSingleton<JoinedValues>();
        services.AddSingleton<TagRun>();
        services.AddSingleton<RealtimeEpochs>();
        services.AddSingleton<ChangesGate>();
        services.AddSingleton<CurrentValues>();
        services.AddSingleton<ITagTurns, RealtimeTagRun>();
        services.AddSingleton<TagUploads>();
        services.AddSingleton<Supplements>();
        services.AddSingleton<IReplayTags, ReplayTags>();
        services.AddSingleton<ITags, TagReader>();
        services.AddSingleton<IJob, RunDayJob>();
        services.AddSingleton<TagFigures>();
        services.AddSingleton<TagUses>();
        services.AddSingleton<TagWarnings>();
        services.AddSingleton<TagHistory>();
        services.AddSingleton<TagMoments>();
        services.AddSingleton<IHomeFigures, TagHomeFigures>();
        services.AddSingleton<TagDefinitionKind>();
        services.AddSingleton<IDefinitionKind>(s => s.GetRequiredService<TagDefinitionKind>());
        services.AddSingleton<ICatalogueFolder>(s => s.GetRequiredService<TagDefinitionKind>());

        services.AddSingleton<LiveCatalogue>();
        services.AddSingleton<ConditionTime>();
        services.AddSingleton<ConditionCompiler>();
        services.AddSingleton<IConditions>(s => s.GetRequiredService<ConditionCompiler>());

        services.AddSingleton<VocabularyQuery>();

        services.AddSingleton<SegmentStore>();
        services.AddSingleton<SegmentAnswers>();
        services.AddSingleton<Portraits>();
        services.AddSingleton<Belongings>();
        services.AddSingleton<CustomerLists>();
        services.AddSingleton<ListUploads>();
        services.AddSingleton<RealtimeSegments>();
        services.AddSingleton<SegmentDoor>();
        services.AddSingleton<ISegments>(s => s.GetRequiredService<SegmentDoor>());
        services.AddSingleton<ISegmentTurns>(s => s.GetRequiredService<SegmentDoor>());
        services.AddSingleton<SegmentDefinitionKind>();
        services.AddSingleton<IDefinitionKind>(s => s.GetRequiredService<SegmentDefinitionKind>());
        services.AddSingleton<ICatalogueFolder>(s => s.GetRequiredService<SegmentDefinitionKind>());
        return services;
    }

    public static void MapTags(this IEndpointRouteBuilder routes)
    {
        routes.MapTagEndpoints();
        routes.MapGivenValues();
        routes.MapSegments();
        routes.MapSegmentAnswers();
        routes.MapLists();
        routes.MapGet("/api/v1/conditions/vocabulary", async (VocabularyQuery vocabulary, ICurrentViewer who, CancellationToken cancel) =>
                TypedResults.Ok(await vocabulary.ReadAsync(who.Viewer("vocabulary"), cancel)))
            .Require(Permission.ViewCustomers).WithTags("conditions").Produces<Vocabulary>();
    }
}
