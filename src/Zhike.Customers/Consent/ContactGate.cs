using Zhike.Contracts.Customers;
using Zhike.Kernel;
using Zhike.Storage;
using Zhike.Storage.Facts;
using Zhike.Storage.Facts.Rows;

namespace Zhike.Customers.Consent;

/// <summary>Consent and suppression over the facts. Nothing is kept in memory: what was recorded a moment ago counts.</summary>
internal sealed class ContactGate(IFacts facts) : IContactGate
{
    private static readonly Viewer Asking = Viewer.Bank("may they be contacted");
    private static readonly string VerdictsSql = SqlFile.Beside<ContactGate>("Verdicts.sql");

    public GateSet Verdicts(ContactQuestion question, string people)
    {
        var known = !GateRule.IsKnownChannel(question) ? "" : Purposes.Find(question.For.Purpose) is null ? "no purpose" : "both";
        var bound = new FactsStatement("", "")
            .With("gate_channel", question.Channel).With("gate_purpose", question.For.Purpose).With("gate_line", question.For.ProductLine)
            .With("gate_at", question.At).With("gate_known", known)
            .With("gate_needs_consent", Purposes.Find(question.For.Purpose)?.NeedsConsent ?? true);
        var set = people.Contains(' ', StringComparison.Ordinal) ? people : $"SELECT customer_id FROM {people}";
        var sql = Enumerable.Range(0, 3).Aggregate(VerdictsSql, (text, _) => SqlSlot.Fill(text, "people", set));
        return new GateSet(sql, bound.Parameters);
    }

    public async Task<IReadOnlyDictionary<ulong, GateRefusal>> RefusedAsync(
        ContactQuestion question, IReadOnlyCollection<ulong> customers, CancellationToken cancel)
    {
        if (customers.Count == 0)
        {
            return new Dictionary<ulong, GateRefusal>();
        }

        var verdicts = Verdicts(question, "SELECT arrayJoin({gate_ids:Array(UInt64)}) AS customer_id");
        var statement = new FactsStatement("may they be contacted", $"SELECT customer_id, gate_decision, gate_detail FROM ({verdicts.Sql})")
            .WithBound(verdicts.Parameters).With("gate_ids", customers);
        var rows = await facts.ListAsync(
            Asking, statement, (ref RowReader row) => (Customer: row.UInt64(), Refusal: new GateRefusal(row.Text(), row.Text())), cancel).ConfigureAwait(false);
        var judged = rows.ToDictionary(r => r.Customer, r => r.Refusal);
        return customers.Distinct()
            .Select(c => (Customer: c, Refusal: judged.GetValueOrDefault(c) ?? Unknown(question)))
            .Where(c => c.Refusal.Decision.Length > 0)
            .ToDictionary(c => c.Customer, c => c.Refusal);
    }

    public async Task<IReadOnlyList<ulong>> ChangedAsync(DateTimeOffset after, DateTimeOffset until, CancellationToken cancel)
    {
        var statement = new FactsStatement("changes of consent and lists", SqlFile.Beside<ContactGate>("Changed.sql"))
            .With("after", after).With("until", until).Within(FactsLimits.Batch);
        return await facts.ListAsync(Asking, statement, (ref RowReader row) => row.UInt64(), cancel).ConfigureAwait(false);
    }

    /// <summary>Of whom the facts hold nothing at all.</summary>
    private static GateRefusal Unknown(ContactQuestion question) => GateRule.Judge(question, [], [], isCustomer: false)!;
}
