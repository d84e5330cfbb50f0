using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Zhike.Contracts.Access;
using Zhike.Contracts.Bank;
using Zhike.Contracts.Customers;
using Zhike.Contracts.Http;
using Zhike.Customers.PersonalData;
using Zhike.Kernel;
using Zhike.Storage;
using Zhike.Storage.Audit;
using Zhike.Storage.Definitions;
using Zhike.Storage.Facts;
using Zhike.Storage.Facts.Rows;

namespace Zhike.Customers.Segments.Exports;

/// <summary>Takes wishes for exports in, and a second person's word about them.</summary>
internal sealed class ExportDesk(
    ExportBook book, ITags tags, IDefinitions definitions, IFacts facts, PersonalLooks looks, ExportRules asked)
{
    public const int PurposeMin = 4;
    public const int TextMax = 500;

    private static readonly string[] Formats = ["csv", "xlsx"];
    private static readonly string[] Languages = ["zh", "en"];

    public async Task<Result<ExportView>> RequestAsync(ICurrentViewer who, NewExport wish, CancellationToken cancel)
    {
        var (segment, purpose) = (wish.Segment ?? "", wish.Purpose?.Trim() ?? "");
        var errors = new List<FieldError>();
        if (segment.Length == 0 || await definitions.FindLiveAsync(SegmentDefinition.Kind, segment, cancel).ConfigureAwait(false) is null)
        {
            errors.Add(new FieldError("segment", $"is no live segment: \"{segment}\""));
        }

        if (purpose.Length is < PurposeMin or > TextMax)
        {
            errors.Add(new FieldError("purpose", $"must say in {PurposeMin} to {TextMax} characters what the file is for"));
        }

        if (!Formats.Contains(wish.Format))
        {
            errors.Add(new FieldError("format", $"must be one of {string.Join(", ", Formats)}"));
        }

        if (wish.Language is not null && !Languages.Contains(wish.Language))
        {
            errors.Add(new FieldError("language", $"must be one of {string.Join(", ", Languages)}"));
        }

        ExportColumns.Check(wish.Columns, ExportColumns.All(await tags.AllAsync(cancel).ConfigureAwait(false)), errors);
        if (errors.Count > 0)
        {
            return Problem.Invalid(errors);
        }

        var named = wish.Unmasked ? who.UnmaskingViewer($"export: {purpose}") : who.Viewer($"export: {purpose}");
        return named.Ok ? await TakeInAsync(named.Value, wish, purpose, who, cancel).ConfigureAwait(false) : named.Problem;
    }

    public async Task<Result<ExportView>> DecideAsync(ICurrentViewer who, string id, bool approved, ExportDecision decision, CancellationToken cancel)
    {
        var note = decision.Note?.Trim() ?? "";
        if (note.Length > TextMax)
        {
            return Problem.Invalid("note", $"must have at most {TextMax} characters");
        }

        if (await book.FindSeenAsync(who, id, cancel).ConfigureAwait(false) is not { } export)
        {
            return Problem.NotFound("export", id);
        }

        if (export.Revision != decision.Revision)
        {
            return Problem.Conflict("changed_meanwhile", "Somebody else changed this meanwhile. Load it again and repeat your change.");
        }

        if (export.Decide(who.Staff, approved, note, asked.Clock.GetUtcNow()) is { } problem)
        {
            return problem;
        }

        await book.SaveAsync(export, who.Staff, approved ? "export_approved" : "export_refused", note, cancel).ConfigureAwait(false);
        return await book.ViewAsync(who, export, cancel).ConfigureAwait(false);
    }

    private async Task<Result<ExportView>> TakeInAsync(Viewer viewer, NewExport wish, string purpose, ICurrentViewer who, CancellationToken cancel)
    {
        var today = await asked.BusinessDate.CurrentAsync(cancel).ConfigureAwait(false);
        var version = await facts.FirstOrNullAsync(
            viewer,
            new FactsStatement("members to export", SqlFile.Beside<ExportDesk>("Version.sql")).With("segment", wish.Segment!).With("version", wish.Version ?? 0).With("as_of", today),
            (ref RowReader row) => new SegmentVersion(wish.Segment!, row.UInt64(), row.Date(), (long)row.UInt64()), cancel).ConfigureAwait(false);
        if (version is null)
        {
            return Problem.NotFound("computed version of segment", wish.Version is { } one ? string.Create(CultureInfo.InvariantCulture, $"{wish.Segment}@{one}") : wish.Segment!);
        }

        if (version.Customers == 0)
        {
            return Problem.Conflict("empty_segment", "None of your customers belongs to this version of the segment: there is nothing to export.");
        }

        if (version.Customers > asked.Options.RowsMax)
        {
            return MemberTable.TooMany(version.Customers, asked.Options.RowsMax);
        }

        // What would not go even on a fresh day is refused here; the day's own use is counted when the file is written.
        if (wish.Unmasked && await looks.QuotaAsync(viewer.Role, 0, version.Customers, cancel).ConfigureAwait(false) is { } over)
        {
            return over;
        }

        var (now, id) = (asked.Clock.GetUtcNow(), asked.Ids.Next().ToString("N"));
        var export = new MemberExport
        {
            Id = id,
            Mark = TraceCode.MarkOf(id),
            Segment = version.SegmentKey,
            SegmentVersion = (long)version.Version,
            AsOf = version.AsOf,
            Columns = string.Join(',', wish.Columns!),
            Unmasked = wish.Unmasked,
            Format = wish.Format!,
            Language = wish.Language ?? "zh",
            Purpose = purpose,
            OrgPath = viewer.Scope.Value,
            Manager = viewer.Manager,
            Role = viewer.Role,
            RequestedBy = viewer.Staff,
            RequestedAt = now,
            Members = version.Customers,
            ExpiresAt = now.AddDays(asked.Options.Days),
        };
        await book.SaveAsync(export, viewer.Staff, "export_requested", purpose, cancel, isNew: true).ConfigureAwait(false);
        return await book.ViewAsync(who, export, cancel).ConfigureAwait(false);
    }
}

/// <summary>What a wish is measured by.</summary>
internal sealed record ExportRules(ExportOptions Options, IBusinessDate BusinessDate, IIds Ids, BankClock Clock);
