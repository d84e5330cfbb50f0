namespace Zhike.Channels.Templates;

/// <summary>What somebody probably meant: the known name with the fewest letters changed.</summary>
internal static class NearestName
{
    public static string Of(string written, IEnumerable<string> known) =>
        known.OrderBy(name => Distance(written, name)).ThenBy(name => name, StringComparer.Ordinal).FirstOrDefault("");

    /// <summary>Levenshtein: insertions, deletions and replacements.</summary>
    private static int Distance(string left, string right)
    {
        var before = new int[right.Length + 1];
        for (var j = 0; j <= right.Length; j++)
        {
            before[j] = j;
        }

        foreach (var (i, c) in left.Index())
        {
            var row = new int[right.Length + 1];
            row[0] = i + 1;
            for (var j = 0; j < right.Length; j++)
            {
                row[j + 1] = Math.Min(Math.Min(row[j], before[j + 1]) + 1, before[j] + (c == right[j] ? 0 : 1));
            }

            before = row;
        }

        return before[right.Length];
    }
}
