using Zhike.Contracts.Channels;

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
}
