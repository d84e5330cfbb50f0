using Zhike.Contracts.Customers;
using Zhike.Customers.Suppression;
using Zhike.Kernel;

namespace Zhike.Customers.Consent;

/// <summary>What one screen shows about one customer: answers, lists, and what follows from both.</summary>
internal sealed class ConsentDesk(ConsentBook book, SuppressionBook lists, BankClock clock)
{
    /// <summary>Null when the customer lies outside the viewer's scope.</summary>
    public async Task<ConsentPanel?> ReadAsync(Viewer viewer, ulong customer, CancellationToken cancel)
    {
        if (await book.ReadAsync(viewer, customer, cancel).ConfigureAwait(false) is not { } answers)
        {
            return null;
        }

        var entries = await lists.OfCustomerAsync(viewer, customer, cancel).ConfigureAwait(false);
        var now = clock.GetUtcNow();
        var cells =
            from purpose in Purposes.All
            from channel in purpose.IsContact ? Purposes.Channels.Select(c => c.Value) : [Purposes.EveryChannel]
            select Cell(purpose, channel, answers, entries, now);
        return new ConsentPanel(
            [.. Purposes.All.Select(p => new PurposeView(p.Key, p.NameZh, p.NameEn, p.IsContact, p.NeedsConsent))],
            Purposes.Channels,
            [.. cells],
            [.. answers.Select(View)],
            await lists.ViewsAsync(entries, cancel).ConfigureAwait(false));
    }

    public static AnswerView View(Answer a) => new(a.Purpose, a.Channel, a.Word, a.DecidedAt, a.RecordedAt, a.Source, a.Document, a.Reference);

    private static ConsentCell Cell(Purpose purpose, string channel, List<Answer> answers, IReadOnlyList<Suppressed> entries, DateTimeOffset now)
    {
        var question = new ContactQuestion(channel, new ContactClass(purpose.Key, ""), now);
        var refusal = GateRule.Judge(question, answers, entries, isCustomer: true);
        var last = answers.Find(a => a.Purpose == purpose.Key && a.Channel == channel);
        return new ConsentCell(purpose.Key, channel, last?.Word ?? "", last?.DecidedAt, last?.Source ?? "", refusal?.Decision ?? "", refusal?.Detail ?? "");
    }
}
