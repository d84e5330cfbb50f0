using System.Collections.Immutable;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Zhike.Contracts.Bank;
using Zhike.Customers.Consent;
using Zhike.Customers.Suppression;
using Zhike.Kernel;
using Zhike.Storage;
using Zhike.Storage.Facts;
using Zhike.Storage.Facts.Rows;
using Zhike.Storage.Records;

namespace Zhike.Customers.Rights;

/// <summary>A few dozen people on suppression lists and a handful of requests, so that the compliance pages of the demo bank show something.</summary>
internal sealed class DemoCompliance(IFacts facts, IRecords records, SuppressionBook book, LiveSuppressionLists lists, IWorkingDays calendar, BankClock clock) : IDemoContent
{
    private const string Officer = "zhao.he";
    private static readonly Viewer Inventing = Viewer.Bank("demo content");

    /// <summary>List, how many, days since, days it lasts (0: open), reason.</summary>
    private static readonly (string List, int People, int Since, int Lasts, string Reason)[] Entries =
    [
        ("opt_out", 24, 40, 0, "来电要求不再接收营销信息"), ("complaint", 7, 6, 0, "投诉处理中，结案前暂停营销"), ("complaint", 3, 50, 20, "投诉已结案"),
        ("rm_managed", 14, 90, 0, "私行客户，由客户经理本人联系"), ("credit_distress", 11, 25, 180, "贷款逾期，重组期间不推信贷产品"),
        ("deceased", 4, 120, 0, "家属持证明到网点告知"), ("legal_hold", 2, 15, 365, "法院协助查询期间"),
    ];

    /// <summary>Kind, days since it came, its state, what was said.</summary>
    private static readonly (RequestKind Kind, int Since, RequestState State, string Channel, string Note)[] Requests =
    [
        (RequestKind.Access, 2, RequestState.Received, "counter", "希望查看本行保存的全部个人信息"), (RequestKind.Erasure, 26, RequestState.Working, "letter", "已销户，请删除个人信息"),
        (RequestKind.Correction, 18, RequestState.Verified, "call", "手机号已更换"), (RequestKind.Export, 9, RequestState.Working, "app", "转至他行使用"),
        (RequestKind.Objection, 5, RequestState.Received, "call", "拒绝画像与营销"), (RequestKind.Access, 40, RequestState.Done, "counter", ""), (RequestKind.Objection, 60, RequestState.Done, "app", ""),
        (RequestKind.Erasure, 33, RequestState.Refused, "counter", "贷款未结清"),
    ];

    public async Task AddAsync(CancellationToken cancel)
    {
        var customers = await facts.ListAsync(
            Inventing, new FactsStatement("customers for the demo", SqlFile.Beside<DemoCompliance>("DemoCustomers.sql")).With("as_of", clock.Today()).With("people", 80L),
            (ref RowReader row) => (Id: row.UInt64(), No: row.Text()), cancel).ConfigureAwait(false);
        if (customers.Count == 0)
        {
            return;
        }

        await AddEntriesAsync(customers, cancel).ConfigureAwait(false);
        await AddRequestsAsync(customers, cancel).ConfigureAwait(false);
    }

    private async Task AddEntriesAsync(List<(ulong Id, string No)> customers, CancellationToken cancel)
    {
        var known = (await lists.AllAsync(cancel).ConfigureAwait(false)).ToDictionary(l => l.Key);
        var (now, next, entries) = (clock.GetUtcNow(), 0, new List<(ulong, Suppressed)>());
        foreach (var (list, people, since, lasts, reason) in Entries.Where(e => known.ContainsKey(e.List)))
        {
            for (var i = 0; i < people; i++)
            {
                var (customer, scope, from) = (customers[next++ % customers.Count].Id, known[list].Scope, now.AddDays(-since - (i % 9)).AddHours(-i));
                entries.Add((customer, new Suppressed(
                    StableHash.Of("demo", list, i.ToString(CultureInfo.InvariantCulture), lasts.ToString(CultureInfo.InvariantCulture)), list, scope.Channels, scope.Purposes, scope.Lines,
                    from, lasts == 0 ? SuppressionBook.Open : from.AddDays(lasts), reason, i % 3 == 0 ? "staff" : "upload", $"DEMO-{next:000}", Officer, from, "", "", true)));
            }
        }

        await book.AppendAsync("demo suppressions", entries, cancel).ConfigureAwait(false);
    }

    private async Task AddRequestsAsync(List<(ulong Id, string No)> customers, CancellationToken cancel)
    {
        using var unit = records.Open();
        if (await unit.Set<PersonRequest>().AnyAsync(cancel).ConfigureAwait(false))
        {
            return;
        }

        var working = await calendar.CalendarAsync(cancel).ConfigureAwait(false);
        foreach (var (i, (kind, since, state, channel, note)) in Requests.Index())
        {
            var (id, (customer, number), at) = ($"demo-{i + 1}", customers[(i * 7) % customers.Count], clock.GetUtcNow().AddDays(-since));
            var received = clock.DayOf(at);
            unit.Add(new PersonRequest
            {
                Id = id, Kind = kind, CustomerId = (long)customer, CustomerNo = number, OrgPath = "/hq/", ReceivedOn = received, DueOn = RequestTerm.LastDay(received, 15, working),
                Channel = channel, Note = note, State = state, Answer = state switch { RequestState.Done => "已办结并书面答复", RequestState.Refused => "贷款存续期间依法保留，已告知客户", _ => "" },
                CreatedBy = Officer, CreatedAt = at, ClosedAt = state is RequestState.Done or RequestState.Refused ? at.AddDays(6) : null, IsDemo = true,
            });
            foreach (var (n, step) in StepsTo(kind, state).Index())
            {
                unit.Add(new RequestStep { Id = $"{id}-{n + 1}", RequestId = id, At = at.AddHours(n * 20), Staff = n % 2 == 0 ? Officer : "qian.yu", Step = step });
            }
        }

        await unit.SaveChangesAsync(cancel).ConfigureAwait(false);
    }

    private static ImmutableArray<string> StepsTo(RequestKind kind, RequestState state) => state switch
    {
        RequestState.Received => ["received"],
        RequestState.Verified => ["received", "verify"],
        RequestState.Working => ["received", "verify", "start"],
        RequestState.Refused => ["received", "verify", "refuse"],
        _ => ["received", "verify", "start", RequestDesk.DeedOf(kind), "finish"],
    };
}
