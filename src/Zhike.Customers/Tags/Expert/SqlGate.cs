using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Zhike.Kernel;
using Zhike.Storage.Facts;
using Zhike.Storage.Facts.Rows;

namespace Zhike.Customers.Tags.Expert;

/// <summary>Lets through one SELECT over the standard tables and nothing else. The engine's own parser reads it, so there is no
/// second opinion of what it says: first the plain tree, before anything of it is worked out (functions, table functions, names,
/// settings), then the resolved one (every table that it would read, and the two columns that it gives).</summary>
internal sealed partial class SqlGate(IFacts facts)
{
    /// <summary>Nobody reads a longer one.</summary>
    public const int CharactersMax = 20_000;

    /// <summary>Of one statement in a run: 2 GiB, a minute.</summary>
    public static FactsLimits Limits { get; } = new(2L << 30, TimeSpan.FromMinutes(1));

    private const string Field = "sql";

    private static readonly Viewer Asking = Viewer.Bank("expert sql");

    /// <summary>What the engine calls the parts of a SELECT; anything else (an INSERT, a SETTINGS clause, an output file) is refused.</summary>
    private static readonly ImmutableHashSet<string> Parts =
    [
        "SelectWithUnionQuery", "SelectIntersectExceptQuery", "SelectQuery", "ExpressionList", "TablesInSelectQuery", "TablesInSelectQueryElement", "TableExpression", "TableJoin", "Subquery", "WithElement",
        "Identifier", "TableIdentifier", "Literal", "Function", "Asterisk", "QualifiedAsterisk", "OrderByElement", "QueryParameter", "WindowDefinition", "WindowListElement", "ArrayJoin", "DataType", "NameTypePair",
        "StorageOrderByElement", "InterpolateElement",
    ];

    /// <summary>Every problem, under the field "sql"; empty when it may run.</summary>
    public async Task<IReadOnlyList<FieldError>> CheckAsync(string sql, DateOnly asOf, CancellationToken cancel)
    {
        if (sql.Length > CharactersMax)
        {
            return [new FieldError(Field, $"may have {CharactersMax} characters, but has {sql.Length}")];
        }

        // TRICKY: the engine runs everything that a semicolon parts, also behind an EXPLAIN: it is refused before the engine sees it.
        if (sql.Contains(';', StringComparison.Ordinal))
        {
            return [new FieldError(Field, "must be one SELECT without a semicolon")];
        }

        // In brackets, so that nothing can stand behind the SELECT: a second statement, FORMAT, SETTINGS or an output file.
        var bracketed = new FactsStatement("explain expert sql", $"SELECT customer_id, value FROM (\n{sql}\n)").With("as_of", asOf).Within(FactsLimits.Interactive);
        try
        {
            var errors = Plain(await ExplainAsync("AST", bracketed, cancel).ConfigureAwait(false), await TablesAsync(cancel).ConfigureAwait(false));
            return errors.Count > 0 ? errors : Resolved(await ExplainAsync("QUERY TREE", bracketed, cancel).ConfigureAwait(false));
        }
        catch (FactsException refusal)
        {
            return [new FieldError(Field, $"cannot be read: {FirstLine(refusal.Reason)}")];
        }
        catch (ProblemException refusal)
        {
            return [new FieldError(Field, refusal.Problem.Message)];
        }
    }

    private List<FieldError> Plain(IReadOnlyList<string> lines, ImmutableHashSet<string> closed)
    {
        var errors = new List<FieldError>();
        foreach (var node in lines.Select(l => Node().Match(l)))
        {
            var (kind, name) = (node.Groups["kind"].Value, node.Groups["name"].Value);
            var problem = kind switch
            {
                "Function" when !AllowedSql.Functions.Contains(name) => $"calls {name}, which is not open to tags",
                "TableIdentifier" when name.Contains('.', StringComparison.Ordinal) || closed.Contains(name) =>
                    $"reads {name}; open to tags are {string.Join(", ", AllowedSql.Tables.Order(StringComparer.Ordinal))}",
                "Identifier" when closed.Contains(name) || (name.IndexOf('.', StringComparison.Ordinal) is > 0 and var dot && (name[..dot] == facts.Database || name[..dot] is "system" or "information_schema" or "default")) =>
                    $"names {name}, which is not open to tags",
                "Set" => "may not set anything",
                _ when !Parts.Contains(kind) => $"holds {kind}, which is not open to tags",
                _ => null,
            };
            if (problem is not null && errors.TrueForAll(e => e.Message != problem))
            {
                errors.Add(new FieldError(Field, problem));
            }
        }

        return errors;
    }

    private List<FieldError> Resolved(IReadOnlyList<string> lines)
    {
        var read = lines.Select(l => Table().Match(l)).Where(m => m.Success).Select(m => m.Groups["name"].Value)
            .Where(t => t != "system.one" && !(t.StartsWith(facts.Database + ".", StringComparison.Ordinal) && AllowedSql.Tables.Contains(t[(facts.Database.Length + 1)..])))
            .Distinct().ToList();
        return
        [
            .. read.Select(t => new FieldError(Field, $"reads {t}; open to tags are {string.Join(", ", AllowedSql.Tables.Order(StringComparer.Ordinal))}")),
            .. lines.Any(l => l.Contains("TABLE_FUNCTION id:", StringComparison.Ordinal)) ? [new FieldError(Field, "reads a table function, which is not open to tags")] : Array.Empty<FieldError>(),
        ];
    }

    private async Task<IReadOnlyList<string>> ExplainAsync(string what, FactsStatement statement, CancellationToken cancel) => await facts.ListAsync(
        Asking, statement with { Sql = $"EXPLAIN {what} {statement.Sql}" }, (ref RowReader row) => row.Text(), cancel).ConfigureAwait(false);

    /// <summary>Tables that are not open: the right side of IN takes a table's name where a column's could stand.</summary>
    private async Task<ImmutableHashSet<string>> TablesAsync(CancellationToken cancel)
    {
        var names = await facts.ListAsync(
            Asking, new FactsStatement("tables", "SELECT name FROM system.tables WHERE database = currentDatabase()"), (ref RowReader row) => row.Text(), cancel).ConfigureAwait(false);
        return [.. names.Where(n => !AllowedSql.Tables.Contains(n))];
    }

    private static string FirstLine(string text) => text.Split('\n')[0] is { Length: > 300 } line ? line[..300] : text.Split('\n')[0];

    [GeneratedRegex(@"^ *(?<kind>[A-Za-z_:]+)(?: (?<name>(?:(?! \(alias | \(children ).)*))?")]
    private static partial Regex Node();

    [GeneratedRegex(@"^ *TABLE id: \d+,.*table_name: (?<name>[^, ]+)")]
    private static partial Regex Table();
}
