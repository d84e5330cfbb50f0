using System.Globalization;
using Zhike.Intake.Mapping;
using Zhike.Kernel;
using Zhike.Storage.Facts;
using Zhike.Storage.Facts.Rows;

namespace Zhike.Intake.Import.Reading;

/// <summary>A Parquet file through the engine's own reader, only the wanted columns, in the file's order.</summary>
internal sealed class ParquetReader(FileEngine engine, SourceFile source, string zone) : IRowReader
{
    private IAsyncEnumerator<bool>? _rows;
    private IReadOnlyList<string> _wanted = [];
    private RowFields? _fields;
    private long _done;
    private long _total;

    public (long Done, long Total) Progress => (_done, _total);

    public async Task OpenAsync(IReadOnlyList<string> wanted, CancellationToken cancel)
    {
        _wanted = wanted;
        if (!File.Exists(source.Path))
        {
            throw new ProblemException(Problem.Invalid("source.path", Said.Of("no_file", $"cannot be opened: {source.Path} (no such file)")));
        }

        try
        {
            var describe = new FactsStatement("import: columns of a file", "DESCRIBE TABLE file({path:String}, 'Parquet')").With("path", source.Path);
            var known = (await engine.Facts.ListAsync(ImportWorkspace.Importer, describe, Column, cancel).ConfigureAwait(false))
                .ToDictionary(c => c.Name, c => c.Type, StringComparer.Ordinal);
            var missing = wanted.Where(w => !known.ContainsKey(w)).ToList();
            if (missing.Count > 0)
            {
                throw new ProblemException(Problem.Invalid(missing.Select(m => FieldError.Of(
                    m, Said.Of("no_field", $"is not a field of {Path.GetFileName(source.Path)}, which has {string.Join(", ", known.Keys)}")))));
            }

            _total = checked((long)await engine.Facts.CountAsync(
                ImportWorkspace.Importer, new FactsStatement("import: rows of a file", "SELECT count() FROM file({path:String}, 'Parquet')").With("path", source.Path), cancel).ConfigureAwait(false));
            _rows = engine.Facts.StreamAsync(ImportWorkspace.Importer, Select([.. wanted.Select(w => known[w])]), Put, cancel).GetAsyncEnumerator(cancel);
        }
        catch (FactsException damaged)
        {
            throw Damaged(damaged);
        }
    }

    public async ValueTask<ReadRow> NextAsync(RowFields fields, CancellationToken cancel)
    {
        _fields = fields;
        try
        {
            if (!await _rows!.MoveNextAsync().ConfigureAwait(false))
            {
                return ReadRow.Ended;
            }
        }
        catch (FactsException damaged)
        {
            throw Damaged(damaged);
        }

        _done++;
        return ReadRow.Sound;
    }

    public ValueTask DisposeAsync() => _rows?.DisposeAsync() ?? ValueTask.CompletedTask;

    private FactsStatement Select(IReadOnlyList<string> types)
    {
        var statement = new FactsStatement("import: read a file", "").Within(FactsLimits.Batch with { TimeMax = TimeSpan.FromHours(12) }).With("path", source.Path).With("zone", zone);
        var columns = new List<string> { "1" };
        for (var i = 0; i < _wanted.Count; i++)
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"c{i}");
            columns.Add($"{Text($"{{{name}:Identifier}}", types[i])} AS f{i}");
            statement = statement.With(name, _wanted[i]);
        }

        return statement with
        {
            Sql = $"SELECT {string.Join(", ", columns)} FROM file({{path:String}}, 'Parquet') SETTINGS input_format_parquet_preserve_order = 1",
        };
    }

    /// <summary>Instants become the bank's local time, lists and maps their JSON; no value becomes an empty text.</summary>
    private static string Text(string column, string type)
    {
        var plain = type.StartsWith("Nullable(", StringComparison.Ordinal) ? type["Nullable(".Length..^1] : type;
        var text = plain switch
        {
            _ when plain.StartsWith("DateTime", StringComparison.Ordinal) => $"toString({column}, {{zone:String}})",
            _ when plain.StartsWith("Array", StringComparison.Ordinal) || plain.StartsWith("Map", StringComparison.Ordinal) || plain.StartsWith("Tuple", StringComparison.Ordinal) => $"toJSONString({column})",
            _ => $"toString({column})",
        };
        return type == plain ? text : $"ifNull({text}, '')";
    }

    private static (string Name, string Type) Column(ref RowReader row)
    {
        var column = (row.Text(), row.Text());
        for (var i = 2; i < row.ColumnCount; i++)
        {
            row.Any();
        }

        return column;
    }

    private bool Put(ref RowReader row)
    {
        row.UInt8();
        for (var i = 0; i < _fields!.Count; i++)
        {
            var value = row.Utf8();
            if (row.Incomplete)
            {
                return false;
            }

            _fields.Put(i, value);
        }

        return true;
    }

    private ProblemException Damaged(FactsException damaged) =>
        new(Problem.Invalid("source.path", Said.Of("not_parquet", $"cannot be read as Parquet: {Path.GetFileName(source.Path)}: {damaged.Reason}")));
}
