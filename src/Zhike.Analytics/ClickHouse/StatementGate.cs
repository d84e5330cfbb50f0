using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Zhike.Kernel;
using Zhike.Storage.Facts;
using Zhike.Storage.Facts.Embedded;

namespace Zhike.Analytics.ClickHouse;

/// <summary>A statement that may run, and in which format it answers.</summary>
internal sealed record GatedStatement(FactsStatement Statement, string Format);

/// <summary>Lets through one SELECT over the scoped views and nothing else. The engine's own parser reads the statement, so
/// there is no second opinion of what it says: first the plain tree, before anything of it is worked out (functions, table
/// functions, qualified names, settings), then the resolved tree (every table that it would really read).</summary>
internal sealed partial class StatementGate(IFacts facts)
{
    /// <summary>The name of statements that are ours, not the asker's.</summary>
    public const string CatalogueName = "catalogue";

    /// <summary>What a SELECT without FROM reads: one row of nothing.</summary>
    private const string NoTable = "system.one";

    private static readonly FactsStatement Databases = new("databases", "SELECT name FROM system.databases");

    /// <exception cref="Refusal">It may not run.</exception>
    public async Task<GatedStatement> CheckAsync(ReadOnlySession session, string database, ClickHouseRequest request, CancellationToken cancel)
    {
        var sql = request.Sql.Trim().TrimEnd(';').TrimEnd();
        if (sql.Length == 0)
        {
            throw Refusal.Syntax("There is no statement: send it as the query parameter or the body");
        }

        if (Catalogue(sql, database, request) is { } look)
        {
            return look;
        }

        if (!session.OnlyReads(sql))
        {
            throw Refusal.ReadOnly("Only one statement that reads is taken here");
        }

        var statement = new FactsStatement("expert statement", sql) { Parameters = request.Parameters };
        var others = (await ListDatabasesAsync(cancel).ConfigureAwait(false)).Where(d => d != database).ToImmutableHashSet(StringComparer.OrdinalIgnoreCase);
        var format = Plain(await Explain(session, statement, "AST", cancel).ConfigureAwait(false), others) ?? request.DefaultFormat;
        Unresolved(await Explain(session, statement, "QUERY TREE run_passes = 0", cancel).ConfigureAwait(false), others);
        Resolved(await Explain(session, statement, "QUERY TREE", cancel).ConfigureAwait(false), database);
        return new GatedStatement(statement, Formats.Checked(format));
    }

    /// <summary>What tools ask to find their way: the names of the views and their columns.</summary>
    private static GatedStatement? Catalogue(string sql, string database, ClickHouseRequest request)
    {
        if (CatalogueQuestion().Match(sql) is not { Success: true } match)
        {
            return null;
        }

        var format = Formats.Checked(match.Groups["format"] is { Success: true, Value: var named } ? named : request.DefaultFormat);
        var text = match.Groups["tables"].Success
            ? $"SELECT name FROM system.tables WHERE database = '{database}' ORDER BY name"
            : match.Groups["databases"].Success
                ? $"SELECT '{database}' AS name"
                : $"DESCRIBE TABLE {Word(match.Groups["table"].Value, database)}";
        return new GatedStatement(new FactsStatement(CatalogueName, text), format);
    }

    private static string Word(string table, string database) => ScopedViews.Names.Contains(table)
        ? $"`{database}`.`{table}`"
        : throw Refusal.UnknownTable(table);

    private async Task<List<string>> ListDatabasesAsync(CancellationToken cancel) =>
        await facts.ListAsync(Viewer.Bank("clickhouse endpoint"), Databases, (ref Storage.Facts.Rows.RowReader row) => row.Text(), cancel).ConfigureAwait(false);

    private static async Task<string[]> Explain(ReadOnlySession session, FactsStatement statement, string what, CancellationToken cancel) =>
        await session.LinesAsync(statement with { Name = "explain", Sql = $"EXPLAIN {what} {statement.Sql}" }, cancel).ConfigureAwait(false);

    /// <summary>Reads the plain tree, a node a line: "   Function name (alias a) (children 2)". A name in quotes may hold a line
    /// break and so add lines of its author's making: they can only be refused, never hide the node's own line, which begins
    /// with its kind and true name. Answers the FORMAT that the statement asks for.</summary>
    private static string? Plain(string[] lines, ImmutableHashSet<string> others)
    {
        if (lines.Length == 0 || !lines[0].StartsWith("SelectWithUnionQuery", StringComparison.Ordinal))
        {
            throw Refusal.ReadOnly("Only SELECT, SHOW TABLES, SHOW DATABASES and DESCRIBE are taken here");
        }

        string? format = null;
        var before = "";
        foreach (var line in lines)
        {
            var node = Node().Match(line);
            var (depth, kind, name) = (node.Groups["depth"].Length, node.Groups["kind"].Value, node.Groups["name"].Value);
            switch (kind)
            {
                case "Function" when before == "TableExpression" && !AllowedFunctions.Table(name):
                    throw Refusal.AccessDenied($"The table function {name} is not open here");
                case "Function" when !AllowedFunctions.Scalar(name) || TableFunctionOnly().IsMatch(name):
                    throw Refusal.AccessDenied($"The function {name} is not open here");
                case "Identifier" when depth == 1:
                    format = name;
                    break;
                case "Identifier" or "TableIdentifier":
                    NotElsewhere(name, others);
                    break;
                case "Set":
                    throw Refusal.ReadOnly("A SETTINGS clause is not taken here; settings that shape the answer are taken as parameters of the request");
                case "ColumnsApplyTransformer":
                    throw Refusal.AccessDenied("APPLY is not open here: name the columns");
                case "Literal" when depth == 1:
                    throw Refusal.ReadOnly("INTO OUTFILE is not taken here");
            }

            before = kind;
        }

        return format;
    }

    /// <summary>The same once more on the analyzer's tree before it resolves anything: what the plain tree does not show.</summary>
    private static void Unresolved(string[] lines, ImmutableHashSet<string> others)
    {
        foreach (var line in lines)
        {
            if (TreeFunction().Match(line) is { Success: true } function && !AllowedFunctions.Scalar(function.Groups["name"].Value))
            {
                throw Refusal.AccessDenied($"The function {function.Groups["name"].Value} is not open here");
            }

            if (TreeTableFunction().Match(line) is { Success: true } table && !AllowedFunctions.Table(table.Groups["name"].Value))
            {
                throw Refusal.AccessDenied($"The table function {table.Groups["name"].Value} is not open here");
            }

            if (TreeIdentifier().Match(line) is { Success: true } identifier && identifier.Groups["name"].Value != NoTable)
            {
                NotElsewhere(identifier.Groups["name"].Value, others);
            }

            if (line.TrimStart().StartsWith("SETTINGS ", StringComparison.Ordinal))
            {
                throw Refusal.ReadOnly("A SETTINGS clause is not taken here");
            }
        }
    }

    /// <summary>Every table that the statement would read is one of the scope's views.</summary>
    private static void Resolved(string[] lines, string database)
    {
        foreach (var line in lines.Select(l => l.TrimStart()))
        {
            if (line.StartsWith("TABLE_FUNCTION ", StringComparison.Ordinal))
            {
                if (TreeTableFunction().Match(line) is not { Success: true } function || !AllowedFunctions.Table(function.Groups["name"].Value))
                {
                    throw Refusal.AccessDenied("This table function is not open here");
                }
            }
            else if (line.StartsWith("TABLE ", StringComparison.Ordinal))
            {
                var name = line.LastIndexOf("table_name: ", StringComparison.Ordinal) is >= 0 and var at ? line[(at + "table_name: ".Length)..] : "";
                var table = name.Split(',')[0];
                if (table != NoTable && !(table.StartsWith(database + ".", StringComparison.Ordinal) && ScopedViews.Names.Contains(table[(database.Length + 1)..])))
                {
                    throw Refusal.AccessDenied("Only the views that SHOW TABLES names are open here");
                }
            }
        }
    }

    private static void NotElsewhere(string name, ImmutableHashSet<string> others)
    {
        if (name.IndexOf('.', StringComparison.Ordinal) is > 0 and var dot && others.Contains(name[..dot]))
        {
            throw Refusal.AccessDenied($"{name} is not open here: only the views that SHOW TABLES names are");
        }
    }

    [GeneratedRegex(@"^(?<depth> *)(?<kind>[A-Za-z_:]+)(?: (?<name>(?:(?! \(alias | \(children ).)*))?")]
    private static partial Regex Node();

    [GeneratedRegex(@"^ *FUNCTION id: \d+,.*function_name: (?<name>[^,]+)")]
    private static partial Regex TreeFunction();

    [GeneratedRegex(@"^ *TABLE_FUNCTION id: \d+,.*table_function_name: (?<name>[^,]+)")]
    private static partial Regex TreeTableFunction();

    [GeneratedRegex(@"^ *IDENTIFIER id: \d+,.*identifier: (?<name>.+)")]
    private static partial Regex TreeIdentifier();

    /// <summary>Names that only table functions bear, wherever they stand: the right side of IN takes them too.</summary>
    [GeneratedRegex("^(arrowstream|azure.*|cluster.*|cosn|deltalake.*|dictionary|executable|fuzzjson|gcs|generaterandom|hdfs.*|hudi.*|iceberg(?!bucket|hash|truncate).*|input|jdbc|loop|merge|mergetree.*|mongodb|mysql|odbc|oss|paimon.*|postgresql|prometheus.*|redis|remote.*|s3.*|sqlite|url|urlcluster|view.*|ytsaurus)$", RegexOptions.IgnoreCase)]
    private static partial Regex TableFunctionOnly();

    [GeneratedRegex(@"^\s*(?:(?<tables>SHOW\s+TABLES(?:\s+(?:FROM|IN)\s+\w+)?)|(?<databases>SHOW\s+DATABASES)|DESC(?:RIBE)?\s+(?:TABLE\s+)?(?:\w+\.)?`?(?<table>\w+)`?)(?:\s+FORMAT\s+(?<format>\w+))?\s*$", RegexOptions.IgnoreCase)]
    private static partial Regex CatalogueQuestion();
}
