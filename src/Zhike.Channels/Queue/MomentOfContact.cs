using Zhike.Channels.Adapters;
using Zhike.Channels.Templates;
using Zhike.Contracts.Bank;
using Zhike.Contracts.Customers;
using Zhike.Kernel;
using Zhike.Storage.Definitions;

namespace Zhike.Channels.Queue;

/// <summary>May it leave, and what does it say?</summary>
internal abstract record Verdict
{
    internal sealed record Go(HandOver Message, MessageContent Shown, Recipient Recipient, CompiledTemplate Template, string ShownTo) : Verdict;

    /// <summary>Never: doubt means no.</summary>
    internal sealed record Never(string Reason) : Verdict;

    internal sealed record Later(DateTimeOffset At, string Reason) : Verdict;
}

/// <summary>The last look before a message leaves: is its journey still in force, does the customer agree today, is it a decent
/// hour, is there an address, does every value exist? Asked for a whole batch at once.</summary>
internal sealed class MomentOfContact(IContactGate gate, IDefinitions definitions, LiveTemplates templates, Recipients recipients, BankClock clock, BankOptions bank)
{
    private readonly QuietHours _quiet = new(bank.QuietFrom, bank.QuietTo);

    public async Task<IReadOnlyDictionary<string, Verdict>> JudgeAsync(string channel, IReadOnlyList<OutboxMessage> messages, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        if (channel != "in_app" && _quiet.NextAllowed(now, clock) is var allowed && allowed > now)
        {
            return messages.ToDictionary(m => m.ContactId, Verdict (_) => new Verdict.Later(allowed, "quiet_hours"));
        }

        var journeys = (await definitions.LiveAsync("journey", cancel).ConfigureAwait(false)).Select(d => d.Key).ToHashSet(StringComparer.Ordinal);
        var written = new Dictionary<string, CompiledTemplate?>(StringComparer.Ordinal);
        foreach (var key in messages.Select(m => m.Template).Distinct())
        {
            written[key] = await templates.FindAsync(key, cancel).ConfigureAwait(false);
        }

        var refused = await RefusedAsync(channel, now, messages, written, cancel).ConfigureAwait(false);
        var models = await recipients.ForDeliveryAsync(
            [.. messages.Where(m => !refused.ContainsKey(m.ContactId)).Select(m => m.Customer).Distinct()], cancel).ConfigureAwait(false);
        var verdicts = new Dictionary<string, Verdict>();
        foreach (var message in messages)
        {
            verdicts[message.ContactId] = refused.TryGetValue(message.ContactId, out var no) ? new Verdict.Never(no.Reason)
                : !journeys.Contains(message.JourneyId) ? new Verdict.Never("journey_stopped")
                : !models.TryGetValue(message.Customer, out var model) ? new Verdict.Never("customer_unknown")
                : written[message.Template] is not { } template ? new Verdict.Never("template_stopped")
                : template.Document.Channel != channel ? new Verdict.Never("template_of_another_channel")
                : Written(message, channel, template, model.Recipient, model.Person, model.Model);
        }

        return verdicts;
    }

    private static Verdict Written(
        OutboxMessage message, string channel, CompiledTemplate template, Recipient recipient, PersonalData? person, RenderModel model)
    {
        var address = AddressOf(channel, recipient, person);
        if (address.Length == 0)
        {
            return new Verdict.Never("no_address");
        }

        try
        {
            var fields = template.Render(model);
            var masked = template.Render(model.MaskedFor(recipient));
            var shownTo = channel switch { "sms" => Masked.Phone(address), "email" => Masked.Email(address), _ => Masked.Tail(recipient.CustomerNo) };
            return new Verdict.Go(
                new HandOver(message.IdempotencyKey, channel, address, recipient.CustomerNo, fields), new MessageContent(shownTo, masked), recipient, template, shownTo);
        }
        catch (MissingValueException missing)
        {
            return new Verdict.Never($"missing_value:{missing.Name}");
        }
    }

    private static string AddressOf(string channel, Recipient recipient, PersonalData? person) => channel switch
    {
        "sms" => person?.Phone ?? "",
        "email" => person?.Email ?? "",
        _ => recipient.CustomerNo,
    };

    /// <summary>By contact: what a message is about stands in its template, so each kind of message is asked for on its own.</summary>
    private async Task<Dictionary<string, GateRefusal>> RefusedAsync(
        string channel, DateTimeOffset now, IReadOnlyList<OutboxMessage> messages, Dictionary<string, CompiledTemplate?> written, CancellationToken cancel)
    {
        var refused = new Dictionary<string, GateRefusal>();
        foreach (var alike in messages.GroupBy(m => written[m.Template]?.Document.About ?? ContactClass.Marketing))
        {
            var customers = await gate.RefusedAsync(
                new ContactQuestion(channel, alike.Key, now), [.. alike.Select(m => m.Customer).Distinct()], cancel).ConfigureAwait(false);
            foreach (var message in alike.Where(m => customers.ContainsKey(m.Customer)))
            {
                refused[message.ContactId] = customers[message.Customer];
            }
        }

        return refused;
    }
}
