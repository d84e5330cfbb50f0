namespace Zhike.Contracts.Channels;

/// <summary>Which message templates are in force.</summary>
public interface ITemplates
{
    /// <summary>The template's channel (sms, email, push, in_app, work_order), or null when there is no live one of that key.</summary>
    Task<string?> ChannelOfAsync(string templateKey, CancellationToken cancel);
}
