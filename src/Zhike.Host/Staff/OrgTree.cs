using System.Text.Json;

namespace Zhike.Host.Staff;

/// <summary>One place with what lies below it.</summary>
/// <param name="Kind">"head_office", "branch" or "outlet".</param>
/// <param name="Staff">Active people at or below it.</param>
/// <param name="Customers">At or below it, as far as the viewer sees them.</param>
public sealed record OrgNode(string OrgPath, string Name, string Kind, string OutletId, int Staff, long Customers, IReadOnlyList<OrgNode> Children);

/// <summary>Puts the rows of the tree together.</summary>
internal static class OrgTree
{
    /// <summary>Null when there are no rows. Several tops (a viewer of the whole store) stand under the first's root.</summary>
    public static OrgNode? Build(IReadOnlyList<OrgRecord> places, IReadOnlyDictionary<string, int> staff, IReadOnlyDictionary<string, long> customers)
    {
        var children = places.Skip(1).ToLookup(p => ParentOf(p.Path));
        return places.Count == 0 ? null : Node(places[0]);

        OrgNode Node(OrgRecord place)
        {
            var below = children[place.Path].Select(Node).ToList();
            return new OrgNode(
                place.Path,
                place.Name,
                JsonNamingPolicy.SnakeCaseLower.ConvertName(place.Kind.ToString()),
                place.OutletId,
                staff.GetValueOrDefault(place.Path) + below.Sum(c => c.Staff),
                customers.GetValueOrDefault(place.Path) + below.Sum(c => c.Customers),
                below);
        }
    }

    private static string ParentOf(string path) => path[..(path.TrimEnd('/').LastIndexOf('/') + 1)];
}
