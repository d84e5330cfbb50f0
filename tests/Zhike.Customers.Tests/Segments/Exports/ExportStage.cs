using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Zhike.Contracts.Access;
using Zhike.Contracts.Customers;
using Zhike.Contracts.Http;
using Zhike.Contracts.Jobs;
using Zhike.Customers.Segments.Exports;
using Zhike.Customers.Tests.Profiles;
using Zhike.Kernel;
using Zhike.Storage;
using Zhike.Storage.Audit;
using Zhike.Testing;

namespace Zhike.Customers.Tests.Segments.Exports;

/// <summary>The bank of <see cref="ProfileStage"/> with the segment "all" of its customers 1, 2 (Prague) and 3 (South), and "none".</summary>
internal sealed class ExportStage
{
    public static readonly Colleague Wang = new("wang", "/hq/");
    public static readonly Colleague Zhao = new("zhao", "/hq/") { May = [Permission.ApproveExports, Permission.ViewAudit] };
    public static readonly Colleague PragueHead = new("p1", "/hq/prague/") { May = [Permission.ExportCustomers, Permission.ApproveExports, Permission.ViewPersonalData], Role = "outlet_manager" };
    public static readonly Colleague SouthHead = new("s1", "/hq/south/") { May = [Permission.ExportCustomers, Permission.ApproveExports] };

    private ExportStage(ProfileStage bank) => Bank = bank;

    public ProfileStage Bank { get; }

    public ExportDesk Desk => Bank.Get<ExportDesk>();

    public ExportTurns Turns => Bank.Get<ExportTurns>();

    public ExportDownload Files => Bank.Get<ExportDownload>();

    public FakeClock Clock => Bank.Get<FakeClock>();

    public static async Task<ExportStage> NewAsync(int rowsMax = 1_000)
    {
        var bank = await ProfileStage.NewAsync(services =>
            services.AddSingleton(new ExportOptions { RowsMax = rowsMax }));
        foreach (var key in new[] { "all", "none" })
        {
            await bank.InstallAsync("segment", $"{{key: {key}, name: {{zh: 全部, en: Everybody}}, expression: {{attribute: opened_on, op: not_null}}}}");
        }

        await bank.RunAsync("""
            INSERT INTO segment_members SELECT 'all', 1, toDate('1994-03-31'), now(), groupBitmapState(arrayJoin([1, 2, 3]::Array(UInt64)));
            INSERT INTO segment_members SELECT 'none', 1, toDate('1994-03-31'), now(), groupBitmapState(toUInt64(77));
            """);
        return new ExportStage(bank);
    }

    public static NewExport Wish(string format = "csv", bool unmasked = false, params string[] columns) =>
        new("all", null, columns.Length == 0 ? ["customer_no", "name", "phone"] : columns, "三月回访名单", format, unmasked, null);

    public async Task<ExportView> AskAsync(Colleague who, NewExport wish) => (await Desk.RequestAsync(who, wish, CancellationToken.None)).OrThrow();

    public async Task<ExportView> ApprovedAsync(Colleague who, NewExport wish)
    {
        var asked = await AskAsync(who, wish);
        return (await Desk.DecideAsync(Zhao, asked.Id, approved: true, new ExportDecision(null, asked.Revision), CancellationToken.None)).OrThrow();
    }

    /// <summary>Asked for, approved and written.</summary>
    public async Task<ExportView> WrittenAsync(Colleague who, NewExport wish)
    {
        var approved = await ApprovedAsync(who, wish);
        await TurnAsync();
        return await SeenAsync(who, approved.Id);
    }

    public async Task<ExportView> SeenAsync(Colleague who, string id)
    {
        var book = Bank.Get<ExportBook>();
        return await book.ViewAsync(who, (await book.FindSeenAsync(who, id, CancellationToken.None))!, CancellationToken.None);
    }

    /// <summary>What the server's loop does: writes what is due as jobs, and says how each ended.</summary>
    public async Task<int> TurnAsync(CancellationToken cancel = default)
    {
        var due = await Turns.DueAsync(CancellationToken.None);
        foreach (var export in due)
        {
            await Turns.EndedAsync(export, await RunAsync(export, cancel), CancellationToken.None);
        }

        return due.Count;
    }

    /// <returns>Why it failed; empty when it did not.</returns>
    public async Task<string> RunAsync(string export, CancellationToken cancel = default)
    {
        try
        {
            await Bank.Services.GetServices<IJob>().Single(j => j.Verb == "export-members").RunAsync(JsonSerializer.SerializeToElement(new { export }), new Silent(), cancel);
            return "";
        }
        catch (ProblemException refusal)
        {
            return refusal.Problem.Message;
        }
        catch (OperationCanceledException)
        {
            return "Cancelled.";
        }
    }

    public async Task<byte[]> BytesAsync(Colleague who, string id)
    {
        var (_, content) = (await Files.OpenAsync(who, id, CancellationToken.None)).OrThrow();
        using var plain = new MemoryStream();
        using (content)
        {
            await content.CopyToAsync(plain);
        }

        return plain.ToArray();
    }

    public async Task<string> TextAsync(Colleague who, string id) => Encoding.UTF8.GetString(await BytesAsync(who, id));

    /// <summary>The lines of customers without their trace codes, by customer number: the order is the export's own.</summary>
    public static string[] Rows(string csv) =>
        [.. csv.Split("\r\n").Skip(1).TakeWhile(l => !l.StartsWith("# ", StringComparison.Ordinal)).Select(l => l[..l.LastIndexOf(',')]).Order(StringComparer.Ordinal)];

    public string Folder => Bank.Get<StorageOptions>().DataFolder;

    public IReadOnlyList<string> OnDisk() =>
        [.. new[] { "exports", "keys/exports" }.Select(f => Path.Combine(Folder, f)).Where(Directory.Exists).SelectMany(Directory.EnumerateFiles).Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal)];

    public async Task<IReadOnlyList<string>> TrailAsync(string id) =>
        [.. (await Bank.Get<AuditChain>().PageAsync(new AuditFilter(Subject: $"export/{id}"), 1, 50, CancellationToken.None)).Items.Reverse().Select(i => $"{i.Actor} {i.Action}")];

    private sealed class Silent : IProgressSink
    {
        public void Report(string step, long done, long total)
        {
        }
    }
}

internal sealed class Colleague(string staff, string place) : ICurrentViewer
{
    public Permission[] May { get; init; } = [Permission.ExportCustomers];

    public string Role { get; init; } = "strategist";

    public string Manager { get; init; } = "";

    public string Staff => staff;

    public string NameZh => staff;

    public IReadOnlySet<Permission> Permissions => May.ToHashSet();

    public Viewer Viewer(string purpose) => new(staff, OrgPath.Of(place), Manager, false, purpose) { Role = Role };

    public Result<Viewer> UnmaskingViewer(string purpose) =>
        May.Contains(Permission.ViewPersonalData) ? Viewer(purpose) with { MaySeePersonalData = true } : Problem.Forbidden("may not see personal data");
}
