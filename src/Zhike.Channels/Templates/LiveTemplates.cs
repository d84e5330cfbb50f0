using System.Collections.Concurrent;
using System.Text.Json;
using Zhike.Contracts.Channels;
using Zhike.Contracts.Customers;
using Zhike.Kernel;
using Zhike.Storage.Definitions;

namespace Zhike.Channels.Templates;

/// <summary>The templates in force, each compiled once a version.</summary>
internal sealed class LiveTemplates(IDefinitions definitions, Recipients recipients) : ITemplates
{
    private readonly ConcurrentDictionary<(string Key, int Version), CompiledTemplate> _compiled = new();

    public async Task<CompiledTemplate?> FindAsync(string key, CancellationToken cancel)
    {
        var live = await definitions.FindLiveAsync(TemplateKind.Name, key, cancel).ConfigureAwait(false);
        return live is null ? null : _compiled.GetOrAdd((key, live.Version), _ => Compile(live));
    }

    public async Task<string?> ChannelOfAsync(string templateKey, CancellationToken cancel) =>
        (await FindAsync(templateKey, cancel).ConfigureAwait(false))?.Document.Channel;

    public async Task<ContactClass> ClassOfAsync(string templateKey, CancellationToken cancel) =>
        (await FindAsync(templateKey, cancel).ConfigureAwait(false))?.Document.About ?? ContactClass.Marketing;

    public async Task<IReadOnlyDictionary<ulong, RenderedTemplate>> RenderAsync(
        Viewer viewer, string templateKey, IReadOnlyCollection<ulong> customerIds, CancellationToken cancel)
    {
        if (await FindAsync(templateKey, cancel).ConfigureAwait(false) is not { } template)
        {
            return new Dictionary<ulong, RenderedTemplate>();
        }

        var models = await recipients.AsSeenByAsync(viewer, customerIds, cancel).ConfigureAwait(false);
        var rendered = new Dictionary<ulong, RenderedTemplate>();
        foreach (var (id, (_, _, model)) in models)
        {
            try
            {
                rendered[id] = new RenderedTemplate(templateKey, template.Version, template.Document.Channel, template.Render(model), template.Document.DueDays);
            }
            catch (MissingValueException)
            {
                // Left out: whoever asked shows the order without its script rather than with a hole in it.
            }
        }

        return rendered;
    }

    private static CompiledTemplate Compile(Definition live)
    {
        using var json = JsonDocument.Parse(live.Document);
        return new CompiledTemplate(TemplateDocument.Parse(json.RootElement).OrThrow(), live.Version);
    }
}
