using System.Text.Json;
using Zhike.Intake.Plan;

namespace Zhike.Intake.Quality.Watching;

/// <summary>A few different values of every property, as they stand in the store and with numbers of persons covered once more.</summary>
internal sealed class PropertySamples
{
    public const int ValuesMax = 5;

    /// <summary>Properties remembered; beyond them nothing is sampled until the process starts again.</summary>
    private const int PropertiesMax = 50_000;

    private const int TextMax = 60;
    private readonly Dictionary<(string Source, string Name, string Property), List<string>> _known = [];

    public void Remember(string source, string name, string property, IEnumerable<string> samples) => _known[(source, name, property)] = [.. samples];

    /// <summary>Properties that got a new value.</summary>
    public IEnumerable<(string Source, string Name, string Property)> Take(string source, string name, string json)
    {
        var grown = new HashSet<(string, string, string)>();
        using var document = JsonDocument.Parse(json);
        foreach (var (property, value) in Leaves(document.RootElement, ""))
        {
            var key = (source, name, property);
            if (!_known.TryGetValue(key, out var samples))
            {
                if (_known.Count >= PropertiesMax)
                {
                    continue;
                }

                _known[key] = samples = [];
            }

            var text = Short(value);
            if (samples.Count < ValuesMax && !samples.Contains(text))
            {
                samples.Add(text);
                grown.Add(key);
            }
        }

        return grown;
    }

    public IReadOnlyList<string> Of((string Source, string Name, string Property) key) => _known[key];

    private static IEnumerable<(string Property, JsonElement Value)> Leaves(JsonElement element, string path)
    {
        foreach (var member in element.EnumerateObject())
        {
            var property = path.Length == 0 ? member.Name : $"{path}.{member.Name}";
            if (member.Value.ValueKind == JsonValueKind.Object)
            {
                foreach (var leaf in Leaves(member.Value, property))
                {
                    yield return leaf;
                }
            }
            else if (member.Value.ValueKind != JsonValueKind.Null)
            {
                yield return (property, member.Value);
            }
        }
    }

    private static string Short(JsonElement value)
    {
        var text = PersonalMask.Cover(value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText());
        return text.Length > TextMax ? text[..TextMax] + "…" : text;
    }
}
