using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Zhike.Contracts.Access;
using Zhike.Contracts.Http;
using Zhike.Customers.Documents;
using Zhike.Kernel;
using Zhike.Storage.Audit;
using Zhike.Storage.Definitions;
using Zhike.Storage.Records;

namespace Zhike.Customers.Segments.Exports;

/// <summary>The exports in the records store: each change with its line in the audit trail, in one transaction. People see their own;
/// who may approve sees those of their part of the bank, and audit all of its part.</summary>
internal sealed class ExportBook(IRecords records, AuditChain audit, IStaffNames staff, IDefinitions definitions, BankClock clock)
{
    public async Task SaveAsync(MemberExport export, string actor, string action, string detail, CancellationToken cancel, bool isNew = false)
    {
        using var unit = records.Open();
        using var transaction = await unit.Database.BeginTransactionAsync(cancel).ConfigureAwait(false);
        if (isNew)
        {
            unit.Add(export);
        }
        else
        {
            unit.Update(export);
        }

        await unit.SaveChangesAsync(cancel).ConfigureAwait(false);
        var what = string.Create(
            CultureInfo.InvariantCulture, $"segment/{export.Segment}@{export.SegmentVersion}, {export.Members} members, {export.Format}{(export.Unmasked ? ", unmasked" : "")}, mark {export.Mark}");
        await audit.AppendAsync(unit, new AuditEntry(actor, action, $"export/{export.Id}", detail.Length == 0 ? what : $"{what}: {detail}"), cancel).ConfigureAwait(false);
        await transaction.CommitAsync(cancel).ConfigureAwait(false);
    }

    public async Task<MemberExport?> FindAsync(string id, CancellationToken cancel)
    {
        using var unit = records.Open();
        return await unit.Set<MemberExport>().AsNoTracking().SingleOrDefaultAsync(e => e.Id == id, cancel).ConfigureAwait(false);
    }

    public async Task<MemberExport?> FindSeenAsync(ICurrentViewer who, string id, CancellationToken cancel)
    {
        using var unit = records.Open();
        return await Seen(unit, who).SingleOrDefaultAsync(e => e.Id == id, cancel).ConfigureAwait(false);
    }

    public async Task<MemberExport?> FindMarkedAsync(ICurrentViewer who, string mark, CancellationToken cancel)
    {
        using var unit = records.Open();
        return await Seen(unit, who).SingleOrDefaultAsync(e => e.Mark == mark, cancel).ConfigureAwait(false);
    }

    public async Task<IReadOnlyList<MemberExport>> InStateAsync(IReadOnlyCollection<ExportState> states, CancellationToken cancel)
    {
        using var unit = records.Open();
        return await unit.Set<MemberExport>().AsNoTracking().Where(e => states.Contains(e.State)).OrderBy(e => e.DecidedAt).ThenBy(e => e.Id).ToListAsync(cancel).ConfigureAwait(false);
    }

    /// <param name="which">mine, undecided (by others, for a second person), or empty for all that the viewer may see; the newest first.</param>
    public async Task<Page<ExportView>> PageAsync(ICurrentViewer who, string which, string segment, PageRequest page, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        using var unit = records.Open();
        var found = Seen(unit, who).Where(e => segment == "" || e.Segment == segment);
        found = which switch
        {
            "mine" => found.Where(e => e.RequestedBy == who.Staff),
            "undecided" => found.Where(e => e.State == ExportState.Requested && e.RequestedBy != who.Staff && e.ExpiresAt > now),
            _ => found,
        };
        var total = await found.LongCountAsync(cancel).ConfigureAwait(false);
        var rows = await found.OrderByDescending(e => e.RequestedAt).ThenBy(e => e.Id).Skip((int)page.Offset).Take(page.Size).ToListAsync(cancel).ConfigureAwait(false);
        return new Page<ExportView>(await ViewsAsync(who, rows, cancel).ConfigureAwait(false), total);
    }

    public async Task<ExportView> ViewAsync(ICurrentViewer who, MemberExport export, CancellationToken cancel) => (await ViewsAsync(who, [export], cancel).ConfigureAwait(false))[0];

    private async Task<IReadOnlyList<ExportView>> ViewsAsync(ICurrentViewer who, IReadOnlyList<MemberExport> exports, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var names = await staff.NamesAsync([.. exports.SelectMany(e => new[] { e.RequestedBy, e.DecidedBy }).Where(s => s.Length > 0).Distinct()], cancel).ConfigureAwait(false);
        var segments = new Dictionary<string, LocalText>();
        foreach (var key in exports.Select(e => e.Segment).Distinct())
        {
            segments[key] = await NameAsync(key, cancel).ConfigureAwait(false);
        }

        return [.. exports.Select(e => View(e, e.StateName(now)))];

        ExportView View(MemberExport e, string state) => new(
            e.Id, e.Mark, e.Segment, segments[e.Segment].Zh, segments[e.Segment].En, (ulong)e.SegmentVersion, e.AsOf, e.ColumnKeys, e.Unmasked, e.Format, e.Purpose, e.OrgPath,
            e.RequestedBy, names.GetValueOrDefault(e.RequestedBy, e.RequestedBy), e.RequestedAt, e.Members, state, e.DecidedBy, names.GetValueOrDefault(e.DecidedBy, e.DecidedBy),
            e.DecidedAt, e.Note, e.Message, e.RowsWritten, e.Bytes, e.Sha256, e.EndedAt, e.ExpiresAt, e.Downloads,
            state == "requested" && e.RequestedBy != who.Staff && who.Permissions.Contains(Permission.ApproveExports),
            state == "ready" && e.RequestedBy == who.Staff && who.Permissions.Contains(Permission.ExportCustomers), e.Revision);
    }

    private async Task<LocalText> NameAsync(string segment, CancellationToken cancel)
    {
        var definition = await definitions.FindLiveAsync(SegmentDefinition.Kind, segment, cancel).ConfigureAwait(false)
            ?? (await definitions.HistoryAsync(SegmentDefinition.Kind, segment, cancel).ConfigureAwait(false)).MaxBy(d => d.Version);
        return definition is null ? new LocalText(segment, segment)
            : LocalText.Read(new FieldReader(System.Text.Json.JsonDocument.Parse(definition.Document).RootElement, "", []), "name", required: false, []);
    }

    private static IQueryable<MemberExport> Seen(RecordsContext unit, ICurrentViewer who)
    {
        var all = unit.Set<MemberExport>().AsNoTracking();
        var place = who.Viewer("exports").Scope.Value;
        return who.Permissions.Contains(Permission.ApproveExports) || who.Permissions.Contains(Permission.ViewAudit)
            ? all.Where(e => e.RequestedBy == who.Staff || e.OrgPath.StartsWith(place))
            : all.Where(e => e.RequestedBy == who.Staff);
    }
}
