using Zhike.Contracts.Customers;
using Zhike.Kernel;

namespace Zhike.Contracts.Channels;

/// <summary>Which message templates are in force, and what they say to somebody.</summary>
public interface ITemplates
{
    /// <summary>The template's channel (sms, email, push, in_app, work_order), or null when there is no live one of that key.</summary>
    Task<string?> ChannelOfAsync(string templateKey, CancellationToken cancel);

    /// <summary>What the live version is about, for consent and suppression; marketing of any line when there is none.</summary>
    Task<ContactClass> ClassOfAsync(string templateKey, CancellationToken cancel) => Task.FromResult(ContactClass.Marketing);

    /// <summary>The live version's texts for each customer of the viewer's scope, masked unless the viewer may see personal data.
    /// A customer who lacks a value that the texts need is left out, as is everybody when no such template is live.</summary>
    Task<IReadOnlyDictionary<ulong, RenderedTemplate>> RenderAsync(
        Viewer viewer, string templateKey, IReadOnlyCollection<ulong> customerIds, CancellationToken cancel);
}

/// <param name="Fields">By field name: "text", "subject", "body", "selling_point", "script" …</param>
/// <param name="DueDays">Of a work order, where the journey does not say.</param>
public sealed record RenderedTemplate(string Key, int Version, string Channel, IReadOnlyDictionary<string, string> Fields, int DueDays);
