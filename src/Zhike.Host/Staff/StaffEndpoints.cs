using Zhike.Contracts.Access;
using Zhike.Contracts.Http;
using Zhike.Host.SignIn;
using Zhike.Kernel;

namespace Zhike.Host.Staff;

/// <summary>People and the tree, within the viewer's own part of it; what lies outside answers as if it did not exist.</summary>
public static class StaffEndpoints
{
    public static void MapStaff(this IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api/v1").WithTags("Staff");
        api.MapGet("/staff", ListAsync).Require(Permission.ViewReports).Produces<IReadOnlyList<StaffView>>();
        api.MapGet("/staff/{number}", FindAsync).Require(Permission.ViewReports).Produces<StaffView>();
        api.MapPost("/staff", AddAsync).Require(Permission.Administer).Produces<StaffView>();
        api.MapPut("/staff/{number}", ChangeAsync).Require(Permission.Administer).Produces<StaffView>();
        api.MapGet("/org", TreeAsync).Require(Permission.ViewReports).Produces<OrgNode>();
        api.MapGet("/roles", ListRoles).Require(Permission.ViewReports).Produces<IReadOnlyList<RoleView>>();
    }

    private static async Task<IResult> ListAsync(string? q, ICurrentViewer current, StaffRegister register, CancellationToken cancel)
    {
        var scope = current.Viewer("list staff").Scope;
        var places = (await register.TreeAsync(scope, cancel)).ToDictionary(o => o.Path, o => o.Name);
        return TypedResults.Ok((await register.ListAsync(scope, q, cancel)).Select(s => StaffView.Of(s, places.GetValueOrDefault(s.OrgPath, s.OrgPath))).ToList());
    }

    private static async Task<IResult> FindAsync(string number, ICurrentViewer current, StaffRegister register, CancellationToken cancel) =>
        await InScopeAsync(number, current, register, cancel) is { } person
            ? TypedResults.Ok(await ViewAsync(person, register, cancel))
            : Problem.NotFound("staff member", number).ToHttp();

    private static async Task<IResult> AddAsync(NewStaff person, ICurrentViewer current, StaffRegister register, CancellationToken cancel)
    {
        if (IsOutside(person.OrgPath, current))
        {
            return NoSuchPlace(person.OrgPath);
        }

        var added = await register.AddAsync(person, current.Staff, cancel);
        return added.Ok ? TypedResults.Ok(await ViewAsync(added.Value, register, cancel)) : added.Problem.ToHttp();
    }

    private static async Task<IResult> ChangeAsync(
        string number, StaffChange change, ICurrentViewer current, StaffRegister register, Sessions sessions, CancellationToken cancel)
    {
        if (await InScopeAsync(number, current, register, cancel) is null)
        {
            return Problem.NotFound("staff member", number).ToHttp();
        }

        if (change.OrgPath is { } place && IsOutside(place, current))
        {
            return NoSuchPlace(place);
        }

        var changed = await register.ChangeAsync(number, change, current.Staff, cancel);
        if (!changed.Ok)
        {
            return changed.Problem.ToHttp();
        }

        if (changed.Value.SignsInAnew)
        {
            await sessions.EndAllOfAsync(number, cancel);
        }

        return TypedResults.Ok(await ViewAsync(changed.Value.Person, register, cancel));
    }

    private static bool IsOutside(string orgPath, ICurrentViewer current) =>
        OrgPath.Parse(orgPath) is { Ok: true } path && !current.Viewer("place of staff").Scope.Contains(path.Value);

    private static IResult NoSuchPlace(string orgPath) => Problem.Invalid("orgPath", $"names no place of the tree: \"{orgPath}\"").ToHttp();

    private static async Task<IResult> TreeAsync(ICurrentViewer current, StaffRegister register, OrgCustomers customers, CancellationToken cancel)
    {
        var viewer = current.Viewer("org tree");
        var tree = OrgTree.Build(
            await register.TreeAsync(viewer.Scope, cancel), await register.HeadcountAsync(viewer.Scope, cancel), await customers.CountAsync(viewer, cancel));
        return tree is null ? Problem.NotFound("place", viewer.Scope.Value).ToHttp() : TypedResults.Ok(tree);
    }

    private static List<RoleView> ListRoles() =>
        [.. Enum.GetValues<Role>().Select(r => new RoleView(Roles.NameOf(r), [.. Roles.PermissionsOf(r).Order()]))];

    private static async Task<StaffRecord?> InScopeAsync(string number, ICurrentViewer current, StaffRegister register, CancellationToken cancel) =>
        await register.FindAsync(number, cancel) is { } person && current.Viewer("staff member").Scope.Contains(OrgPath.Of(person.OrgPath)) ? person : null;

    private static async Task<StaffView> ViewAsync(StaffRecord person, StaffRegister register, CancellationToken cancel) =>
        StaffView.Of(person, (await register.UnitAsync(person.OrgPath, cancel))?.Name ?? person.OrgPath);
}

/// <param name="Role">"branch_manager" …</param>
public sealed record StaffView(
    string Staff, string NameZh, string Role, string OrgPath, string OrgName, bool Active, bool IsDemo, DateTimeOffset? LastSignInAt, long Revision)
{
    public static StaffView Of(StaffRecord record, string orgName) => new(
        record.Number, record.NameZh, Roles.NameOf(record.Role), record.OrgPath, orgName, record.Active, record.IsDemo, record.LastSignInAt, record.Revision);
}

public sealed record RoleView(string Role, IReadOnlyList<Permission> Permissions);
