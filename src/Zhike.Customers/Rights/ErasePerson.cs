using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Zhike.Contracts.Access;
using Zhike.Contracts.Customers;
using Zhike.Customers.Consent;
using Zhike.Customers.Suppression;
using Zhike.Kernel;
using Zhike.Storage.Records;

namespace Zhike.Customers.Rights;

/// <summary>Answers a request for erasure: a second person does it, a legal hold stops it, a certificate stays, and the gate lets nobody
/// contact who is left of them.</summary>
internal sealed class ErasePerson(
    RequestDesk desk, Erasure erasure, SuppressionBook suppressions, LiveSuppressionLists lists, IPersonalData people, IRecords records, IIds ids, BankClock clock)
    : IErasureWatch
{
    private static readonly JsonSerializerOptions Json = JsonSerializerOptions.Web;

    public async Task<Result<CertificateView>> RunAsync(ICurrentViewer who, string id, CancellationToken cancel)
    {
        var working = await desk.WorkingAsync(who, id, [RequestKind.Erasure], cancel).ConfigureAwait(false);
        if (!working.Ok)
        {
            return working.Problem;
        }

        var request = working.Value;
        if (request.CreatedBy == who.Staff)
        {
            return Problem.Forbidden("Erasing cannot be undone: somebody else than the person who took the request in must do it.");
        }

        var customer = checked((ulong)request.CustomerId);
        if (await HoldAsync(customer, cancel).ConfigureAwait(false) is { } hold)
        {
            await desk.SaveAsync(request, "erasure_refused", hold, who.Staff, isNew: false, cancel).ConfigureAwait(false);
            return Problem.Conflict("legal_hold", $"Nothing was erased: {hold}.");
        }

        var rows = await erasure.RunAsync(customer, await TextsAsync(customer, cancel).ConfigureAwait(false), cancel).ConfigureAwait(false);
        var now = clock.GetUtcNow();
        var entry = new Suppressed(
            StableHash.Of("erased", request.Id), SuppressionListKind.Erased, [], [], [], now, SuppressionBook.Open, "", "request", "", who.Staff, now, "", "", false);
        await suppressions.AppendAsync("suppress the erased", [(customer, entry)], cancel).ConfigureAwait(false);
        var certificate = await CertifyAsync(request, who.Staff, rows, now, cancel).ConfigureAwait(false);
        (request.CustomerNo, request.Note) = (string.Create(CultureInfo.InvariantCulture, $"erased-{customer}"), "");
        await desk.SaveAsync(request, "erased", certificate.Hash, who.Staff, isNew: false, cancel).ConfigureAwait(false);
        await records.EmptyJournalAsync(cancel).ConfigureAwait(false);
        return View(certificate);
    }

    public async Task<long> LookAsync(CancellationToken cancel)
    {
        using var unit = records.Open();
        var waiting = await unit.Set<ErasureCertificate>().Where(c => c.FilesCleanAt == null).ToListAsync(cancel).ConfigureAwait(false);
        if (waiting.Count == 0)
        {
            return 0;
        }

        var still = (await erasure.OldFilesAsync(cancel).ConfigureAwait(false)).ToHashSet(StringComparer.Ordinal);
        var clean = waiting.Where(c => !JsonSerializer.Deserialize<Certified>(c.Tables, Json)!.OldFiles.Any(still.Contains)).ToList();
        foreach (var certificate in clean)
        {
            certificate.FilesCleanAt = clock.GetUtcNow();
        }

        await unit.SaveChangesAsync(cancel).ConfigureAwait(false);
        return clean.Count;
    }

    public static CertificateView View(ErasureCertificate c) =>
        new(c.ErasedAt, c.ErasedBy, JsonSerializer.Deserialize<Certified>(c.Tables, Json)!.Tables, c.Hash, c.FilesCleanAt);

    /// <summary>Why a list that the customer is on forbids it; null when none does.</summary>
    private async Task<string?> HoldAsync(ulong customer, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var holding = (await lists.AllAsync(cancel).ConfigureAwait(false)).Where(l => l.HoldsErasure).ToList();
        var entries = await suppressions.OfCustomerAsync(Viewer.Bank("legal hold"), customer, cancel).ConfigureAwait(false);
        return entries.Where(e => GateRule.IsInForce(e, now)).Select(e => (Entry: e, List: holding.Find(l => l.Key == e.List))).FirstOrDefault(e => e.List is not null) is { List: { } list } held
            ? $"{list.Name.Zh} ({list.Name.En}) since {clock.DayOf(held.Entry.StartsAt):yyyy-MM-dd}: {held.Entry.Reason}"
            : null;
    }

    /// <summary>What the person's free text may hold. With a lost key nobody knows: then the identities alone are looked for.</summary>
    private async Task<IReadOnlyList<string>> TextsAsync(ulong customer, CancellationToken cancel)
    {
        try
        {
            var found = await people.ReadForDeliveryAsync([customer], cancel).ConfigureAwait(false);
            return found.TryGetValue(customer, out var p) ? [.. new[] { p.Name, p.Phone, p.Email, p.IdNumber, p.Address }.Where(t => t.Length > 0)] : [];
        }
        catch (ProblemException lost) when (lost.Problem.Code is "wrong_personal_key" or "personal_key_unreadable" or "personal_data_damaged")
        {
            return [];
        }
    }

    private async Task<ErasureCertificate> CertifyAsync(PersonRequest request, string staff, IReadOnlyList<ErasedRows> rows, DateTimeOffset now, CancellationToken cancel)
    {
        var tables = JsonSerializer.Serialize(new Certified([.. rows.Where(r => r.Rows > 0)], await erasure.OldFilesAsync(cancel).ConfigureAwait(false)), Json);
        var words = $"{request.Id}\n{request.CustomerId}\n{now.ToUnixTimeMilliseconds()}\n{staff}\n{tables}";
        var certificate = new ErasureCertificate
        {
            Id = ids.Next().ToString(),
            RequestId = request.Id,
            CustomerId = request.CustomerId,
            ErasedAt = now,
            ErasedBy = staff,
            Tables = tables,
            Hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(words))),
        };
        using var unit = records.Open();
        unit.Add(certificate);
        await unit.SaveChangesAsync(cancel).ConfigureAwait(false);
        return certificate;
    }

    private sealed record Certified(IReadOnlyList<ErasedRows> Tables, IReadOnlyList<string> OldFiles);
}
