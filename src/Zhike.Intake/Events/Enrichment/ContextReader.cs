using System.Buffers;
using System.Collections.Frozen;
using System.Net;
using System.Text.Json;
using Zhike.Intake.Events.Reading;

namespace Zhike.Intake.Events.Enrichment;

/// <summary>Takes from an event's context what has a column of its own, leaves out who somebody is (traits, address), and adds what the
/// user agent and the address tell: browser, os, device, location. What the sender says itself is never overwritten.</summary>
internal sealed class ContextReader(AddressTable addresses)
{
    private const int CampaignMax = 12;
    private static readonly FrozenSet<string> Personal = new[] { "traits", "ip" }.ToFrozenSet(StringComparer.Ordinal);
    private static readonly FrozenSet<string> Nothing = FrozenSet<string>.Empty;

    /// <param name="context">A JSON object that has been read before.</param>
    /// <param name="remote">Whom the call came from.</param>
    public ContextFacts Read(ReadOnlySpan<byte> context, IPAddress? remote)
    {
        var read = new Members();
        var reader = new Utf8JsonReader(context);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            Member(ref reader, context, ref read);
        }

        var agent = UserAgent.Of(read.UserAgent);
        var guessed = ClientChannel.Guess(read.Library, agent);
        var place = addresses.IsEmpty ? null : PlaceOf(read.Address, remote, read.Channel.Length > 0 ? read.Channel : guessed);
        return new ContextFacts
        {
            DeviceId = Short(read.DeviceId),
            SessionId = Short(read.SessionId),
            Channel = read.Channel,
            Guessed = guessed,
            Campaign = read.Campaign,
            Rewritten = Rewritten(context, read, agent, place),
        };
    }

    private static void Member(scoped ref Utf8JsonReader reader, ReadOnlySpan<byte> context, ref Members read)
    {
        if (reader.ValueTextEquals("device"u8)) { read.Device = Object(ref reader, context); read.DeviceId = TextIn(read.Device, "id"u8); }
        else if (reader.ValueTextEquals("library"u8)) { read.Library = TextIn(Object(ref reader, context), "name"u8); }
        else if (reader.ValueTextEquals("userAgent"u8)) { read.UserAgent = Text(ref reader); }
        else if (reader.ValueTextEquals("sessionId"u8)) { read.SessionId = Text(ref reader); }
        else if (reader.ValueTextEquals("channel"u8)) { read.Channel = Text(ref reader); }
        else if (reader.ValueTextEquals("ip"u8)) { read.IsPersonal = true; read.Address = Text(ref reader); }
        else if (reader.ValueTextEquals("traits"u8)) { read.IsPersonal = true; Skip(ref reader); }
        else if (reader.ValueTextEquals("os"u8)) { read.SaysOs = true; Skip(ref reader); }
        else if (reader.ValueTextEquals("browser"u8)) { read.SaysBrowser = true; Skip(ref reader); }
        else if (reader.ValueTextEquals("location"u8)) { read.SaysLocation = true; Skip(ref reader); }
        else if (reader.ValueTextEquals("campaign"u8)) { read.Campaign = [.. read.Campaign, .. TextsIn(Object(ref reader, context))]; }
        else if (reader.ValueTextEquals("channel_code"u8)) { read.Campaign = [.. read.Campaign, new("channel_code", Short(Text(ref reader)))]; }
        else { Skip(ref reader); }
    }

    /// <summary>The address of who called is the person's own only where the person's device called.</summary>
    private Place? PlaceOf(string said, IPAddress? remote, string channel) =>
        IPAddress.TryParse(said, out var address) ? addresses.Find(address) : remote is not null && ClientChannel.IsPersons(channel) ? addresses.Find(remote) : null;

    private static byte[]? Rewritten(ReadOnlySpan<byte> context, scoped in Members read, UserAgent agent, Place? place)
    {
        var (os, browser) = (agent.Os.Length > 0 && !read.SaysOs, agent.Browser.Length > 0 && !read.SaysBrowser);
        var device = agent.Device.Length > 0 && TextIn(read.Device, "type"u8).Length == 0;
        var location = place is not null && !read.SaysLocation;
        if (!read.IsPersonal && !os && !browser && !device && !location)
        {
            return null;
        }

        var output = new ArrayBufferWriter<byte>(context.Length + 256);
        using (var writer = new Utf8JsonWriter(output))
        {
            writer.WriteStartObject();
            if (os) { Named(writer, "os", agent.Os, agent.OsVersion); }
            if (browser) { Named(writer, "browser", agent.Browser, agent.BrowserVersion); }
            if (device)
            {
                writer.WriteStartObject("device");
                writer.WriteString("type", agent.Device);
                if (agent.Model.Length > 0 && TextIn(read.Device, "model"u8).Length == 0)
                {
                    writer.WriteString("model", agent.Model);
                }

                JsonPieces.Copy(read.Device.Length == 0 ? JsonPieces.Empty : read.Device, writer, Nothing);
                writer.WriteEndObject();
            }

            if (location)
            {
                writer.WriteStartObject("location");
                writer.WriteString("province", place!.Province);
                writer.WriteString("city", place.City);
                writer.WriteEndObject();
            }

            JsonPieces.Copy(context, writer, device ? PersonalAndDevice : Personal);
            writer.WriteEndObject();
        }

        return output.WrittenSpan.ToArray();
    }

    private static readonly FrozenSet<string> PersonalAndDevice = Personal.Append("device").ToFrozenSet(StringComparer.Ordinal);

    private static void Named(Utf8JsonWriter writer, string member, string name, string version)
    {
        writer.WriteStartObject(member);
        writer.WriteString("name", name);
        if (version.Length > 0)
        {
            writer.WriteString("version", version);
        }

        writer.WriteEndObject();
    }

    private static string Short(string text) => text.Length <= EventReader.IdMax ? text : text[..EventReader.IdMax];

    private static string Text(ref Utf8JsonReader reader)
    {
        reader.Read();
        var text = reader.TokenType == JsonTokenType.String ? reader.GetString()! : "";
        reader.Skip();
        return text;
    }

    private static void Skip(ref Utf8JsonReader reader)
    {
        reader.Read();
        reader.Skip();
    }

    /// <summary>Empty when it is none.</summary>
    private static ReadOnlySpan<byte> Object(scoped ref Utf8JsonReader reader, ReadOnlySpan<byte> json)
    {
        reader.Read();
        var start = checked((int)reader.TokenStartIndex);
        var isObject = reader.TokenType == JsonTokenType.StartObject;
        reader.Skip();
        return isObject ? json[start..checked((int)reader.BytesConsumed)] : default;
    }

    private static string TextIn(ReadOnlySpan<byte> json, ReadOnlySpan<byte> name) => json.Length == 0 ? "" : JsonPieces.Text(json, name);

    private static List<KeyValuePair<string, string>> TextsIn(ReadOnlySpan<byte> json)
    {
        var texts = new List<KeyValuePair<string, string>>();
        if (json.Length == 0)
        {
            return texts;
        }

        var reader = new Utf8JsonReader(json);
        reader.Read();
        while (texts.Count < CampaignMax && reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = Short(reader.GetString()!);
            if (Text(ref reader) is { Length: > 0 } text)
            {
                texts.Add(new(name, Short(text)));
            }
        }

        return texts;
    }

    private ref struct Members
    {
        public Members()
        {
        }

        public ReadOnlySpan<byte> Device;
        public string DeviceId = "";
        public string Library = "";
        public string UserAgent = "";
        public string SessionId = "";
        public string Channel = "";
        public string Address = "";
        public IReadOnlyList<KeyValuePair<string, string>> Campaign = [];
        public bool IsPersonal;
        public bool SaysOs;
        public bool SaysBrowser;
        public bool SaysLocation;
    }
}
