namespace Zhike.Customers.Documents;

/// <summary>Whoever mistypes a name is told the one they most likely meant.</summary>
internal static class Nearest
{
    /// <summary>"; did you mean "x"?" or nothing, when no name is near.</summary>
    public static string Hint(string written, IEnumerable<string> known)
    {
        // A third of the letters may be wrong; more is another word.
        var most = Math.Max(1, written.Length / 3);
        var near = known.Select(name => (Name: name, Distance: Distance(written, name)))
            .Where(n => n.Distance <= most)
            .OrderBy(n => n.Distance).ThenBy(n => n.Name, StringComparer.Ordinal)
            .Select(n => n.Name).FirstOrDefault();
        return near is null ? "" : $"; did you mean \"{near}\"?";
    }

    /// <summary>Letters to insert, remove, replace or swap with their neighbour (Damerau and Levenshtein).</summary>
    private static int Distance(string one, string other)
    {
        var rows = new int[one.Length + 1, other.Length + 1];
        for (var i = 0; i <= one.Length; i++)
        {
            rows[i, 0] = i;
        }

        for (var j = 0; j <= other.Length; j++)
        {
            rows[0, j] = j;
        }

        for (var i = 1; i <= one.Length; i++)
        {
            for (var j = 1; j <= other.Length; j++)
            {
                var replaced = rows[i - 1, j - 1] + (one[i - 1] == other[j - 1] ? 0 : 1);
                rows[i, j] = Math.Min(replaced, Math.Min(rows[i - 1, j], rows[i, j - 1]) + 1);
                if (i > 1 && j > 1 && one[i - 1] == other[j - 2] && one[i - 2] == other[j - 1])
                {
                    rows[i, j] = Math.Min(rows[i, j], rows[i - 2, j - 2] + 1);
                }
            }
        }

        return rows[one.Length, other.Length];
    }
}
