using System.Collections.Immutable;
using System.Globalization;
using Zhike.Intake.Mapping;
using Zhike.Storage.Facts;

namespace Zhike.Intake.Import;

/// <summary>Composes the statement that turns staged texts into the typed rows of one target. Identifiers come from the closed
/// catalogue of <see cref="StandardTables"/>; everything a mapping says goes in as a bound parameter.</summary>
internal sealed class RowSql
{
    private readonly ImportTarget _target;
    private readonly IReadOnlyList<string> _staged;
    private readonly string _zone;
    private readonly Dictionary<string, (string Type, object Value)> _parameters = [];

    /// <param name="staged">Source fields in the order of the stage's columns f0, f1 …</param>
    /// <param name="zone">Where local times of the source are counted.</param>
    public RowSql(ImportTarget target, IReadOnlyList<string> staged, string zone)
    {
        (_target, _staged, _zone) = (target, staged, zone);
        Checks = [.. target.Columns.Select(r => new ColumnCheck(r, target.Table.Columns.First(c => c.Name == r.Column), $"t_{r.Column}"))];
    }

    /// <summary>One a mapped column, in the order of their two bits in the mask.</summary>
    public ImmutableArray<ColumnCheck> Checks { get; }

    /// <summary>The columns of the typed table: row, bad, then what is stored.</summary>
    public string TypedColumns() => string.Join(", ",
        Stored().Select(c => $"{c.Name} {c.Type}").Prepend("row UInt64, bad UInt64"));

    /// <summary>What is stored of a row, attributes included.</summary>
    public IEnumerable<(string Name, string Type)> Stored() => _target.Table.HasAttributes
        ? _target.Table.StoredColumns.Append(("attributes", "Map(LowCardinality(String), String)"))
        : _target.Table.StoredColumns;

    /// <summary>INSERT INTO the typed table SELECT … FROM the stage. No function in it can fail, so none needs to be held back
    /// row by row until its branch is chosen: doing so would cost more than it saves.</summary>
    public FactsStatement Convert(string stage, string typed)
    {
        var texts = new List<string>();
        foreach (var check in Checks)
        {
            texts.Add($"{Text(check.Rule)} AS {check.TextName}");
        }

        for (var i = 0; i < _target.Attributes.Length; i++)
        {
            texts.Add($"{Text(_target.Attributes[i].Rule)} AS a_{i}");
        }

        var months = Checks.Where(c => c.Rule.PlusMonths is not null).Select(c => Staged(c.Rule.PlusMonths!));
        var values = Stored().Select(c => $"{Value(c.Name)} AS c_{c.Name}").ToList();
        var founds = Founds().Select(f => $"{f.Sql} AS r_{f.Name}");
        var sql = $"""
            INSERT INTO {typed} (row, bad, {string.Join(", ", Stored().Select(c => c.Name))})
            SELECT row, {Mask()} AS bad,
                {string.Join(",\n    ", Stored().Select(c => $"c_{c.Name}"))}
            FROM
            (
                SELECT *, {string.Join(",\n        ", founds.Concat(Parsed()).Concat(values))}
                FROM (SELECT row, {string.Join(",\n        ", texts.Concat(months.Distinct()).Distinct())} FROM {stage})
            )
            SETTINGS short_circuit_function_evaluation = 'disable'
            """;
        return Bind(new FactsStatement($"import: convert {_target.Table.Name}", sql) { Limits = FactsLimits.Batch });
    }

    /// <summary>A number that is equal for equal contents: nulls and empty values told apart, attributes in any order. It tells
    /// two rows of the same key apart. Who owns an account may change; a booked transaction stays the same.</summary>
    public string Content() => $"cityHash64({string.Join(", ", Compared().Select(c => Hashed(c.Name, c.Type)))})";

    public FactsStatement Bind(FactsStatement statement)
    {
        foreach (var (name, (_, value)) in _parameters)
        {
            statement = value switch
            {
                string text => statement.With(name, text),
                IEnumerable<string> texts => statement.With(name, texts),
                _ => statement,
            };
        }

        return statement.With("zone", _zone);
    }

    private IEnumerable<(string Name, string Type)> Compared() =>
        Stored().Where(c => _target.Table.Style != KeepStyle.Log || c.Name != "customer_id");

    private static string Hashed(string name, string type) => type switch
    {
        _ when type.StartsWith("Nullable", StringComparison.Ordinal) => $"isNull({name}), ifNull({name}, CAST(0, '{type["Nullable(".Length..^1]}'))",
        "String" => $"toString({name})",
        _ when type.StartsWith("Map", StringComparison.Ordinal) => $"toString(mapSort({name}))",
        _ => name,
    };

    private string Staged(string field) => string.Create(CultureInfo.InvariantCulture, $"f{_staged.ToList().IndexOf(field)}");

    private string Text(ColumnRule rule)
    {
        if (rule.FirstOf.Length > 0)
        {
            var options = rule.FirstOf.Select(Text).ToList();
            var chosen = string.Join(", ", options.SkipLast(1).Select(o => $"{o} != '', {o}").Append(options[^1]));
            return WithDefault(options.Count == 1 ? options[0] : $"multiIf({chosen})", rule);
        }

        var text = rule.Constant is { } constant ? Parameter(constant)
            : rule.From.Length == 1 ? Staged(rule.From[0])
            : $"arrayStringConcat([{string.Join(", ", rule.From.Select(Staged))}], {Parameter(rule.Separator)})";
        if (rule.Missing.Length > 0)
        {
            text = $"if({text} IN {Parameter(rule.Missing)}, '', {text})";
        }

        text = rule.Take is { } take ? string.Create(CultureInfo.InvariantCulture, $"substring({text}, 1, {take})") : text;
        text = rule.LookUp is { } lookUp ? $"ifNull(joinGetOrNull('import_lookup_{lookUp}', 'found', {text}), '')" : text;
        text = rule.As is { } conversion ? Conversions.All[conversion].Replace("{0}", text, StringComparison.Ordinal) : text;
        text = Coded(text, rule);
        if (rule.Pad is { } pad || rule.Prefix.Length > 0)
        {
            var padded = rule.Pad is { } width ? string.Create(CultureInfo.InvariantCulture, $"leftPad({text}, greatest({width}, length({text})), '0')") : text;
            text = $"if({text} = '', '', concat({Parameter(rule.Prefix)}, {padded}))";
        }

        return WithDefault(text, rule);
    }

    private string WithDefault(string text, ColumnRule rule) => rule.Default is { } value ? $"if({text} = '', {Parameter(value)}, {text})" : text;

    /// <summary>A value that the table of codes does not know becomes U+0001, which no value of ours contains.</summary>
    private string Coded(string text, ColumnRule rule)
    {
        if (rule.Codes is not { } codes)
        {
            return text;
        }

        var pairs = codes.OrderBy(p => p.Key, StringComparer.Ordinal).ToList();
        if (!codes.ContainsKey(""))
        {
            pairs.Insert(0, new KeyValuePair<string, string>("", ""));
        }

        return $"transform({text}, {Parameter(pairs.Select(p => p.Key))}, {Parameter(pairs.Select(p => p.Value))}, {Parameter(rule.Otherwise ?? ColumnCheck.Unknown)})";
    }

    private string Parameter(string value) => Parameter("String", value);

    private string Parameter(IEnumerable<string> values) => Parameter("Array(String)", values.ToArray());

    private string Parameter(string type, object value)
    {
        var same = _parameters.FirstOrDefault(p => p.Value.Value is string text && text.Equals(value));
        var name = same.Key ?? string.Create(CultureInfo.InvariantCulture, $"p{_parameters.Count}");
        _parameters.TryAdd(name, (type, value));
        return $"{{{name}:{type}}}";
    }

    /// <summary>The typed form of each text that needs one, null where the text is none: p_column.</summary>
    private IEnumerable<string> Parsed() => Checks
        .Select(c => (c, sql: ValueSql.Parse(c.Column.Kind, c.TextName, c.Rule, c.Rule.PlusMonths is { } months ? Staged(months) : null)))
        .Where(p => p.sql is not null)
        .Select(p => $"{p.sql} AS p_{p.c.Column.Name}");

    /// <summary>Ids found by references; several references may find the same column, the first that does counts.</summary>
    private IEnumerable<(string Name, string Sql)> Founds() => Checks
        .Where(c => c.Column.Reference is not null)
        .SelectMany(c => c.Column.Reference!.Found.Select(f => (f.To, Sql: $"joinGetOrNull('{c.Column.Reference.Table}', '{f.From}', {c.TextName})")))
        .GroupBy(f => f.To)
        .Select(g => (g.Key, g.Count() == 1 ? g.First().Sql : $"coalesce({string.Join(", ", g.Select(f => f.Sql))})"));

    private string Value(string column)
    {
        if (column == "attributes")
        {
            return Attributes();
        }

        if (_target.Table.FoundColumns.Any(f => f.Name == column))
        {
            var type = _target.Table.FoundColumns.First(f => f.Name == column).Type;
            return Checks.Any(c => c.Column.Reference?.Found.Any(f => f.To == column) == true)
                ? $"ifNull(r_{column}, {(type == "String" ? "'/'" : "0")})"
                : type == "String" ? "'/'" : "toUInt64(0)";
        }

        var known = _target.Table.Columns.First(c => c.Name == column);
        return Checks.FirstOrDefault(c => c.Column.Name == column) is { } check
            ? ValueSql.Stored(known, check.TextName)
            : ValueSql.Absent(known);
    }

    private string Attributes()
    {
        if (_target.Attributes.Length == 0)
        {
            return "CAST(map(), 'Map(LowCardinality(String), String)')";
        }

        var pairs = _target.Attributes.Select((a, i) => string.Create(CultureInfo.InvariantCulture, $"{Parameter(a.Name)}, a_{i}"));
        return $"CAST(mapFilter((k, v) -> v != '', map({string.Join(", ", pairs)})), 'Map(LowCardinality(String), String)')";
    }

    private string Mask()
    {
        var bits = Checks.Select((c, i) => Shifted(c.Code(_target.Table), i)).ToList();
        for (var i = 0; i < _target.Attributes.Length; i++)
        {
            if (AttributeCode(i) is { } code)
            {
                bits.Add(Shifted(code, Checks.Length + i));
            }
        }

        return string.Join("\n    + ", bits);
    }

    private string? AttributeCode(int index)
    {
        var (attribute, text) = (_target.Attributes[index], string.Create(CultureInfo.InvariantCulture, $"a_{index}"));
        var wrong = attribute.Type switch
        {
            "number" => $"isNull(toFloat64OrNull({text}))",
            "date" => $"isNull({ValueSql.Parse(ValueKind.LongDay, text, attribute.Rule, null)})",
            _ => null,
        };
        var unknown = attribute.Rule.Codes is null ? null : $"{text} = {Parameter(ColumnCheck.Unknown)}";
        var found = string.Join(", ", new[] { unknown is null ? null : $"{unknown}, 3", wrong is null ? null : $"{text} != '' AND {wrong}, 2" }.OfType<string>());
        return found.Length == 0 ? null : $"multiIf({found}, 0)";
    }

    private static string Shifted(string code, int index) =>
        string.Create(CultureInfo.InvariantCulture, $"bitShiftLeft(toUInt64({code}), {index * 2})");
}
