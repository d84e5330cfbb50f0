using Zhike.Customers.Spreadsheets;
using Zhike.Customers.Tags.Definitions;
using Zhike.Kernel;

namespace Zhike.Customers.Tags.Giving;

/// <param name="Line">As people count: the header is line 1.</param>
public sealed record BadRow(int Line, string Message);

/// <summary>A list with a value a customer, read from a CSV or Excel file: columns customer_no and value, in any order.</summary>
internal sealed class UploadFile
{
    private static readonly string[] NumberHeads = ["customer_no", "客户号"];
    private static readonly string[] ValueHeads = ["value", "值", "标签值"];

    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);
    private readonly List<BadRow> _bad = [];

    private UploadFile()
    {
    }

    public IReadOnlyDictionary<string, string> Values => _values;

    public IReadOnlyList<BadRow> Bad => _bad;

    public static async Task<Result<UploadFile>> ReadAsync(Stream table, TagDefinition tag, CancellationToken cancel)
    {
        var rows = TableFile.ReadAsync(table, TableFile.RowsMax, cancel).GetAsyncEnumerator(cancel);
        await using var closed = rows.ConfigureAwait(false);
        if (!await rows.MoveNextAsync().ConfigureAwait(false))
        {
            return Problem.Invalid("file", "is empty");
        }

        var heads = rows.Current.Cells.Select(c => c.ToLowerInvariant()).ToList();
        var (number, value) = (heads.FindIndex(NumberHeads.Contains), heads.FindIndex(ValueHeads.Contains));
        if (number < 0 || value < 0)
        {
            return Problem.Invalid("file", $"must begin with a line that names the columns customer_no and value, but names {string.Join(", ", heads)}");
        }

        var file = new UploadFile();
        while (await rows.MoveNextAsync().ConfigureAwait(false))
        {
            var row = rows.Current;
            if (row.Problem is not null)
            {
                file._bad.Add(new BadRow((int)row.Row, row.Why));
            }
            else
            {
                file.Take(tag, (int)row.Row, row.Cell(number), row.Cell(value));
            }
        }

        return file;
    }

    private void Take(TagDefinition tag, int line, string number, string value)
    {
        if (number.Length == 0 && value.Length == 0)
        {
            return;
        }

        if (number.Length == 0)
        {
            _bad.Add(new BadRow(line, "has no customer number"));
        }
        else if (GivenValue.FromCell(tag, value) is { Ok: false } refused)
        {
            _bad.Add(new BadRow(line, refused.Problem.Message));
        }
        else if (!_values.TryAdd(number, GivenValue.FromCell(tag, value).Value))
        {
            _bad.Add(new BadRow(line, $"names customer {number} again; the first row counts"));
        }
    }
}
