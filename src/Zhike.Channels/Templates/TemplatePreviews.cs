using System.Text.Json;
using Zhike.Contracts.Customers;
using Zhike.Kernel;

namespace Zhike.Channels.Templates;

/// <summary>What a template that is being written would say to one customer.</summary>
/// <param name="Language">"zh" or "en"; null: the customer's own.</param>
public sealed record TemplatePreviewRequest(string Key, JsonElement Document, ulong CustomerId, string? Language);

/// <summary>Everything personal is masked.</summary>
/// <param name="Errors">What saving it would refuse; while there are any, nothing is rendered.</param>
/// <param name="Missing">The name that this customer has no value for: they would get no message. Null when nothing is missing.</param>
/// <param name="Units">How many characters an operator counts in a short message; 0 for other channels.</param>
/// <param name="Segments">In how many parts it is billed; 0 for other channels.</param>
/// <param name="SegmentsMax">More are refused.</param>
public sealed record TemplatePreview(
    string Channel, string CustomerName, string CustomerNo, string Language, IReadOnlyList<FieldError> Errors, IReadOnlyDictionary<string, string> Fields,
    string? Missing, int Units, int Segments, int SegmentsMax);

/// <summary>What texts may consist of: a form is made from it.</summary>
/// <param name="Names">Such as "customer.name" and "tags.balance".</param>
/// <param name="Formats">Words before a name: {{money tags.balance}}.</param>
public sealed record TemplateVocabulary(IReadOnlyList<TemplateChannel> Channels, IReadOnlyList<TemplateName> Names, IReadOnlyList<string> Formats);

public sealed record TemplateChannel(string Channel, IReadOnlyList<TemplateField> Fields);

/// <param name="CharactersMax">Of the text without its {{…}}.</param>
public sealed record TemplateField(string Name, bool Required, int CharactersMax);

/// <param name="LabelZh">Of a tag; empty for the fixed names.</param>
/// <param name="Type">Of a tag: money, count …; else empty.</param>
public sealed record TemplateName(string Name, string LabelZh, string LabelEn, string Type);

/// <summary>Renders drafts for the people who write them.</summary>
internal sealed class TemplatePreviews(Recipients recipients, ITags tags)
{
    public async Task<Result<TemplatePreview>> RenderAsync(Viewer viewer, TemplatePreviewRequest asked, CancellationToken cancel)
    {
        if (asked.Language is not (null or "" or "zh" or "en"))
        {
            return Problem.Invalid("language", $"must be zh, en or left out, but is \"{asked.Language}\"");
        }

        var language = string.IsNullOrEmpty(asked.Language) ? null : asked.Language;
        if (await recipients.OneAsync(viewer, asked.CustomerId, language, cancel).ConfigureAwait(false) is not var (recipient, person, model))
        {
            return Problem.NotFound("customer", asked.CustomerId.ToString(System.Globalization.CultureInfo.InvariantCulture));
        }

        var parsed = TemplateDocument.Parse(asked.Document);
        var errors = parsed.Ok
            ? TemplateChecks.Check(asked.Key, parsed.Value, await TemplateKind.NamesAsync(tags, cancel).ConfigureAwait(false))
            : parsed.Problem.Errors;
        var preview = new TemplatePreview(
            parsed.Ok ? parsed.Value.Channel : "", person?.Name ?? "", recipient.CustomerNo, model.Language, errors,
            new Dictionary<string, string>(), null, 0, 0, SmsLength.SegmentsMax);
        return errors.Count > 0 ? preview : Render(preview, new CompiledTemplate(parsed.Value, 0), model);
    }

    public async Task<TemplateVocabulary> VocabularyAsync(CancellationToken cancel)
    {
        var all = await tags.AllAsync(cancel).ConfigureAwait(false);
        return new TemplateVocabulary(
            [.. ChannelFields.Of.OrderBy(c => c.Key, StringComparer.Ordinal).Select(c => new TemplateChannel(c.Key, [.. c.Value.Select(f => new TemplateField(f.Name, f.Required, f.CharactersMax))]))],
            [
                .. RenderModel.FixedNames.Select(name => new TemplateName(name, "", "", "")),
                .. all.OrderBy(t => t.Key, StringComparer.Ordinal).Select(t => new TemplateName($"tags.{t.Key}", t.NameZh, t.NameEn, t.Type)),
            ],
            TemplateExpressions.Helpers);
    }

    private static TemplatePreview Render(TemplatePreview preview, CompiledTemplate template, RenderModel model)
    {
        try
        {
            var fields = template.Render(model);
            var length = preview.Channel == "sms" ? SmsLength.Of(fields["text"]) : new SmsLength(0, 0);
            return preview with { Fields = fields, Units = length.Units, Segments = length.Segments };
        }
        catch (MissingValueException missing)
        {
            return preview with { Missing = missing.Name };
        }
    }
}
