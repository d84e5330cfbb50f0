using Zhike.Contracts.Customers;

namespace Zhike.Intake.Events.Evidence;

/// <summary>What people say of themselves, as evidence: customer numbers and openids as they are, the rest as the sealed store's hashes.</summary>
internal sealed class DeclaredTraits(IPersonalHashes hashes)
{
    private Func<PersonalField, string, string>? _hash;

    /// <summary>Leaves no plain value behind.</summary>
    public async ValueTask HashAsync(EventRows rows, CancellationToken cancel)
    {
        if (rows.Declared.Count == 0)
        {
            return;
        }

        var hash = _hash ??= await hashes.OpenAsync(cancel).ConfigureAwait(false);
        var rule = rows.NamesCustomers ? EvidenceRules.Declared : EvidenceRules.Claimed;
        foreach (var declared in rows.Declared)
        {
            var (kind, value) = declared.Kind switch
            {
                DeclaredKind.CustomerNo => (IdentityKinds.CustomerNo, declared.Plain),
                DeclaredKind.OpenId => ("openid", declared.Plain),
                DeclaredKind.WecomId => ("wecom_id", declared.Plain),
                DeclaredKind.Phone => ("phone_hash", hash(PersonalField.Phone, declared.Plain)),
                DeclaredKind.Email => ("email_hash", hash(PersonalField.Email, declared.Plain)),
                DeclaredKind.IdNumber => ("id_number_hash", hash(PersonalField.IdNumber, declared.Plain)),
                _ => ("card_hash", hash(PersonalField.Card, declared.Plain)),
            };
            if (value.Length > 0 && !(kind == IdentityKinds.CustomerNo && value == declared.Subject.Value))
            {
                rows.Evidence.Add(new Observed(declared.Subject.Kind, declared.Subject.Value, kind, value, rule, declared.EventId, declared.At));
            }
        }

        rows.Declared.Clear();
    }
}
