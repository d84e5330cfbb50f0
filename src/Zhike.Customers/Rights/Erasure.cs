using System.Globalization;
using Zhike.Contracts.Customers;
using Zhike.Kernel;
using Zhike.Storage;
using Zhike.Storage.Facts;
using Zhike.Storage.Facts.Rows;
using Zhike.Storage.Records;

namespace Zhike.Customers.Rights;

/// <summary>What is done with a table when a person is erased.</summary>
/// <param name="Table">Where it is written, not its view.</param>
/// <param name="Where">Whose rows; parameter customer; what <see cref="Erasure"/> found of them stands in erasure_work.</param>
/// <param name="Set">UPDATE …; null deletes the rows.</param>
internal sealed record ErasureRule(string Table, string Where, string? Set = null);

/// <summary>Erases a person from both stores: the sealed data, every identity, and free text go; counts and sums stay under a number
/// that leads to nobody. A table that names a customer and stands in no rule loses its rows. May be killed and repeated.</summary>
internal sealed class Erasure(IFacts facts, IRecords records, IEnumerable<IErasureStep> steps) : IDisposable
{
    private readonly SemaphoreSlim _one = new(1);
    private const string Own = "customer_id = {customer:UInt64}";
    private const string Known = "a IN (SELECT number FROM erasure_work WHERE kind = 'identity') OR b IN (SELECT number FROM erasure_work WHERE kind = 'identity')";

    /// <summary>Numbers, flags and nothing else stay of an event: texts may say anything, and ten digits may be a phone.</summary>
    private const string NumbersAlone =
        """
        CAST(concat('{', arrayStringConcat(arrayMap(p -> concat(toJSONString(p.1), ':', p.2),
            arrayFilter(p -> match(p.2, '^(true|false|-?[0-9]{1,9}([.][0-9]{1,6})?)$'), JSONExtractKeysAndValuesRaw(toJSONString(properties)))), ','), '}') AS JSON(max_dynamic_paths = 64))
        """;

    private static readonly Viewer Erasing = Viewer.Bank("erase a person");

    /// <summary>Rows that stay as they are: they count and add up, and name nobody but by our own number.</summary>
    private static readonly string[] Kept = ["journey_steps", "contacts"];

    private static readonly ErasureRule[] Rules =
    [
        new("customer_secret_versions", Own),
        new("customer_identities", Own),
        new("identity_evidence", Known),
        new("identity_decisions", Known),
        new("identity_changes", "person = {customer:UInt64} OR other = {customer:UInt64} OR sipHash64(a_kind, a_value) IN (SELECT number FROM erasure_work WHERE kind = 'identity') OR sipHash64(b_kind, b_value) IN (SELECT number FROM erasure_work WHERE kind = 'identity')"),
        new("identity_versions", "person = {customer:UInt64} OR identity IN (SELECT number FROM erasure_work WHERE kind = 'identity')"),
        new("identity_work_links", Known),
        new("identity_work_owners", "identity IN (SELECT number FROM erasure_work WHERE kind = 'identity')"),
        new("identity_work_arrived", "customer = {customer:UInt64}"),
        new("list_upload_rows", "customer_no IN (SELECT value FROM erasure_work WHERE kind = 'user')"),
        new("list_problems", "customer_no IN (SELECT value FROM erasure_work WHERE kind = 'user')"),
        new("first_touches", "identity IN (SELECT number FROM erasure_work WHERE kind = 'identity')"),
        new("quarantined_events", "user_id IN (SELECT value FROM erasure_work WHERE kind = 'user') OR anonymous_id IN (SELECT value FROM erasure_work WHERE kind = 'carrier') OR multiSearchAny(concat(properties, context), (SELECT groupArray(value) FROM erasure_work WHERE kind = 'text'))"),
        new("property_samples", "multiSearchAny(arrayStringConcat(samples, ' '), (SELECT groupArray(value) FROM erasure_work WHERE kind = 'text'))"),
        new("violation_samples", "multiSearchAny(sample, (SELECT groupArray(value) FROM erasure_work WHERE kind = 'text'))"),
        new("event_refusals", "multiSearchAny(sample, (SELECT groupArray(value) FROM erasure_work WHERE kind = 'text'))"),
        new("customer_versions", Own, "customer_no = concat('erased-', toString(customer_id)), birth_date = NULL, gender = '', manager_id = '', attributes = map()"),
        new("account_versions", Own, "account_no = concat('erased-', toString(account_id)), attributes = map()"),
        new("account_party_versions", Own, "party_no = ''"),
        new("transactions", $"({Own} AND counterparty_account != '') OR counterparty_account IN (SELECT value FROM erasure_work WHERE kind = 'account')", "counterparty_account = ''"),
        new("events", "customer_id = {customer:UInt64} OR user_id IN (SELECT value FROM erasure_work WHERE kind = 'user') OR anonymous_id IN (SELECT value FROM erasure_work WHERE kind = 'carrier') OR device_id IN (SELECT value FROM erasure_work WHERE kind = 'carrier')",
            $"user_id = '', anonymous_id = '', device_id = '', session_id = '', properties = {NumbersAlone}, context = CAST('{{}}' AS JSON(max_dynamic_paths = 32))"),
        new("consents", Own, "reference = '', source = if(startsWith(source, 'staff:'), 'staff', source)"),
        new("suppression_versions", Own, "reason = '', reference = '', ended_reason = ''"),
        new("outcomes", Own, "detail = ''"),
        new("journey_requests", Own, "cause = ''"),
    ];

    /// <summary>The tables with a rule, and those that are kept.</summary>
    public static IEnumerable<string> KnownTables => Rules.Select(r => r.Table).Concat(Kept).Append("holding_versions");

    /// <param name="texts">The person's name, phone and the like as they are written: free text that holds one of them goes.</param>
    public async Task<IReadOnlyList<ErasedRows>> RunAsync(ulong customer, IReadOnlyList<string> texts, CancellationToken cancel)
    {
        await _one.WaitAsync(cancel).ConfigureAwait(false);
        try
        {
            var found = await FindAsync(customer, texts, cancel).ConfigureAwait(false);
            await LookForAsync(found, cancel).ConfigureAwait(false);
            return await EraseAsync(found, cancel).ConfigureAwait(false);
        }
        finally
        {
            await LookForAsync(null, CancellationToken.None).ConfigureAwait(false);
            _one.Release();
        }
    }

    public void Dispose() => _one.Dispose();

    /// <summary>Files of the engine that merges and mutations left behind and that wait to be removed: "table/part".</summary>
    public async Task<IReadOnlyList<string>> OldFilesAsync(CancellationToken cancel) => await facts.ListAsync(
        Erasing,
        // TRICKY: only who asks for _state is told of parts whose files are being removed at this moment.
        new FactsStatement("old parts", "SELECT concat(table, '/', name) FROM system.parts WHERE database = {database:String} AND NOT active AND _state != ''").With("database", facts.Database),
        (ref RowReader row) => row.Text(), cancel).ConfigureAwait(false);

    private async Task<List<ErasedRows>> EraseAsync(Found found, CancellationToken cancel)
    {
        var tables = await TablesAsync(cancel).ConfigureAwait(false);
        var erased = new List<ErasedRows>();
        foreach (var rule in Rules.Where(r => tables.ContainsKey(r.Table)))
        {
            erased.Add(await ApplyAsync(rule, found, cancel).ConfigureAwait(false));
        }

        erased.Add(await HoldingsAsync(found, cancel).ConfigureAwait(false));
        foreach (var (table, _) in tables.Where(t => t.Value && !KnownTables.Contains(t.Key)).OrderBy(t => t.Key, StringComparer.Ordinal))
        {
            erased.Add(await ApplyAsync(new ErasureRule(table, Own), found, cancel).ConfigureAwait(false));
        }

        var person = new ErasedPerson(found.Customer, found.Users);
        foreach (var step in steps)
        {
            erased.AddRange(await step.EraseAsync(person, cancel).ConfigureAwait(false));
        }

        await records.EmptyJournalAsync(cancel).ConfigureAwait(false);
        return erased;
    }

    private async Task<Found> FindAsync(ulong customer, IReadOnlyList<string> texts, CancellationToken cancel)
    {
        var statement = new FactsStatement("identities of a person", SqlFile.Beside<Erasure>("Identities.sql")).With("customer", customer).Within(FactsLimits.Batch);
        var rows = await facts.ListAsync(Erasing, statement, (ref RowReader row) => (Kind: row.Text(), Value: row.Text(), Number: row.UInt64()), cancel).ConfigureAwait(false);
        var users = rows.Where(r => r.Kind is "customer_no" or "user_id").Select(r => r.Value).Where(v => !v.StartsWith("erased-", StringComparison.Ordinal)).Distinct().ToList();
        return new Found(
            customer, [.. rows.Where(r => r.Kind != "account_no").Select(r => r.Number).Distinct()], users,
            [.. rows.Where(r => r.Kind is "anonymous_id" or "device" or "cookie").Select(r => r.Value).Distinct()],
            [.. rows.Where(r => r.Kind == "account_no").Select(r => r.Value)],
            [.. texts.Concat(users).Where(t => t.Length >= 2).Distinct()]);
    }

    private async Task<ErasedRows> ApplyAsync(ErasureRule rule, Found found, CancellationToken cancel)
    {
        var rows = await facts.CountAsync(
            Erasing, Bound(new FactsStatement("rows to erase", $"SELECT count() FROM {rule.Table} WHERE {rule.Where}").Within(FactsLimits.Batch), found), cancel).ConfigureAwait(false);
        if (rows > 0)
        {
            var change = rule.Set is { } set ? $"UPDATE {set}" : "DELETE";
            var sql = $"ALTER TABLE {rule.Table} {change} WHERE {rule.Where} SETTINGS mutations_sync = 2";
            await facts.ExecuteAsync(Erasing, Bound(new FactsStatement("erase a person", sql).Within(FactsLimits.Batch), found), cancel).ConfigureAwait(false);
        }

        return new ErasedRows(rule.Table, rule.Set is null ? "deleted" : "blanked", checked((long)rows));
    }

    /// <summary>The bank's number of a holding is part of the table's key, which cannot be changed in place: the rows are written anew.</summary>
    private async Task<ErasedRows> HoldingsAsync(Found found, CancellationToken cancel)
    {
        var anew = new FactsStatement("holdings without numbers", SqlFile.Beside<Erasure>("Holdings.sql")).Within(FactsLimits.Batch);
        await facts.ExecuteAsync(Erasing, Bound(anew, found), cancel).ConfigureAwait(false);
        var gone = await ApplyAsync(new ErasureRule("holding_versions", $"{Own} AND NOT startsWith(holding_no, 'erased:')"), found, cancel).ConfigureAwait(false);
        return gone with { What = "blanked" };
    }

    /// <summary>TRICKY: the engine keeps the text of a mutation in a file. It holds our own number of the customer and nothing that tells
    /// who it was: what is looked for stands in erasure_work, which is in memory.</summary>
    private static FactsStatement Bound(FactsStatement statement, Found found) => statement with
    {
        Sql = statement.Sql.Replace("{customer:UInt64}", found.Customer.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal),
    };

    private async Task LookForAsync(Found? found, CancellationToken cancel)
    {
        await facts.ExecuteAsync(Erasing, new FactsStatement("empty erasure work", "TRUNCATE TABLE erasure_work"), cancel).ConfigureAwait(false);
        if (found is not null)
        {
            await facts.InsertAsync(new FactsInsert("erasure work", "erasure_work (kind, value, number)"), RowsAsync(found), cancel).ConfigureAwait(false);
        }
    }

    private static async IAsyncEnumerable<ReadOnlyMemory<byte>> RowsAsync(Found found)
    {
        var writer = new RowWriter();
        foreach (var identity in found.Identities)
        {
            writer.Text("identity").Text("").UInt64(identity);
        }

        foreach (var (kind, values) in new[] { ("user", found.Users), ("carrier", found.Carriers), ("account", found.Accounts), ("text", found.Texts) })
        {
            foreach (var value in values)
            {
                writer.Text(kind).Text(value).UInt64(0);
            }
        }

        yield return writer.Written;
        await Task.CompletedTask.ConfigureAwait(false);
    }

    /// <summary>Every table, and whether it names a customer.</summary>
    private async Task<Dictionary<string, bool>> TablesAsync(CancellationToken cancel)
    {
        var rows = await facts.ListAsync(
            Erasing, new FactsStatement("tables", SqlFile.Beside<Erasure>("Tables.sql")).With("database", facts.Database),
            (ref RowReader row) => (Table: row.Text(), HasCustomer: row.Bool()), cancel).ConfigureAwait(false);
        return rows.ToDictionary(r => r.Table, r => r.HasCustomer);
    }

    private sealed record Found(
        ulong Customer, IReadOnlyList<ulong> Identities, IReadOnlyList<string> Users, IReadOnlyList<string> Carriers, IReadOnlyList<string> Accounts, IReadOnlyList<string> Texts);
}
