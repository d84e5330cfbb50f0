using Zhike.Contracts.Access;
using Zhike.Contracts.Customers;
using Zhike.Customers.Consent;
using Zhike.Customers.PersonalData;
using Zhike.Customers.Suppression;
using Zhike.Kernel;
using Zhike.Storage.Facts;
using Zhike.Storage.Facts.Rows;
using PersonalRecord = Zhike.Contracts.Customers.PersonalData;

namespace Zhike.Customers.Rights;

/// <summary>The two requests that change what is kept: a correction of personal data, and an objection to uses of it.</summary>
internal sealed class Corrections(RequestDesk desk, PersonalVault vault, IFacts facts, ConsentBook consents, SuppressionBook suppressions, BankClock clock)
{
    private const int TextMax = 200;
    private const string Target =
        "customer_secret_versions (customer_id, name_sealed, phone_sealed, email_sealed, id_number_sealed, address_sealed, name_hash, phone_hash, email_hash, id_number_hash, key_id, version, run_id)";

    public async Task<Result<RequestDetails>> CorrectAsync(ICurrentViewer who, string id, CorrectionRequest asked, CancellationToken cancel)
    {
        var given = new (string Field, string? Text)[]
        {
            ("name", asked.Name), ("phone", asked.Phone), ("email", asked.Email), ("idNumber", asked.IdNumber), ("address", asked.Address),
        };
        var errors = given.Where(g => g.Text?.Trim().Length > TextMax).Select(g => new FieldError(g.Field, $"must have at most {TextMax} characters")).ToList();
        if (given.All(g => g.Text is null))
        {
            errors.Add(new FieldError("name", "or another field must be given"));
        }

        var working = errors.Count > 0 ? Problem.Invalid(errors) : await desk.WorkingAsync(who, id, [RequestKind.Correction], cancel).ConfigureAwait(false);
        if (!working.Ok)
        {
            return working.Problem;
        }

        var customer = checked((ulong)working.Value.CustomerId);
        var all = Viewer.Bank("correct personal data") with { MaySeePersonalData = true };
        var old = (await vault.ReadAsync(all, [customer], cancel).ConfigureAwait(false)).GetValueOrDefault(customer) ?? new PersonalRecord("", "", "", "", "");
        var seal = await vault.OpenAsync(cancel).ConfigureAwait(false);
        var s = seal(customer, new PersonalRecord(
            asked.Name?.Trim() ?? old.Name, asked.Phone?.Trim() ?? old.Phone, asked.Email?.Trim() ?? old.Email, asked.IdNumber?.Trim() ?? old.IdNumber, asked.Address?.Trim() ?? old.Address));
        var version = await facts.CountAsync(
            all, new FactsStatement("version of personal data", "SELECT max(version) + 1 FROM customer_secret_versions WHERE customer_id = {customer:UInt64}").With("customer", customer), cancel).ConfigureAwait(false);
        await facts.InsertAsync(
            new FactsInsert("correct personal data", Target),
            Once(new RowWriter().UInt64(customer).Text(s.Name).Text(s.Phone).Text(s.Email).Text(s.IdNumber).Text(s.Address)
                .Text(s.NameHash).Text(s.PhoneHash).Text(s.EmailHash).Text(s.IdNumberHash).Text(s.KeyId).UInt64(version).Text($"request {id}")),
            cancel).ConfigureAwait(false);
        await desk.SaveAsync(working.Value, "corrected", string.Join(", ", given.Where(g => g.Text is not null).Select(g => g.Field)), who.Staff, isNew: false, cancel).ConfigureAwait(false);
        return (await desk.DetailsAsync(who, id, cancel).ConfigureAwait(false))!;
    }

    /// <summary>Withdraws the purposes everywhere, and puts the customer on the opt-out list for them.</summary>
    public async Task<Result<RequestDetails>> ObjectAsync(ICurrentViewer who, string id, ObjectionRequest asked, CancellationToken cancel)
    {
        var purposes = asked.Purposes ?? [];
        if (purposes.Count == 0 || purposes.Any(p => Purposes.Find(p) is not { NeedsConsent: true }))
        {
            return Problem.Invalid("purposes", $"must hold some of {string.Join(", ", Purposes.All.Where(p => p.NeedsConsent).Select(p => p.Key))}");
        }

        var working = await desk.WorkingAsync(who, id, [RequestKind.Objection], cancel).ConfigureAwait(false);
        if (!working.Ok)
        {
            return working.Problem;
        }

        var (customer, now) = (checked((ulong)working.Value.CustomerId), clock.GetUtcNow());
        await consents.AppendAsync(
            "objection", customer,
            [.. purposes.Distinct().Select(p => new Answer(p, Purposes.EveryChannel, false, "withdrawn", now, $"staff:{who.Staff}", "", $"request {id}", now))], cancel).ConfigureAwait(false);
        var entry = new Suppressed(
            StableHash.Of("objection", id), "opt_out", [], [.. purposes.Distinct()], [], now, SuppressionBook.Open, "客户行使拒绝权", "request", $"request {id}", who.Staff, now, "", "", false);
        await suppressions.AppendAsync("objection", [(customer, entry)], cancel).ConfigureAwait(false);
        await desk.SaveAsync(working.Value, "objected", string.Join(", ", purposes), who.Staff, isNew: false, cancel).ConfigureAwait(false);
        return (await desk.DetailsAsync(who, id, cancel).ConfigureAwait(false))!;
    }

    private static async IAsyncEnumerable<ReadOnlyMemory<byte>> Once(RowWriter row)
    {
        yield return row.Written;
        await Task.CompletedTask.ConfigureAwait(false);
    }
}
