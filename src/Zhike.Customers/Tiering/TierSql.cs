using Zhike.Customers.Conditions;
using Zhike.Customers.Tags.Compiling;
using Zhike.Customers.Tags.Definitions;
using Zhike.Storage;

namespace Zhike.Customers.Tiering;

/// <summary>The tier as SQL: its place from 1, and 0 for who has none. A small number is what millions of rows are compared and counted by.</summary>
internal static class TierSql
{
    /// <summary>Statements of this folder write /*TIER*/ where the row's tier is meant, and /*SCOPE*/ for the viewer's.</summary>
    public static CompiledSql Fill(string file, TieringScheme scheme)
    {
        var binder = new ParameterBinder("t");
        var sql = SqlFile.Beside<TieringScheme>(file)
            .Replace("/*TIER*/", Place(scheme.Tag, binder), StringComparison.Ordinal)
            .Replace("/*SCOPE*/", $"({CompiledCondition.InScope})", StringComparison.Ordinal);
        return new CompiledSql(sql, binder.Parameters);
    }

    private static string Place(TagDefinition tag, ParameterBinder binder)
    {
        var column = $"`{tag.Key}`";
        if (tag.Bands.Length > 0)
        {
            return tag.Nullable ? $"ifNull({BandCode.Of(tag, column)}, 0)" : BandCode.Of(tag, column);
        }

        var codes = string.Join(", ", tag.Values.Select(v => binder.Add("String", v.Code)));
        return $"toUInt8(indexOf([{codes}], ifNull(toString({column}), '')))";
    }
}
