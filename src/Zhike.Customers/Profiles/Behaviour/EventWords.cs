using System.Text.Json;
using Zhike.Contracts.Customers;
using Zhike.Customers.Documents;
using Zhike.Kernel;
using Zhike.Storage.Definitions;

namespace Zhike.Customers.Profiles.Behaviour;

/// <summary>What people call events and their properties: the tracking plans in force say it, the system's own words help out.</summary>
internal sealed class EventWords(IDefinitions definitions)
{
    private const string Plans = "tracking_plan";

    private volatile Vocabulary _last = new("", [], []);

    public async Task<Vocabulary> ReadAsync(CancellationToken cancel)
    {
        var live = await definitions.LiveAsync(Plans, cancel).ConfigureAwait(false);
        var fingerprint = string.Join('|', live.OrderBy(d => d.Key, StringComparer.Ordinal).Select(d => $"{d.Key} {d.Version}"));
        var last = _last;
        return last.Fingerprint == fingerprint ? last : _last = Read(fingerprint, live);
    }

    private static Vocabulary Read(string fingerprint, IReadOnlyList<Definition> plans)
    {
        var words = new Vocabulary(fingerprint, [], []);
        foreach (var plan in plans.OrderBy(d => d.Key, StringComparer.Ordinal))
        {
            using var document = JsonDocument.Parse(plan.Document);
            foreach (var (element, path) in new FieldReader(document.RootElement, "", []).List("events"))
            {
                var fields = new FieldReader(element, path, []);
                Name(words.Events, fields, "event");
                foreach (var (property, propertyPath) in fields.List("properties"))
                {
                    Name(words.Properties, new FieldReader(property, propertyPath, []), "property");
                }
            }
        }

        return words;
    }

    /// <summary>The first plan that names it counts.</summary>
    private static void Name(Dictionary<string, NamedValue> words, FieldReader fields, string member)
    {
        if (fields.Text(member) is { } name && LocalText.Read(fields, "name", required: false, new List<FieldError>()) is { Zh.Length: > 0 } text)
        {
            words.TryAdd(name, new NamedValue(name, text.Zh, text.En));
        }
    }

    internal sealed record Vocabulary(string Fingerprint, Dictionary<string, NamedValue> Events, Dictionary<string, NamedValue> Properties)
    {
        public NamedValue Event(string name) => Events.GetValueOrDefault(name) ?? FactWords.Event(name);
    }
}
