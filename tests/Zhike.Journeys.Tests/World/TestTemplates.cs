using Zhike.Contracts.Channels;
using Zhike.Kernel;

namespace Zhike.Journeys.Tests.World;

/// <summary>Every template whose name begins with its channel: "sms-hello".</summary>
internal sealed class TestTemplates : ITemplates
{
    public Task<string?> ChannelOfAsync(string templateKey, CancellationToken cancel) => Task.FromResult(templateKey.Split('-') switch
    {
        ["sms", ..] => "sms",
        ["email", ..] => "email",
        ["inapp", ..] => "in_app",
        ["call", ..] => "work_order",
        _ => null,
    });

    public Task<IReadOnlyDictionary<ulong, RenderedTemplate>> RenderAsync(
        Viewer viewer, string templateKey, IReadOnlyCollection<ulong> customerIds, CancellationToken cancel) =>
        throw new InvalidOperationException("Journeys render nothing.");
}
