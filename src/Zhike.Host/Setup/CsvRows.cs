using Zhike.Kernel;

namespace Zhike.Host.Setup;

/// <summary>Reads the small plain CSV files of a demo: UTF-8, a header line, no quotes.</summary>
internal static class CsvRows
{
    public static IEnumerable<IReadOnlyDictionary<string, string>> Read(string file, params string[] needed)
    {
        var lines = File.ReadAllLines(file);
        var header = lines.Length == 0 ? [] : lines[0].Split(',');
        var missing = needed.Except(header).ToList();
        if (missing.Count > 0)
        {
            throw new ProblemException(Problem.Invalid(Path.GetFileName(file), $"lacks the columns {string.Join(", ", missing)}"));
        }

        for (var i = 1; i < lines.Length; i++)
        {
            var cells = lines[i].Split(',');
            if (cells.Length != header.Length)
            {
                throw new ProblemException(Problem.Invalid($"{Path.GetFileName(file)} line {i + 1}", $"must have {header.Length} columns, but has {cells.Length}"));
            }

            yield return header.Zip(cells).ToDictionary(c => c.First, c => c.Second);
        }
    }
}
