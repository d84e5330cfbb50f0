using System.Globalization;
using System.Text;
using System.Text.Json;
using Zhike.Kernel;

namespace Zhike.Intake.Events.Reading;

/// <summary>Reads the members of calls from a JSON reader. What is not as it should be is remembered with its field, and reading goes on.</summary>
internal sealed class EventFields
{
    /// <summary>Objects within objects that an event's properties, traits or context may hold.</summary>
    public const int DepthMax = 32;

    private const int ErrorsMax = 20;
    private readonly List<FieldError> _errors = [];

    /// <summary>However deep a body nests, it is one event's fault: the limit is checked there, so that its neighbours are kept.</summary>
    public static JsonReaderOptions AnyDepth { get; } = new() { MaxDepth = EventReader.BatchBytesMax };

    public bool Any => _errors.Count > 0;

    /// <summary>The errors since the last call, which are forgotten with it.</summary>
    public FieldError[] Take()
    {
        var taken = _errors.ToArray();
        _errors.Clear();
        return taken;
    }

    public void Add(string field, string message)
    {
        if (_errors.Count < ErrorsMax)
        {
            _errors.Add(new FieldError(field, message));
        }
    }

    public void Add(IEnumerable<FieldError> errors)
    {
        foreach (var error in errors)
        {
            Add(error.Field, error.Message);
        }
    }

    public string Text(scoped ref Utf8JsonReader reader, string name, int max)
    {
        reader.Read();
        switch (reader.TokenType)
        {
            case JsonTokenType.Null:
                return "";
            case JsonTokenType.Number:
                return reader.ValueSpan.Length <= max ? Encoding.ASCII.GetString(reader.ValueSpan) : TooLong(name, max);
            case JsonTokenType.String:
                return reader.GetString() is var text && text!.Length <= max ? text : TooLong(name, max);
            default:
                Add(name, "must be a text");
                reader.Skip();
                return "";
        }
    }

    public DateTimeOffset? Instant(scoped ref Utf8JsonReader reader, string name)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.Null)
        {
            return null;
        }

        if (reader.TokenType == JsonTokenType.String && (reader.TryGetDateTimeOffset(out var instant)
            || DateTimeOffset.TryParse(reader.GetString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out instant)))
        {
            return instant;
        }

        Add(name, "must be an instant such as 2026-01-31T09:30:00.000Z");
        reader.Skip();
        return null;
    }

    public ReadOnlySpan<byte> Object(scoped ref Utf8JsonReader reader, ReadOnlySpan<byte> json, string name)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.Null)
        {
            return JsonPieces.Empty;
        }

        if (reader.TokenType != JsonTokenType.StartObject)
        {
            Add(name, "must be an object");
            reader.Skip();
            return JsonPieces.Empty;
        }

        var (start, outside) = (checked((int)reader.TokenStartIndex), reader.CurrentDepth);
        var deepest = 0;
        while (reader.Read() && reader.CurrentDepth > outside)
        {
            deepest = Math.Max(deepest, reader.CurrentDepth - outside);
        }

        if (deepest > DepthMax)
        {
            Add(name, $"must nest at most {DepthMax} deep, but nests {deepest}");
            return JsonPieces.Empty;
        }

        return json[start..checked((int)reader.BytesConsumed)];
    }

    private string TooLong(string name, int max)
    {
        Add(name, $"must have at most {max} characters");
        return "";
    }
}
