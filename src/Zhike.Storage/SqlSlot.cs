namespace Zhike.Storage;

/// <summary>A place in an SQL file where another part of the program puts SQL of its own (a compiled condition, never a
/// value): /*name*/ what stands there when nobody does /*end*/.</summary>
public static class SqlSlot
{
    public static string Fill(string sql, string name, string content)
    {
        var open = $"/*{name}*/";
        var start = sql.IndexOf(open, StringComparison.Ordinal);
        var end = start < 0 ? -1 : sql.IndexOf("/*end*/", start, StringComparison.Ordinal);
        return end < 0
            ? throw new InvalidOperationException($"The SQL has no slot {open} … /*end*/.")
            : $"{sql[..start]}{content}{sql[(end + "/*end*/".Length)..]}";
    }
}
