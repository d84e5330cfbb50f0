using System.Globalization;
using System.Runtime.CompilerServices;
using Zhike.Contracts.Access;
using Zhike.Contracts.Customers;
using Zhike.Contracts.Jobs;
using Zhike.Customers.PersonalData;
using Zhike.Customers.Spreadsheets;
using Zhike.Kernel;
using Zhike.Storage;
using Zhike.Storage.Facts;
using Zhike.Storage.Facts.Rows;
using PersonalRecord = Zhike.Contracts.Customers.PersonalData;

namespace Zhike.Customers.Segments.Exports;

/// <summary>Writes the members of an export into a file, some thousands at a time, with its watermark: who asked, when, for what and the
/// mark at the end, a trace code in each row, and rows in an order that only this export has.</summary>
internal sealed class MemberTable(
    IFacts facts, ITags tags, IPersonalData people, LivePersonalRules rules, IStaffNames staff, ExportOptions options, BankClock clock)
{
    /// <summary>Rows for which personal data is opened at once.</summary>
    private const int RowsABatch = 2_000;

    private static readonly PersonalRecord Nobody = new("", "", "", "", "");

    /// <returns>Members written.</returns>
    /// <exception cref="ProblemException">There are too many, or none is left.</exception>
    public async Task<long> WriteAsync(MemberExport export, Stream file, IProgressSink progress, CancellationToken cancel)
    {
        var sheet = await SheetAsync(export, cancel).ConfigureAwait(false);
        using var table = Begin(export, file, sheet);
        table.Row([.. sheet.Heads, new Cell(export.Language == "zh" ? "溯源码" : "Trace code")]);
        var written = 0L;
        await foreach (var batch in BatchesAsync(export, sheet, cancel).ConfigureAwait(false))
        {
            var shown = await PeopleAsync(export, sheet, batch, cancel).ConfigureAwait(false);
            var managers = sheet.Columns.Contains("manager")
                ? await staff.NamesAsync([.. batch.Select(r => r.ManagerId).Where(m => m.Length > 0).Distinct()], cancel).ConfigureAwait(false)
                : new Dictionary<string, string>();
            foreach (var row in batch)
            {
                var (person, manager) = (shown.GetValueOrDefault(row.CustomerId) ?? Nobody, managers.GetValueOrDefault(row.ManagerId) ?? row.ManagerId);
                table.Row([.. sheet.Columns.Select(c => ValueOf(c, row, person, manager, sheet, export.Language)), new Cell(TraceCode.Of(export.Mark, row.Draw))]);
            }

            written += batch.Count;
            if (written > options.RowsMax)
            {
                throw new ProblemException(TooMany(written, options.RowsMax));
            }

            progress.Report("write members", written, Math.Max(written, export.Members));
        }

        if (written == 0)
        {
            throw new ProblemException(Problem.Conflict("empty_segment", "None of the members is left: they moved out of the scope, or were erased."));
        }

        End(export, table, written);
        return written;
    }

    /// <summary>The customers whose data an unmasked export opens, to be counted before any is read.</summary>
    public async Task<IReadOnlyList<ulong>> CustomersAsync(MemberExport export, CancellationToken cancel)
    {
        var sheet = await SheetAsync(export, cancel).ConfigureAwait(false);
        var ids = new List<ulong>();
        await foreach (var row in facts.StreamAsync(export.Viewer, Statement(export, sheet with { Tags = [] }), (ref RowReader r) => Read(ref r, 0), cancel).ConfigureAwait(false))
        {
            ids.Add(row.CustomerId);
        }

        return ids;
    }

    public static Problem TooMany(long members, int max) =>
        new(ProblemKind.LimitExceeded, "too_many_rows", $"There are {members} members; a file may hold {max} (Exports:RowsMax). Take a smaller segment.");

    private async Task<Sheet> SheetAsync(MemberExport export, CancellationToken cancel)
    {
        var live = await tags.AllAsync(cancel).ConfigureAwait(false);
        var columns = ExportColumns.All(live).ToDictionary(c => c.Key);
        if (export.ColumnKeys.FirstOrDefault(k => !columns.ContainsKey(k)) is { } gone)
        {
            throw new ProblemException(Problem.Conflict("column_gone", $"The tag {gone[ExportColumns.TagPrefix.Length..]} is not live any more. Ask again without it."));
        }

        var chosen = export.ColumnKeys.Select(k => columns[k]).ToList();
        var read = live.Where(t => export.ColumnKeys.Contains(ExportColumns.TagPrefix + t.Key)).ToList();
        var day = await tags.DateAsync(export.AsOf, cancel).ConfigureAwait(false);
        return new Sheet(
            [.. chosen.Select(c => c.Key)], [.. chosen.Select(c => new Cell(export.Language == "zh" ? c.NameZh : c.NameEn))], read, day ?? export.AsOf, chosen.Any(c => c.Personal));
    }

    private async IAsyncEnumerable<IReadOnlyList<MemberRow>> BatchesAsync(MemberExport export, Sheet sheet, [EnumeratorCancellation] CancellationToken cancel)
    {
        var batch = new List<MemberRow>(RowsABatch);
        var rows = facts.StreamAsync(export.Viewer, Statement(export, sheet), (ref RowReader r) => Read(ref r, sheet.Tags.Count), cancel);
        await foreach (var row in rows.ConfigureAwait(false))
        {
            batch.Add(row);
            if (batch.Count == RowsABatch)
            {
                yield return batch;
                batch = new List<MemberRow>(RowsABatch);
            }
        }

        if (batch.Count > 0)
        {
            yield return batch;
        }
    }

    /// <summary>One row more than may be, so that too many are seen. Columns come from the catalogue of live tags, never from the request.</summary>
    private FactsStatement Statement(MemberExport export, Sheet sheet) =>
        new FactsStatement(
            "members to export", SqlSlot.Fill(SqlFile.Beside<MemberTable>("Members.sql"), "tags", string.Concat(sheet.Tags.Select(t => $", t.`{t.Column}`"))))
        .With("segment", export.Segment).With("version", (ulong)export.SegmentVersion).With("as_of", export.AsOf).With("day", sheet.Day)
        .With("export", export.Id).With("rows", (ulong)options.RowsMax + 1).Within(FactsLimits.Batch);

    private static MemberRow Read(ref RowReader row, int tags)
    {
        var read = new MemberRow(row.UInt64(), row.UInt64(), row.Text(), row.Text(), row.Int64OrNull(), row.Date(), row.Text(), row.Text(), new object?[tags]);
        for (var i = 0; i < tags; i++)
        {
            read.Tags[i] = row.Any();
        }

        return read;
    }

    private async Task<IReadOnlyDictionary<ulong, PersonalRecord>> PeopleAsync(MemberExport export, Sheet sheet, IReadOnlyList<MemberRow> batch, CancellationToken cancel)
    {
        if (!sheet.NamesPersons)
        {
            return new Dictionary<ulong, PersonalRecord>();
        }

        var found = await people.ReadAsync(export.Viewer, [.. batch.Select(r => r.CustomerId)], cancel).ConfigureAwait(false);
        if (!export.Unmasked)
        {
            return found;
        }

        var live = await rules.FindAsync(cancel).ConfigureAwait(false);
        return found.ToDictionary(p => p.Key, p => Masking.Opened(p.Value, live.MasksOf(export.Role), live.OpenTo(export.Role)));
    }

    private static Cell ValueOf(string column, MemberRow row, PersonalRecord person, string manager, Sheet sheet, string language)
    {
        if (!column.StartsWith(ExportColumns.TagPrefix, StringComparison.Ordinal))
        {
            return ExportColumns.Value(column, row, person, manager, language);
        }

        var place = sheet.PlaceOf(column);
        return ExportColumns.TagValue(sheet.Tags[place], row.Tags[place], language);
    }

    private static ITableWriter Begin(MemberExport export, Stream file, Sheet sheet)
    {
        if (export.Format == "csv")
        {
            return new CsvWriter(file);
        }

        var book = new WorkbookWriter(file, export.RequestedBy, $"{export.Mark} {export.Id}");
        book.Sheet(export.Language == "zh" ? "客户" : "Customers", hidden: sheet.Columns.Count + 1);
        return book;
    }

    /// <summary>Who answers for the file: a sheet of its own in a workbook, lines behind the rows in CSV.</summary>
    private void End(MemberExport export, ITableWriter table, long rows)
    {
        (table as WorkbookWriter)?.Sheet(export.Language == "zh" ? "水印" : "Watermark");
        var mark = table is CsvWriter ? "# " : "";
        var at = TimeZoneInfo.ConvertTime(clock.GetUtcNow(), clock.Zone).ToString("yyyy-MM-dd HH:mm:ss zzz", CultureInfo.InvariantCulture);
        (string Zh, string En, string Value)[] said =
        [
            ("申请人", "Requested by", export.RequestedBy), ("导出时间", "Written at", at), ("导出编号", "Export", export.Id), ("溯源标记", "Mark", export.Mark),
            ("批准人", "Approved by", export.DecidedBy), ("客群", "Segment", string.Create(CultureInfo.InvariantCulture, $"{export.Segment}@{export.SegmentVersion} {export.AsOf:yyyy-MM-dd}")),
            ("客户数", "Members", rows.ToString(CultureInfo.InvariantCulture)), ("用途", "Purpose", export.Purpose),
            ("声明", "Notice", export.Language == "zh" ? "含客户信息，仅限申请用途，到期删除，禁止转发" : "Customer data: for the purpose above only, to be deleted at expiry, not to be passed on"),
        ];
        foreach (var (zh, en, value) in said)
        {
            table.Row([new Cell(mark + (export.Language == "zh" ? zh : en)), new Cell(value)]);
        }
    }

    /// <param name="Columns">Keys, in the order of the file.</param>
    /// <param name="Tags">Those that are read, in the order of the statement.</param>
    /// <param name="Day">Whose tags they are.</param>
    private sealed record Sheet(IReadOnlyList<string> Columns, IReadOnlyList<Cell> Heads, IReadOnlyList<TagInfo> Tags, DateOnly Day, bool NamesPersons)
    {
        private readonly Dictionary<string, int> _places = Tags.Select((t, i) => (t, i)).ToDictionary(t => ExportColumns.TagPrefix + t.t.Key, t => t.i, StringComparer.Ordinal);

        public int PlaceOf(string column) => _places[column];
    }
}
