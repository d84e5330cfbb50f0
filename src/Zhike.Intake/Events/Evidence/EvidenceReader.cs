using System.Collections.Frozen;
using System.Text;
using System.Text.Json;
using Zhike.Intake.Events.Enrichment;
using Zhike.Intake.Events.Reading;

namespace Zhike.Intake.Events.Evidence;

/// <summary>Takes out of the events of one call who was seen together with whom, and how somebody came.</summary>
internal sealed class EvidenceReader
{
    private static readonly FrozenDictionary<string, DeclaredKind> Traits = new Dictionary<string, DeclaredKind>
    {
        ["customerNo"] = DeclaredKind.CustomerNo, ["customer_no"] = DeclaredKind.CustomerNo,
        ["phone"] = DeclaredKind.Phone, ["mobile"] = DeclaredKind.Phone,
        ["email"] = DeclaredKind.Email,
        ["idNumber"] = DeclaredKind.IdNumber, ["id_number"] = DeclaredKind.IdNumber,
        ["cardNo"] = DeclaredKind.Card, ["card_no"] = DeclaredKind.Card, ["card"] = DeclaredKind.Card,
        ["openid"] = DeclaredKind.OpenId, ["unionid"] = DeclaredKind.OpenId,
        ["wecomId"] = DeclaredKind.WecomId, ["wecom_id"] = DeclaredKind.WecomId, ["externalUserid"] = DeclaredKind.WecomId, ["external_userid"] = DeclaredKind.WecomId,
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    private string _user = "";
    private string _anonymous = "";
    private string _device = "";
    private string _carrier = "";

    public void Read(EventRows rows, in EventRow row, scoped in EventMessage message, ContextFacts context)
    {
        if (row.UserId.Length > 0 && (row.UserId != _user || row.AnonymousId != _anonymous || row.DeviceId != _device))
        {
            (_user, _anonymous, _device) = (row.UserId, row.AnonymousId, row.DeviceId);
            SignedIn(rows, row, IdentityKinds.AnonymousId, row.AnonymousId);
            SignedIn(rows, row, IdentityKinds.Device, row.DeviceId);
        }

        var carrier = row.AnonymousId.Length > 0 ? row.AnonymousId : row.DeviceId;
        if (carrier.Length > 0 && carrier != _carrier && ClientChannel.IsPersons(row.Channel.Length > 0 ? row.Channel : "web"))
        {
            _carrier = carrier;
            var who = new IdentityKey(row.AnonymousId.Length > 0 ? IdentityKinds.AnonymousId : IdentityKinds.Device, carrier);
            rows.Touches.Add(new FirstTouch(who, row.Ts, row.Channel, row.Source, Campaign(message, context)));
        }

        if (row.Type == "alias" && row.UserId.Length > 0 && message.PreviousId.Length > 0)
        {
            Alias(rows, row, message.PreviousId);
        }
        else if (row.Type == "identify" && message.Traits.Length > 2)
        {
            Declared(rows, row, message.Traits);
        }
    }

    private static void SignedIn(EventRows rows, in EventRow row, string kind, string value)
    {
        if (value.Length > 0 && value != row.UserId)
        {
            rows.Evidence.Add(new Observed(IdentityKinds.UserId, row.UserId, kind, value, EvidenceRules.SignedIn, row.Id, row.Ts));
        }
    }

    private static void Alias(EventRows rows, in EventRow row, string previous)
    {
        if (previous == row.UserId)
        {
            return;
        }

        // Whether it is an earlier user id or an anonymous id is asked together with whose the events are.
        var key = new IdentityKey(IdentityKinds.UserId, previous).By(rows.NamesCustomers);
        rows.Lookups.TryAdd(key.Hash(), key);
        var kind = previous == row.AnonymousId ? IdentityKinds.AnonymousId : "";
        rows.Evidence.Add(new Observed(IdentityKinds.UserId, row.UserId, kind, previous, EvidenceRules.Alias, row.Id, row.Ts));
    }

    private static void Declared(EventRows rows, in EventRow row, ReadOnlySpan<byte> traits)
    {
        var subject = IdentityKey.Of(row.UserId, row.AnonymousId, row.DeviceId);
        var reader = new Utf8JsonReader(traits);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isKnown = Traits.TryGetValue(reader.GetString()!, out var kind);
            reader.Read();
            var plain = reader.TokenType switch
            {
                JsonTokenType.String when isKnown => reader.GetString()!.Trim(),
                JsonTokenType.Number when isKnown => Encoding.ASCII.GetString(reader.ValueSpan),
                _ => "",
            };
            reader.Skip();
            if (plain.Length is > 0 and <= EventReader.IdMax)
            {
                rows.Declared.Add(new DeclaredTrait(subject, kind, plain, row.Id, row.Ts));
            }
        }
    }

    private static IReadOnlyList<KeyValuePair<string, string>> Campaign(scoped in EventMessage message, ContextFacts context)
    {
        if (message.Properties.IndexOf("channel_code"u8) < 0 && message.Properties.IndexOf("channelCode"u8) < 0)
        {
            return context.Campaign;
        }

        var code = JsonPieces.Text(message.Properties, "channel_code"u8) is { Length: > 0 } named ? named : JsonPieces.Text(message.Properties, "channelCode"u8);
        return code.Length is 0 or > EventReader.IdMax ? context.Campaign : [.. context.Campaign.Where(c => c.Key != "channel_code"), new("channel_code", code)];
    }
}
