using System.Text.Json;
using System.Text.Json.Nodes;
using Zhike.Contracts.Access;
using Zhike.Contracts.Customers;
using Zhike.Customers.PersonalData;
using Zhike.Customers.Spreadsheets;
using Zhike.Kernel;
using Zhike.Storage;
using Zhike.Storage.Facts;
using Zhike.Storage.Facts.Rows;

namespace Zhike.Customers.Rights;

/// <summary>What the bank holds about one person, as a file they can read: who they are, and every table that names them.</summary>
internal sealed class PersonFile(RequestDesk desk, IFacts facts, IPersonalData people, PersonalLooks looks)
{
    /// <summary>Rows of one table; the newest of more. The file says so.</summary>
    private const int RowsMax = 20_000;

    private static readonly Dictionary<string, string> Names = new()
    {
        ["customers"] = "客户信息", ["customer_identities"] = "身份标识", ["accounts"] = "账户", ["holdings"] = "持有产品", ["transactions"] = "交易",
        ["events"] = "行为记录", ["consents"] = "授权记录", ["suppressions"] = "禁扰名单", ["tag_values"] = "标签", ["tag_values_live"] = "实时标签", ["tag_changes"] = "标签变化", ["scores"] = "模型评分",
        ["contacts"] = "触达记录", ["outcomes"] = "触达结果", ["journey_steps"] = "策略步骤",
    };

    /// <summary>Our own machinery in a row, which says nothing about the person.</summary>
    private static readonly string[] Inner = ["customer_id", "version", "run_id", "attributed_by", "is_copy", "step_id", "from_step_id", "enrolment_id", "is_demo", "epoch"];

    /// <param name="format">json or xlsx.</param>
    public async Task<Result<byte[]>> WriteAsync(ICurrentViewer who, string id, string format, CancellationToken cancel)
    {
        var working = await desk.WorkingAsync(who, id, [RequestKind.Access, RequestKind.Export], cancel).ConfigureAwait(false);
        if (!working.Ok)
        {
            return working.Problem;
        }

        var viewer = who.UnmaskingViewer($"request {id}");
        if (!viewer.Ok)
        {
            return viewer.Problem;
        }

        var customer = checked((ulong)working.Value.CustomerId);
        if (await looks.RecordAsync(viewer.Value, customer, $"request {id}", PersonalRules.Fields, cancel).ConfigureAwait(false) is { } refused)
        {
            return refused;
        }

        var person = (await people.ReadAsync(viewer.Value, [customer], cancel).ConfigureAwait(false)).GetValueOrDefault(customer);
        var sheets = new JsonObject { ["个人信息"] = new JsonArray(JsonSerializer.SerializeToNode(person, JsonSerializerOptions.Web)) };
        foreach (var table in await TablesAsync(cancel).ConfigureAwait(false))
        {
            if (await RowsAsync(table, customer, cancel).ConfigureAwait(false) is { Count: > 0 } rows)
            {
                sheets[Names.GetValueOrDefault(table, table)] = rows;
            }
        }

        await desk.SaveAsync(working.Value, "exported", format, who.Staff, isNew: false, cancel).ConfigureAwait(false);
        return format == "xlsx" ? Workbook(sheets) : JsonSerializer.SerializeToUtf8Bytes(sheets, Readable);
    }

    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Tables as they are read: where there are versions, the view of the newest.</summary>
    private async Task<IReadOnlyList<string>> TablesAsync(CancellationToken cancel)
    {
        var tables = await facts.ListAsync(
            Viewer.Bank("tables"), new FactsStatement("tables", SqlFile.Beside<PersonFile>("Tables.sql")).With("database", facts.Database),
            (ref RowReader row) => (Table: row.Text(), NamesCustomers: row.Bool()), cancel).ConfigureAwait(false);
        return [.. tables.Where(t => t.NamesCustomers && t.Table is not "customer_secret_versions" and not "account_party_versions").Select(t => ViewOf(t.Table)).Order(StringComparer.Ordinal)];
    }

    private static string ViewOf(string table) => table switch
    {
        "holding_versions" => "holdings",
        _ when table.EndsWith("_versions", StringComparison.Ordinal) => table[..^"_versions".Length] + "s",
        _ => table,
    };

    private async Task<JsonArray> RowsAsync(string table, ulong customer, CancellationToken cancel)
    {
        using var text = new MemoryStream();
        var statement = new FactsStatement($"rows of a person: {table}", $"SELECT * FROM {table} WHERE customer_id = {{customer:UInt64}} LIMIT {RowsMax}")
            .With("customer", customer).Within(FactsLimits.Batch);
        await facts.PipeAsync(Viewer.Bank("request of a person"), statement, "JSONEachRow", text, cancel).ConfigureAwait(false);
        text.Position = 0;
        var rows = new JsonArray();
        using var reader = new StreamReader(text);
        while (await reader.ReadLineAsync(cancel).ConfigureAwait(false) is { Length: > 0 } line)
        {
            var row = JsonNode.Parse(line)!.AsObject();
            foreach (var inner in Inner)
            {
                row.Remove(inner);
            }

            rows.Add((JsonNode)row);
        }

        return rows;
    }

    private static byte[] Workbook(JsonObject sheets) => WorkbookWriter.Write([.. sheets.Select(s =>
    {
        var rows = s.Value!.AsArray().Select(r => r!.AsObject()).ToList();
        var columns = rows.SelectMany(r => r.Select(c => c.Key)).Distinct().ToList();
        IReadOnlyList<IReadOnlyList<string>> cells = [columns, .. rows.Select(r => columns.ConvertAll(c => r[c]?.ToString() ?? ""))];
        return (s.Key, cells);
    })]);
}
