using System.Text.RegularExpressions;
using Zhike.Kernel;

namespace Zhike.Storage.Facts;

/// <summary>Makes it impossible to ask about customers without saying who asks.</summary>
internal static partial class ViewerScope
{
    /// <summary>Binds viewer_org and viewer_manager; refuses a person's statement that touches customer-level tables unscoped.</summary>
    public static FactsStatement Bind(Viewer viewer, FactsStatement statement)
    {
        var usesScope = statement.Sql.Contains("{viewer_org:String}", StringComparison.Ordinal)
            && statement.Sql.Contains("{viewer_manager:String}", StringComparison.Ordinal);
        if (!viewer.IsBank && !usesScope && CustomerLevel().IsMatch(statement.Sql))
        {
            throw new InvalidOperationException(
                $"{statement.Name} reads customer-level tables for {viewer.Staff}, but does not use viewer_org and viewer_manager.");
        }

        return usesScope
            ? statement.With("viewer_org", viewer.Scope.Value).With("viewer_manager", viewer.Manager)
            : statement;
    }

    /// <summary>Every table with a row a customer; a house test compares this list with the schema.</summary>
    [GeneratedRegex(@"\b(customers?|customer_\w+|accounts?|account_\w+|holdings?|holding_\w+|transactions|balances|events|tag_values|tag_values_live|tag_changes|tag_upload_values|supplements|segment_members|segment_changes|scores|journey_steps|journey_requests|contacts|outcomes|consents|suppressions|suppression_versions|identities|identity_\w+)\b", RegexOptions.IgnoreCase)]
    private static partial Regex CustomerLevel();
}
